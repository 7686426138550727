package dev.yubin.imap.server;

import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.outline.MessageWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * APPEND under way: RFC 9051 section 6.3.12, with several messages RFC 3502. All that can be known is asked before the literal may come; then
 * its octets go to the store as they arrive. Without the end of the command nothing was ever there.
 */
final class Appending implements Running {
    private final Session session;
    private final Append append;
    private Optional<MessageWriter> writer = Optional.empty();
    /** Said once the rest of the literal has passed by, so that none of it is taken for commands. */
    private Optional<Refusal> refusal = Optional.empty();

    Appending(Session session, Append append) {
        this.session = session;
        this.append = append;
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        AppendMessage message = append.message();
        checkSize(message);
        try {
            Mailbox mailbox = session.account().open(Names.existing(append.mailbox()));
            writer = Optional.of(
                    MessageWriter.open(mailbox, Names.settable(message.flags()), received(message), octets(message)));
        } catch (StoreException e) {
            throw Refusal.ofTarget(e);
        }
        return Progress.LITERAL;
    }

    @Override
    public Progress next(AppendMessage message) throws StoreException, Refusal {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        checkSize(message);
        writer.orElseThrow().next(Names.settable(message.flags()), received(message), octets(message));
        return Progress.LITERAL;
    }

    private void checkSize(AppendMessage message) throws Refusal {
        if (message.literal().octets() == 0) {
            throw Refusal.no("", "a message has at least one octet; nothing is appended"); // RFC 3502 section 6.3.11
        }
        long most = session.limits().messageOctets();
        if (message.literal().octets() > most) {
            throw Refusal.no(
                    "TOOBIG",
                    message.literal().octets() + " octets are over this server's " + most + "; send a smaller message");
        }
    }

    private static Instant received(AppendMessage message) {
        return message.received().map(OffsetDateTime::toInstant).orElseGet(Instant::now);
    }

    private static OptionalLong octets(AppendMessage message) {
        return OptionalLong.of(message.literal().octets());
    }

    @Override
    public Progress octets(ByteBuffer octets) {
        if (refusal.isEmpty()) {
            try {
                writer.orElseThrow().write(octets);
            } catch (StoreException e) {
                refusal = Optional.of(Refusal.of(e));
            }
        }
        return Progress.WAITS;
    }

    @Override
    public Progress end() throws StoreException, Refusal {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        try {
            Appended appended = writer.orElseThrow().commit();
            return Progress.done(
                    "APPENDUID " + appended.uidValidity() + " " + UidSet.of(appended.uids()), "APPEND done");
        } catch (StoreException e) {
            throw Refusal.ofTarget(e);
        }
    }

    @Override
    public void close() {
        writer.ifPresent(MessageWriter::close);
    }
}
