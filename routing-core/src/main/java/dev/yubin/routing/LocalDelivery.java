package dev.yubin.routing;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.SingleInstance;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Final delivery: puts one message into the mailboxes of its recipients as it comes. The trace fields that belong on top are its content like the rest;
 * {@link Reception} writes them. It holds no octets of its own.
 *
 * <p>Where the store can keep one content for many mailboxes ({@link SingleInstance}), several mailboxes are given the message together: with
 * {@link #commit} all of them have it or none. Elsewhere each mailbox is given a copy, and that promise is kept as far as separate mailboxes can: each copy
 * was written to its end before the first is committed. Should a commit fail behind one that succeeded, the reply is 451 whatever the reason, so that the
 * client sends the message again: whoever has it then has it twice, and nobody goes without it.
 *
 * <p>With {@link #commitEach} each recipient stands alone.
 */
public final class LocalDelivery implements MessageSink {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDelivery.class);
    private static final Reply SOME_HAVE_IT =
            Reply.of(451, "4.3.0", "Not every recipient has the message; send it again");

    /** A mailbox that the message goes to. Stands until the store has said no to it. */
    private static final class Copy {
        private final Route.Local to;
        /** Of its own octets. */
        private Optional<MessageWriter> writer = Optional.empty();

        private Optional<Reply> refusal = Optional.empty();

        Copy(Route.Local to) {
            this.to = to;
        }

        void open(MailStore store, OptionalLong octets) {
            attempt(() -> {
                Mailbox mailbox = store.account(to.account()).open(to.mailbox());
                writer = Optional.of(MessageWriter.open(mailbox, Set.of(), Instant.now(), octets));
            });
        }

        /** Does nothing behind a refusal. */
        void attempt(StoreCall call) {
            if (refusal.isEmpty()) {
                try {
                    call.run();
                } catch (StoreException e) {
                    LOG.info("no delivery to {} of {}: {}: {}", to.mailbox(), to.account(), e.reason(), e.getMessage());
                    refusal = Optional.of(replyTo(e));
                } catch (RuntimeException e) {
                    // Its recipient's alone: whoever has the message already must not be told that he has not.
                    LOG.error("a bug of the store: no delivery to {} of {}", to.mailbox(), to.account(), e);
                    refusal = Optional.of(Replies.FAILURE);
                }
            }
        }

        void close() {
            writer.ifPresent(MessageWriter::close);
        }
    }

    @FunctionalInterface
    private interface StoreCall {
        void run() throws StoreException;
    }

    private final List<Route.Local> recipients;
    /** Two recipients can share a mailbox; it gets one copy. */
    private final Map<Route.Local, Copy> copies = new LinkedHashMap<>();
    /** The octets of all copies. */
    private Optional<SharedMessage> shared = Optional.empty();

    private LocalDelivery(List<Route.Local> recipients) {
        this.recipients = List.copyOf(recipients);
        recipients.forEach(to -> copies.computeIfAbsent(to, Copy::new));
    }

    /**
     * Opens the recipients' mailboxes. What is opened must be ended by {@link #commit}, {@link #commitEach} or {@link #abort}.
     *
     * @param octets the size where the client announced it, so that a mailbox without room for it says no at once
     * @throws SmtpRefusal when no mailbox takes the message; where some do, the others' refusals come with the commit
     */
    public static LocalDelivery open(MailStore store, List<Route.Local> recipients, OptionalLong octets)
            throws SmtpRefusal {
        LocalDelivery delivery = new LocalDelivery(recipients);
        boolean opened = false;
        try {
            delivery.copies.values().forEach(copy -> copy.open(store, octets));
            delivery.requireOneThatStands();
            if (store instanceof SingleInstance single && delivery.copies.size() > 1) {
                delivery.share(single, octets);
            }
            opened = true;
        } finally {
            if (!opened) {
                delivery.abort();
            }
        }
        return delivery;
    }

    /** Each mailbox has been asked whether it takes the message; none needs octets of its own. */
    private void share(SingleInstance store, OptionalLong octets) throws SmtpRefusal {
        copies.values().forEach(Copy::close);
        try {
            shared = Optional.of(new SharedMessage(store.begin(octets)));
        } catch (StoreException e) {
            throw refusalOfAll(e);
        }
    }

    private SmtpRefusal refusalOfAll(StoreException no) {
        LOG.info("no delivery to any of {}: {}: {}", copies.keySet(), no.reason(), no.getMessage());
        return new SmtpRefusal(replyTo(no));
    }

    @Override
    public void write(ByteBuffer content) throws SmtpRefusal {
        if (shared.isPresent()) {
            try {
                shared.get().write(content);
            } catch (StoreException e) {
                throw refusalOfAll(e);
            }
        } else {
            copies.values()
                    .forEach(
                            copy -> copy.attempt(() -> copy.writer.orElseThrow().write(content.duplicate())));
            requireOneThatStands();
        }
    }

    private void requireOneThatStands() throws SmtpRefusal {
        if (copies.values().stream().allMatch(copy -> copy.refusal.isPresent())) {
            refuseWhatOneRefuses();
        }
    }

    private void refuseWhatOneRefuses() throws SmtpRefusal {
        Optional<Reply> refusal =
                copies.values().stream().flatMap(copy -> copy.refusal.stream()).findFirst();
        if (refusal.isPresent()) {
            throw new SmtpRefusal(refusal.get());
        }
    }

    @Override
    public Reply commit() throws SmtpRefusal {
        try {
            refuseWhatOneRefuses();
            if (shared.isPresent()) {
                shared.get().deliver(copies.keySet());
            } else {
                commitOneByOne();
            }
            return Replies.MESSAGE_OK;
        } catch (StoreException e) {
            throw refusalOfAll(e);
        } finally {
            abort();
        }
    }

    private void commitOneByOne() throws SmtpRefusal {
        boolean first = true;
        for (Copy copy : copies.values()) {
            commit(copy);
            if (copy.refusal.isPresent()) {
                throw new SmtpRefusal(first ? copy.refusal.get() : SOME_HAVE_IT);
            }
            first = false;
        }
    }

    private void commit(Copy copy) {
        copy.attempt(() -> {
            if (shared.isPresent()) {
                shared.get().deliver(Set.of(copy.to));
            } else {
                copy.writer.orElseThrow().commit();
            }
        });
    }

    @Override
    public List<Reply> commitEach(int count) {
        try {
            copies.values().forEach(this::commit);
            return recipients.stream()
                    .map(to -> copies.get(to).refusal.orElse(Replies.MESSAGE_OK))
                    .toList();
        } finally {
            abort();
        }
    }

    /** Leaves no trace of what was not committed. */
    @Override
    public void abort() {
        copies.values().forEach(Copy::close);
        shared.ifPresent(SharedMessage::close);
    }

    /** The store's no in SMTP's words: RFC 5321 section 4.2.3, RFC 3463. Its own words go to the log, for the peer is a stranger. */
    static Reply replyTo(StoreException no) {
        return switch (no.reason()) {
            case UNAVAILABLE, EXPUNGED, CORRUPTION, ALREADYEXISTS, CANNOT ->
                Reply.of(451, "4.3.0", "The mailbox cannot take the message now; try again later");
            case INUSE -> Reply.of(450, "4.2.0", "The mailbox is busy; try again later");
            case OVERQUOTA -> Reply.of(452, "4.2.2", "The mailbox is full");
            case FULL -> Reply.of(452, "4.3.1", "There is no room for mail here now; try again later");
            case LIMIT -> Reply.of(452, "4.3.1", "There is no room for more messages");
            case TOOBIG -> Reply.of(552, "5.3.4", "The message is too big for the mailbox; send a smaller one");
            case NONEXISTENT -> Replies.NO_SUCH_MAILBOX;
            case NOPERM, EXPIRED, CONTACTADMIN -> Reply.of(550, "5.2.1", "The mailbox takes no messages");
        };
    }
}
