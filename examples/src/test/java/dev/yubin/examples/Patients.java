package dev.yubin.examples;

import dev.yubin.imap.client.ImapClient;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Accounts to be diagnosed: their settings, as a mail program has them, and servers that are well until a test makes them otherwise. */
final class Patients {
    static final String HOST = "imap.osaka.test";
    static final String PASSWORD = "tanuki-hunter2";
    static final Credentials BOB = Credentials.of("bob", Secret.of(PASSWORD));
    static final Duration BRIEF = Duration.ofMillis(300);
    static final Duration LONG = Duration.ofSeconds(20);
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    static final TlsIdentity OURS = TlsIdentity.selfSigned(HOST);
    static final TlsIdentity ANOTHER = TlsIdentity.selfSigned("mail.osaka.test");
    /** Vouches for the two that follow. */
    static final TlsTrust AUTHORITY = authority();

    static final TlsIdentity EXPIRED = read("expired");
    static final TlsIdentity FUTURE = read("future");

    private Patients() {}

    /** What is to be diagnosed at, and goes when that is done. */
    interface Place extends AutoCloseable {
        int port();

        @Override
        void close() throws IOException;
    }

    /** What the settings say. */
    record Settings(
            TlsMode mode,
            Reach reach,
            TlsTrust trust,
            Duration connectTimeout,
            Duration timeout,
            boolean plaintextLogin,
            Credentials login) {
        static Settings in(TlsMode mode) {
            return new Settings(
                    mode, Reach.direct().names(host -> List.of(LOOPBACK)), TlsTrust.in(OURS), LONG, LONG, false, BOB);
        }

        Settings names(HostNames names) {
            return reach(reach.names(names));
        }

        Settings reach(Reach reach) {
            return new Settings(mode, reach, trust, connectTimeout, timeout, plaintextLogin, login);
        }

        Settings trust(TlsTrust trust) {
            return new Settings(mode, reach, trust, connectTimeout, timeout, plaintextLogin, login);
        }

        Settings connectTimeout(Duration connectTimeout) {
            return new Settings(mode, reach, trust, connectTimeout, timeout, plaintextLogin, login);
        }

        Settings timeout(Duration timeout) {
            return new Settings(mode, reach, trust, connectTimeout, timeout, plaintextLogin, login);
        }

        Settings showing() {
            return new Settings(mode, reach, trust, connectTimeout, timeout, true, login);
        }

        Settings login(Credentials login) {
            return new Settings(mode, reach, trust, connectTimeout, timeout, plaintextLogin, login);
        }
    }

    /** A client with these settings. */
    interface Client {
        Diagnosis diagnosis(int port, Settings settings);
    }

    static final Client POP3 = (port, settings) -> Pop3Client.builder(HOST, port, settings.mode())
            .reach(settings.reach())
            .trust(settings.trust())
            .connectTimeout(settings.connectTimeout())
            .timeout(settings.timeout())
            .plaintextLogin(settings.plaintextLogin())
            .diagnosis(settings.login());

    static final Client IMAP = (port, settings) -> ImapClient.builder(HOST, port, settings.mode())
            .reach(settings.reach())
            .trust(settings.trust())
            .connectTimeout(settings.connectTimeout())
            .timeout(settings.timeout())
            .plaintextLogin(settings.plaintextLogin())
            .diagnosis(settings.login());

    static final Client SMTP = (port, settings) -> SmtpClient.builder(HOST, port, settings.mode())
            .reach(settings.reach())
            .name("tokyo.test")
            .trust(settings.trust())
            .connectTimeout(settings.connectTimeout())
            .timeouts(SmtpTimeouts.standard().greeting(settings.timeout()).command(settings.timeout()))
            .plaintextLogin(settings.plaintextLogin())
            .login(settings.login())
            .diagnosis(Envelope.of("ann@tokyo.test", "bob@osaka.test"));

    static final Settings PLAIN = Settings.in(TlsMode.PLAINTEXT);
    static final Settings STARTTLS = Settings.in(TlsMode.STARTTLS_REQUIRED);
    static final Settings IMPLICIT = Settings.in(TlsMode.IMPLICIT);

    static PretendServer pop3() throws IOException {
        return new PretendServer("+OK POP3 ready\r\n")
                .answering("CAPA", "+OK\r\nSTLS\r\nUSER\r\n.\r\n")
                .answering("STLS", "+OK begin\r\n")
                .answering("USER", "+OK\r\n")
                .answering("PASS", "+OK 2 messages\r\n")
                .answering("STAT", "+OK 2 320\r\n")
                .answering("QUIT", "+OK bye\r\n")
                .identity(OURS);
    }

    static PretendServer imap() throws IOException {
        return new PretendServer("* OK IMAP ready\r\n")
                .answering("CAPABILITY", "* CAPABILITY IMAP4rev1 STARTTLS QUOTA\r\n@ OK\r\n")
                .answering("STARTTLS", "@ OK begin\r\n")
                .answering("LOGIN", "@ OK welcome\r\n")
                .answering("EXAMINE", "* 3 EXISTS\r\n@ OK [READ-ONLY]\r\n")
                .answering("GETQUOTAROOT", "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" (STORAGE 10 512)\r\n@ OK\r\n")
                .answering("LOGOUT", "* BYE\r\n@ OK\r\n")
                .identity(OURS);
    }

    static PretendServer smtp() throws IOException {
        return new PretendServer("220 smtp.osaka.test ESMTP\r\n")
                .answering("EHLO", "250-smtp.osaka.test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n")
                .answering("STARTTLS", "220 begin\r\n")
                .answering("AUTH", "235 2.7.0 welcome\r\n")
                .answering("MAIL", "250 2.1.0 ok\r\n")
                .answering("RCPT", "250 2.1.5 ok\r\n")
                .answering("RSET", "250 2.0.0 ok\r\n")
                .answering("QUIT", "221 bye\r\n")
                .identity(OURS);
    }

    private static TlsIdentity read(String name) {
        try {
            return TlsIdentity.read(resource(name + ".pem"), resource(name + ".key"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsTrust authority() {
        try {
            return TlsTrust.in(resource("authority.pem"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path resource(String name) throws Exception {
        return Path.of(Patients.class.getResource(name).toURI());
    }

    static Place closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            int port = socket.getLocalPort();
            return new Place() {
                @Override
                public int port() {
                    return port;
                }

                @Override
                public void close() {}
            };
        }
    }

    /** A server whose queue is full leaves whoever else comes waiting. */
    static Place blackHole() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        List<Socket> fillers = new ArrayList<>();
        for (boolean room = true; room; ) {
            fillers.add(new Socket());
            room = connects(fillers.get(fillers.size() - 1), full);
        }
        return new Place() {
            @Override
            public int port() {
                return full.getLocalPort();
            }

            @Override
            public void close() throws IOException {
                full.close();
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        };
    }

    private static boolean connects(Socket socket, ServerSocket to) {
        try {
            socket.connect(to.getLocalSocketAddress(), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
