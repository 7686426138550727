package dev.yubin.benchmarks.load;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.imap.server.SessionLimits;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What a {@link ServerJvm} runs for {@link ImapLoad}: an IMAP server with two accounts that keeps mail in memory. See {@link HeapGauge} for what it says. */
public final class ImapLoadServer {
    /** Whose mail is read. */
    static final String READER = MailServer.user(0);
    /** Whose mail is waited for. */
    static final String IDLER = MailServer.user(1);

    private static final int MOST_CONNECTIONS = 20_000;
    /** The fewest that RFC 7677 allows: what is measured is not PBKDF2. */
    private static final int HASH_ROUNDS = 4096;

    private ImapLoadServer() {}

    /** Which one, and how the tables call it. */
    enum Kind {
        YUBIN("Yubin"),
        GREENMAIL("GreenMail");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** @param args the {@link Kind} */
    public static void main(String[] args) throws Exception {
        switch (Kind.valueOf(args[0])) {
            case YUBIN -> serve();
            case GREENMAIL -> serveGreenMail();
        }
        System.exit(0); // a peer may leave threads behind
    }

    private static void serve() throws Exception {
        UserTable users = new UserTable(HASH_ROUNDS)
                .add(READER, Secret.of(MailServer.PASSWORD))
                .add(IDLER, Secret.of(MailServer.PASSWORD));
        try (ImapServer server = ImapServer.builder(MemoryMailStore.create(READER, IDLER), users)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .limits(SessionLimits.standard().connectionsPerAddress(MOST_CONNECTIONS))
                .start()) {
            HeapGauge.answer(server.addresses().get(0).getPort());
        }
    }

    private static void serveGreenMail() throws Exception {
        // It throws where a client hangs up, which would be printed.
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
        GreenMail server = new GreenMail(
                new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), ServerSetup.PROTOCOL_IMAP));
        server.start();
        try {
            server.setUser(READER, READER, MailServer.PASSWORD);
            server.setUser(IDLER, IDLER, MailServer.PASSWORD);
            HeapGauge.answer(server.getImap().getPort());
        } finally {
            server.stop();
        }
    }
}
