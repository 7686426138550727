package dev.yubin.examples;

import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** The three protocols as far as a login goes: a server of each, whoever its users are, and a client. */
enum Spoken {
    SMTP {
        @Override
        Listener open(TlsMode mode, Authenticator users) throws FaultException {
            return SmtpServer.builder()
                    .port(SmtpPort.submission(0)
                            .on(InetAddress.getLoopbackAddress())
                            .tls(mode))
                    .messages(message -> {})
                    .users(users)
                    .throttle(UNHURRIED)
                    .identity(SERVER)
                    .clientTrust(TlsTrust.in(ANN))
                    .start();
        }

        @Override
        void logIn(int port, TlsMode mode, Credentials credentials, Optional<TlsIdentity> identity, Witness witness)
                throws FaultException {
            SmtpClient.Builder client = SmtpClient.builder("127.0.0.1", port, mode)
                    .trust(TlsTrust.in(SERVER))
                    .witness(witness);
            identity.ifPresent(client::identity);
            try (SmtpClient smtp = client.connect().await()) {
                smtp.login(credentials).await();
                smtp.quit().await();
            }
        }
    },
    POP3 {
        @Override
        Listener open(TlsMode mode, Authenticator users) throws FaultException {
            return Pop3Server.builder(STORE, users)
                    .listen(ANY_PORT, mode)
                    .throttle(UNHURRIED)
                    .identity(SERVER)
                    .clientTrust(TlsTrust.in(ANN))
                    .start();
        }

        @Override
        void logIn(int port, TlsMode mode, Credentials credentials, Optional<TlsIdentity> identity, Witness witness)
                throws FaultException {
            Pop3Client.Builder client = Pop3Client.builder("127.0.0.1", port, mode)
                    .trust(TlsTrust.in(SERVER))
                    .witness(witness);
            identity.ifPresent(client::identity);
            try (Pop3Client pop = client.connect().await()) {
                pop.login(credentials).await();
                pop.quit().await();
            }
        }
    },
    IMAP {
        @Override
        Listener open(TlsMode mode, Authenticator users) throws FaultException {
            return ImapServer.builder(STORE, users)
                    .listen(ANY_PORT, mode)
                    .throttle(UNHURRIED)
                    .identity(SERVER)
                    .clientTrust(TlsTrust.in(ANN))
                    .start();
        }

        @Override
        void logIn(int port, TlsMode mode, Credentials credentials, Optional<TlsIdentity> identity, Witness witness)
                throws FaultException {
            ImapClient.Builder client = ImapClient.builder("127.0.0.1", port, mode)
                    .trust(TlsTrust.in(SERVER))
                    .witness(witness);
            identity.ifPresent(client::identity);
            try (ImapClient imap = client.connect().await()) {
                imap.login(credentials).await();
                imap.logout().await();
            }
        }
    };

    /** The one user of all servers. */
    static final String USER = "ann@osaka.test";

    static final TlsIdentity SERVER = TlsIdentity.selfSigned();
    /** Ann's own, which the servers trust. */
    static final TlsIdentity ANN = TlsIdentity.selfSigned("ann");

    private static final MemoryMailStore STORE = MemoryMailStore.create(USER);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final LoginThrottle UNHURRIED = new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO);

    abstract Listener open(TlsMode mode, Authenticator users) throws FaultException;

    /** Logs in, and out. */
    abstract void logIn(
            int port, TlsMode mode, Credentials credentials, Optional<TlsIdentity> identity, Witness witness)
            throws FaultException;
}
