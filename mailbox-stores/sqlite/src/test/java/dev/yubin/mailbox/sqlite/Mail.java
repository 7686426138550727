package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Short words for what the tests of this package do with mail. */
final class Mail {
    static final String ANN = "ann@example.test";
    static final String BOB = "bob@example.test";
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final MailboxName OTHER = MailboxName.of("Other");

    private Mail() {}

    static Mailbox inbox(MailStore store, String user) throws StoreException {
        return store.account(user).open(MailboxName.INBOX);
    }

    static long add(Mailbox mailbox, String text, Flag... flags) throws StoreException {
        return add(mailbox, text.getBytes(StandardCharsets.ISO_8859_1), flags);
    }

    static long add(Mailbox mailbox, byte[] octets, Flag... flags) throws StoreException {
        try (Append append = mailbox.append(Set.of(flags), NOON, OptionalLong.empty())) {
            append.write(ByteBuffer.wrap(octets));
            append.finish("outline".getBytes(StandardCharsets.ISO_8859_1));
            return append.commit().uids().get(0);
        }
    }

    /** Octets that look like no others, the same for the same size. */
    static byte[] noise(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    static byte[] octets(Mailbox mailbox, long uid) throws StoreException {
        try (Content content = mailbox.content(uid)) {
            ByteBuffer into = ByteBuffer.allocate((int) content.octets());
            while (into.hasRemaining()) {
                assertThat(content.read(into.position(), into)).isPositive();
            }
            return into.array();
        }
    }

    static String text(Mailbox mailbox, long uid) throws StoreException {
        return new String(octets(mailbox, uid), StandardCharsets.ISO_8859_1);
    }

    /** What a number in the file of an account is. */
    static long ask(SqliteMailStore store, String user, String sql) throws StoreException {
        return store.shard(user)
                .read(database -> database.first(sql, row -> row.getLong(1)).orElseThrow());
    }

    static StoreException refused(Reason reason, ThrowingCallable call) {
        StoreException refusal = catchThrowableOfType(StoreException.class, call);
        assertThat(refusal).as("a refusal for the reason " + reason).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        return refusal;
    }
}
