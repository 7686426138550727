package dev.yubin.routing;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Final delivery: puts one message into the mailboxes of its recipients, a copy each, as it comes. The trace fields that belong on top are its content like
 * the rest; {@link Reception} writes them. It holds no octets of its own.
 *
 * <p>With {@link #commit} all copies become visible or none, as far as separate mailboxes can promise that: each was written to its end before the first is
 * committed. Should a commit fail behind one that succeeded, the reply is 451 whatever the reason, so that the client sends the message again: whoever has it
 * then has it twice, and nobody goes without it. With {@link #commitEach} each copy stands by itself.
 */
public final class LocalDelivery implements MessageSink {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDelivery.class);
    private static final Reply SOME_HAVE_IT =
            Reply.of(451, "4.3.0", "Not every recipient has the message; send it again");

    /** The one for one mailbox. Stands until the store has said no to it. */
    private static final class Copy {
        private final Route.Local to;
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

        void write(ByteBuffer content) {
            if (refusal.isEmpty()) {
                attempt(() -> writer.orElseThrow().write(content.duplicate()));
            }
        }

        Reply commit() {
            if (refusal.isEmpty()) {
                attempt(() -> writer.orElseThrow().commit());
            }
            return refusal.orElse(Replies.MESSAGE_OK);
        }

        private void attempt(StoreCall call) {
            try {
                call.run();
            } catch (StoreException e) {
                LOG.info("no delivery to {} of {}: {}: {}", to.mailbox(), to.account(), e.reason(), e.getMessage());
                refusal = Optional.of(replyTo(e));
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
            opened = true;
        } finally {
            if (!opened) {
                delivery.abort();
            }
        }
        return delivery;
    }

    @Override
    public void write(ByteBuffer content) throws SmtpRefusal {
        copies.values().forEach(copy -> copy.write(content));
        requireOneThatStands();
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
            boolean first = true;
            for (Copy copy : copies.values()) {
                Reply reply = copy.commit();
                if (!reply.isPositive()) {
                    throw new SmtpRefusal(first ? reply : SOME_HAVE_IT);
                }
                first = false;
            }
            return Replies.MESSAGE_OK;
        } finally {
            abort();
        }
    }

    @Override
    public List<Reply> commitEach(int count) {
        try {
            Map<Route.Local, Reply> replies = new LinkedHashMap<>();
            copies.forEach((to, copy) -> replies.put(to, copy.commit()));
            List<Reply> inOrder = new ArrayList<>();
            recipients.forEach(to -> inOrder.add(replies.get(to)));
            return inOrder;
        } finally {
            abort();
        }
    }

    /** Leaves no trace of what was not committed. */
    @Override
    public void abort() {
        copies.values().forEach(Copy::close);
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
            case NOPERM -> Reply.of(550, "5.2.1", "The mailbox takes no messages");
        };
    }
}
