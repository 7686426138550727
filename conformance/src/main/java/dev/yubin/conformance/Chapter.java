package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.outline.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the chapters of {@link MailStoreContract} share: a store with two accounts, and short words for what tests do with it. */
interface Chapter {
    String ANN = "ann@example.test";
    String BOB = "bob@example.test";
    MailboxName INBOX = MailboxName.INBOX;
    MailboxName OTHER = MailboxName.of("Other");
    Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    /** The store of this test. */
    MailStore store();

    /** Closes the store and opens it again; false where that cannot be done. */
    boolean reopened() throws Exception;

    default Account ann() throws StoreException {
        return store().account(ANN);
    }

    default Mailbox inbox() throws StoreException {
        return ann().open(INBOX);
    }

    /** Ann's second mailbox, made by the first call of a test. */
    default Mailbox other() throws StoreException {
        if (ann().list().stream().noneMatch(entry -> entry.name().equals(OTHER))) {
            ann().create(OTHER, Set.of());
        }
        return ann().open(OTHER);
    }

    /** What only some stores can do besides: the test is skipped where this one cannot. */
    static <T> T feature(Class<T> feature, Object of) {
        assumeTrue(
                feature.isInstance(of),
                () -> of.getClass().getName() + " does not implement " + feature.getSimpleName()
                        + ": this store does without");
        return feature.cast(of);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Adds a message whose outline is its text too; returns its UID. */
    static long add(Mailbox mailbox, String text, Flag... flags) throws StoreException {
        try (Append append = mailbox.append(Set.of(flags), NOON, OptionalLong.empty())) {
            append.write(ByteBuffer.wrap(octets(text)));
            append.finish(octets(text));
            return append.commit().uids().get(0);
        }
    }

    /** Adds a message with its outline, as the library does; its lines end with LF here and with CR LF there. Returns its UID. */
    static long deliver(Mailbox mailbox, String text) throws StoreException {
        return deliverAsItIs(mailbox, text.replace("\n", "\r\n"));
    }

    static long deliverAsItIs(Mailbox mailbox, String text) throws StoreException {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        try (MessageWriter writer = MessageWriter.open(mailbox, Set.of(), NOON, OptionalLong.of(message.length))) {
            writer.write(ByteBuffer.wrap(message));
            return writer.commit().uids().get(0);
        }
    }

    static byte[] read(Maildrop maildrop, long uid) throws StoreException {
        try (Content content = maildrop.content(uid)) {
            return readFrom(content, 0, (int) content.octets());
        }
    }

    /** Reads up to so many octets, or to the end. */
    static byte[] readFrom(Content content, long offset, int length) throws StoreException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            int read = content.read(offset + into.position(), into);
            if (read < 0) {
                break;
            }
            assertThat(read)
                    .as("Content.read: at least one octet where there is room and the end is not reached")
                    .isPositive();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(into.array(), 0, into.position());
        return out.toByteArray();
    }

    static String text(Maildrop maildrop, long uid) throws StoreException {
        return new String(read(maildrop, uid), StandardCharsets.ISO_8859_1);
    }

    static List<Long> uids(Maildrop maildrop) throws StoreException {
        return maildrop.messages().stream().map(Message::uid).collect(Collectors.toList());
    }

    static Message message(Mailbox mailbox, long uid) throws StoreException {
        List<Message> found = mailbox.messages(UidSet.of(uid), 0);
        assertThat(found)
                .as("Mailbox.messages: the one message with UID %d", uid)
                .hasSize(1);
        return found.get(0);
    }

    /** Asks for something that must be refused for this reason. */
    static void refused(StoreException.Reason reason, String promise, ThrowingCallable call) {
        StoreException refusal = catchThrowableOfType(StoreException.class, call);
        assertThat(refusal).as("%s: a StoreException", promise).isNotNull();
        assertThat(refusal.reason()).as(promise).isEqualTo(reason);
    }
}
