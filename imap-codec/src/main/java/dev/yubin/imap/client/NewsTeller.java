package dev.yubin.imap.client;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.NumberData;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.InProgress;
import dev.yubin.imap.ResponseCode.MessageLimit;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.message.VanishedData;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.codec.Tls;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells the application what the server tells without being asked: on a worker, in the order in which the server did. While the application is far
 * behind, nothing more is read. Used on the connection's event loop.
 */
final class NewsTeller {
    /** What a piece of news counts as at least, and at most: one that is so large stops reading by itself. */
    private static final int LEAST_OCTETS = 512;

    private static final int MOST_OCTETS = 1 << 30;

    private final ImapConnection connection;
    private final ImapNews news;
    private final Executor worker;
    private final SyncPoint point = new SyncPoint();

    NewsTeller(ImapConnection connection, ImapNews news, Executor worker) {
        this.connection = connection;
        this.news = news;
        this.worker = worker;
    }

    /** Up to which mod-sequence the selected mailbox is known. */
    SyncPoint point() {
        return point;
    }

    void tell(Consumer<ImapNews> what) {
        tell(LEAST_OCTETS, what);
    }

    private void tell(long octets, Consumer<ImapNews> what) {
        if (news == ImapNews.NONE) {
            return;
        }
        int weight = (int) Math.min(Math.max(octets, LEAST_OCTETS), MOST_OCTETS);
        connection.behind(weight);
        worker.execute(() -> {
            try {
                what.accept(news);
            } finally {
                connection.behind(-weight);
            }
        });
    }

    /** What counts whichever command brought it. */
    void heed(ImapResponse response, long octets) {
        if (response instanceof NumberData data && data.kind() == ResponseKind.EXISTS) {
            tell(listener -> listener.exists(data.number()));
        } else if (response instanceof NumberData data && data.kind() == ResponseKind.EXPUNGE) {
            tell(listener -> listener.expunged(data.number()));
        } else if (response instanceof VanishedData data) {
            tell(octets, listener -> {
                if (data.earlier()) {
                    listener.vanishedEarlier(data.uids());
                } else {
                    listener.vanished(data.uids());
                }
            });
        } else if (response instanceof FetchData fetch) {
            point.heard(fetch);
        }
    }

    /** What nobody asked for. */
    void unasked(ImapResponse response, long octets) {
        if (response instanceof FetchData fetch) {
            Fetched told = Fetched.of(fetch);
            if (isOfAMessage(told)) {
                tell(octets, listener -> listener.fetched(told));
            }
        } else if (response instanceof StatusData status) {
            tell(octets, listener -> listener.status(status));
        } else if (response instanceof EsearchData found && !found.changes().isEmpty()) {
            tell(octets, listener -> listener.resultChanged(found));
        } else if (response instanceof ListData mailbox && !mailbox.lsub()) {
            tell(octets, listener -> listener.listed(mailbox));
        } else if (response instanceof MetadataData changed && changed.news()) {
            tell(
                    octets,
                    listener -> listener.annotated(
                            changed.mailbox(), changed.values().keySet()));
        } else if (response instanceof StatusReply reply
                && reply.code().orElse(null) instanceof ResponseCode.NoUpdate refused) {
            tell(listener -> listener.noUpdate(refused.tag()));
        }
    }

    /** Of what nobody asked for, octets were passed over. */
    void dropped(FetchData fetch, Fault why) {
        Fetched told = Fetched.of(fetch);
        if (isOfAMessage(told)) {
            tell(listener -> listener.dropped(told, why));
        }
    }

    /** Some servers tell of a message 0, which is none. */
    private static boolean isOfAMessage(Fetched told) {
        return told.number() > 0 || told.uid().isPresent();
    }

    /** What the code of any OK, NO, BAD, PREAUTH or BYE says. */
    void code(StatusReply reply) {
        reply.code().ifPresent(point::heard);
        reply.code().flatMap(code -> newsOf(code, reply)).ifPresent(this::tell);
    }

    private Optional<Consumer<ImapNews>> newsOf(ResponseCode code, StatusReply reply) {
        boolean untagged = reply.tag().isUntagged();
        return switch (code.kind()) {
            case PLAIN -> newsOf((Plain) code, reply);
            case IN_PROGRESS ->
                untagged ? Optional.of(listener -> listener.inProgress((InProgress) code)) : Optional.empty();
            case MESSAGE_LIMIT -> // a tagged NO is the command's own result
                untagged || reply.condition() == Condition.OK
                        ? Optional.of(listener -> listener.limited((MessageLimit) code))
                        : Optional.empty();
            case COUNT, // of the mailbox that is opened; and of mod-sequences, the point tells
                    CAPABILITIES, // which the connection keeps
                    NO_UPDATE, // unless it is of the running command
                    BAD_CHARSET,
                    PERMANENT_FLAGS,
                    APPEND_UID,
                    COPY_UID,
                    BAD_URL,
                    MODIFIED,
                    BAD_EVENT,
                    MAILBOX_ID,
                    METADATA,
                    UNDEFINED_FILTER,
                    OTHER -> Optional.empty(); // the command's own, or nothing that is known
        };
    }

    private Optional<Consumer<ImapNews>> newsOf(Plain code, StatusReply reply) {
        if (code == Plain.ALERT && isConfidential()) {
            return Optional.of(listener -> listener.alert(reply.text()));
        }
        return code == Plain.NOTIFICATIONOVERFLOW && reply.tag().isUntagged()
                ? Optional.of(ImapNews::notificationOverflow)
                : Optional.empty();
    }

    /** A command is answered. */
    void answered(Verb verb, boolean ok) {
        point.answered(verb, ok).ifPresent(modSeq -> tell(listener -> listener.highestModSeq(modSeq)));
    }

    /** Without TLS, anybody between may have said it, and have a user do what he likes: such alerts are not told. RFC 9051 section 7.1. */
    private boolean isConfidential() {
        return Tls.description(connection.channel()).isPresent();
    }
}
