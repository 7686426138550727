package dev.yubin.benchmarks.load;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.yubin.benchmarks.Letters;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;

/** What a {@link ServerJvm} runs for {@link Pop3Load}: a POP3 server with an account and its mail. It prints a line once it serves, and ends with its standard input. */
public final class Pop3LoadServer {
    static final int LETTER_OCTETS = 10 * 1024;
    static final String USER = MailServer.user(0);

    private static final byte[] LETTER = Letters.plain(LETTER_OCTETS).getBytes(StandardCharsets.US_ASCII);
    /** The fewest that RFC 7677 allows: what is measured is not PBKDF2. */
    private static final int HASH_ROUNDS = 4096;

    private Pop3LoadServer() {}

    /** Which one. */
    enum Kind {
        YUBIN_IN_MEMORY,
        YUBIN_SQLITE,
        GREENMAIL
    }

    /** @param args the {@link Kind}, how many messages there are to be, and the file of a store that has one */
    public static void main(String[] args) throws Exception {
        int messages = Integer.parseInt(args[1]);
        switch (Kind.valueOf(args[0])) {
            case YUBIN_IN_MEMORY -> serve(MemoryMailStore.create(USER), messages);
            case YUBIN_SQLITE -> {
                try (SqliteMailStore store = SqliteMailStore.open(Path.of(args[2]))) {
                    store.addAccount(USER);
                    serve(store, messages);
                }
            }
            case GREENMAIL -> serveGreenMail(messages);
        }
    }

    private static void serve(MailStore store, int messages) throws Exception {
        fill(store, messages);
        try (Pop3Server server = Pop3Server.builder(
                        store, new UserTable(HASH_ROUNDS).add(USER, Secret.of(MailServer.PASSWORD)))
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .start()) {
            awaitEnd(server.addresses().get(0).getPort());
        }
    }

    private static void fill(MailStore store, int messages) throws StoreException {
        var inbox = store.account(USER).open(MailboxName.INBOX);
        for (int i = 0; i < messages; i++) {
            try (MessageWriter writer =
                    MessageWriter.open(inbox, Set.of(), Instant.now(), OptionalLong.of(LETTER.length))) {
                writer.write(ByteBuffer.wrap(LETTER));
                writer.commit();
            }
        }
    }

    private static void serveGreenMail(int messages) throws Exception {
        GreenMail server = new GreenMail(
                new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), ServerSetup.PROTOCOL_POP3));
        server.start();
        try {
            GreenMailUser user = server.setUser(USER, USER, MailServer.PASSWORD);
            Session session = Session.getInstance(new Properties());
            for (int i = 0; i < messages; i++) {
                user.deliver(new MimeMessage(session, new ByteArrayInputStream(LETTER)));
            }
            awaitEnd(server.getPop3().getPort());
        } finally {
            server.stop();
        }
    }

    private static void awaitEnd(int port) throws Exception {
        System.out.println("ready " + port);
        System.in.read();
    }
}
