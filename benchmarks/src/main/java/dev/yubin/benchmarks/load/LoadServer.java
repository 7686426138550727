package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.Letters;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.Accounts;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Router;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What {@link YubinServer} runs: LMTP and IMAP over one store, from the parts that {@code post-office} is made of. It prints a line once
 * it serves, ends when its standard input does, and says then how much memory it took.
 */
public final class LoadServer {
    /** Which one letter in a thousand has in a field of its header. */
    static final String RARE_WORD = "quetzal";

    private static final String USUAL_WORD = "sparrow";
    private static final int RARE = 1000;
    private static final int LETTER_OCTETS = 2048;
    /** As many as a client that moves an account would send in one APPEND (RFC 3502). */
    private static final int MESSAGES_A_COMMIT = 1000;
    /** The fewest that RFC 7677 allows: what is measured is not PBKDF2. */
    private static final int HASH_ROUNDS = 4096;

    private static final Instant FIRST_RECEIVED = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration PEACE = Duration.ofSeconds(10);

    private final MailStore store;

    private LoadServer(MailStore store) {
        this.store = store;
    }

    /** @param args the store's file, the number of accounts, how many messages the first is to have, and whether words are indexed */
    public static void main(String[] args) throws Exception {
        LiveHeap heap = LiveHeap.watch();
        int accounts = Integer.parseInt(args[1]);
        try (SqliteMailStore store = SqliteMailStore.builder()
                .wordIndex(Boolean.parseBoolean(args[3]))
                .open(Path.of(args[0]))) {
            for (int i = 0; i < accounts; i++) {
                store.addAccount(MailServer.user(i));
            }
            store.awaitIndexed();
            new LoadServer(store).serve(accounts, Integer.parseInt(args[2]));
        }
        System.out.println("heap " + heap.most());
    }

    private void serve(int accounts, int messages) throws Exception {
        double perSecond = fill(messages);
        try (SmtpServer smtp = smtp();
                ImapServer imap = imap(accounts)) {
            System.out.printf(
                    Locale.ROOT,
                    "ready %d %d %f%n",
                    smtp.addresses().get(0).getPort(),
                    imap.addresses().get(0).getPort(),
                    perSecond);
            System.in.read();
            smtp.drain(PEACE);
            imap.drain(PEACE);
        }
    }

    private SmtpServer smtp() throws Exception {
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of(MailServer.DOMAIN))
                .postmaster(MailServer.user(0))
                .build();
        return SmtpServer.builder()
                .port(SmtpPort.lmtp(0))
                .application(Reception.builder("mx.load.test", router, store).build())
                .start();
    }

    private ImapServer imap(int accounts) throws Exception {
        UserTable users = new UserTable(HASH_ROUNDS);
        for (int i = 0; i < accounts; i++) {
            users.add(MailServer.user(i), Secret.of(MailServer.PASSWORD));
        }
        return ImapServer.builder(store, users)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .start();
    }

    /** Fills the first account's INBOX; no two messages are the same, and their flags are those of a mailbox that is read. */
    private double fill(int messages) throws StoreException {
        var inbox = store.account(MailServer.user(0)).open(MailboxName.INBOX);
        byte[] letter = ascii(Letters.plain(LETTER_OCTETS - numbered(0).length()));
        long start = System.nanoTime();
        for (int begun = 0; begun < messages; ) {
            int end = Math.min(messages, begun + MESSAGES_A_COMMIT);
            try (MessageWriter writer = MessageWriter.open(inbox, flags(begun), received(begun), size())) {
                write(writer, begun++, letter);
                while (begun < end) {
                    writer.next(flags(begun), received(begun), size());
                    write(writer, begun++, letter);
                }
                writer.commit();
            }
        }
        return messages * 1e9 / (System.nanoTime() - start);
    }

    private static void write(MessageWriter writer, int number, byte[] letter) throws StoreException {
        writer.write(ByteBuffer.wrap(ascii(numbered(number))));
        writer.write(ByteBuffer.wrap(letter));
    }

    private static String numbered(int number) {
        String word = number % RARE == 0 ? RARE_WORD : USUAL_WORD;
        return String.format(Locale.ROOT, "List-Sequence: %010d\r\nKeywords: %s\r\n", number, word);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static OptionalLong size() {
        return OptionalLong.of(LETTER_OCTETS);
    }

    private static Set<Flag> flags(int number) {
        return switch (number % 4) {
            case 0 -> Set.of();
            case 1 -> Set.of(Flag.SEEN, Flag.ANSWERED);
            default -> Set.of(Flag.SEEN);
        };
    }

    private static Instant received(int number) {
        return FIRST_RECEIVED.plusSeconds(number);
    }
}
