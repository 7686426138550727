package dev.yubin.pop3.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Dovecot;
import dev.yubin.conformance.Dovecot.Protocol;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.DropListing;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.UniqueIdListing;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.sasl.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against Debian's Dovecot. Each test is another user's. */
@Tag("programs")
@Timeout(120)
class Pop3ClientAndDovecotTest {
    private static final String FIRST = "Subject: one\r\n\r\nhello\r\n";
    private static final String SECOND = "Subject: two\r\n\r\n.\r\n..dots\r\n.\r\nlast\r\n";

    @TempDir
    private static Path kept;

    private static Path certificate;
    private static Path key;
    private static Dovecot dovecot;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        Dovecot.assumeHere(Protocol.POP3);
        TlsIdentity identity = TlsIdentity.selfSigned();
        certificate = pem("CERTIFICATE", identity.certificates().get(0).getEncoded());
        key = pem("PRIVATE KEY", identity.key().getEncoded());
        dovecot = started("auth_mechanisms = plain login scram-sha-256");
    }

    private static Dovecot started(String settings) throws Exception {
        return Dovecot.speaking(Protocol.POP3)
                .identity(certificate, key)
                .password("tanuki")
                .settings("auth_failure_delay = 0")
                .settings(settings)
                .start();
    }

    private static Path pem(String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                kept.resolve(kind), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static void deliver(String user, String... messages) throws Exception {
        for (String message : messages) {
            dovecot.deliver(user, message.getBytes(ISO_8859_1));
        }
    }

    private static Pop3Client.Builder client(Dovecot server, TlsMode mode) throws IOException {
        int port = mode == TlsMode.IMPLICIT ? server.tlsPort(Protocol.POP3) : server.port(Protocol.POP3);
        return Pop3Client.builder("localhost", port, mode)
                .trust(TlsTrust.in(certificate))
                .timeout(Duration.ofSeconds(20));
    }

    private static Pop3Client loggedIn(String user) throws IOException {
        Pop3Client client = client(dovecot, TlsMode.STARTTLS_REQUIRED).connect().await();
        client.login(credentials(user)).await();
        return client;
    }

    private static Credentials credentials(String user) {
        return Credentials.of(user, Secret.of("tanuki"));
    }

    private static Cause cause(Pending<?> pending) {
        try {
            pending.await();
        } catch (FaultException e) {
            return e.fault().cause();
        }
        throw new AssertionError("it did not fail");
    }

    @ParameterizedTest
    @EnumSource
    void aWholeSessionInEachModeOfTls(TlsMode mode) throws Exception {
        String user = mode.name().toLowerCase(Locale.ROOT) + "@osaka.test";
        deliver(user, FIRST, SECOND);
        try (Pop3Client pop = client(dovecot, mode).connect().await()) {
            assertThat(pop.tls().isPresent()).isEqualTo(mode != TlsMode.PLAINTEXT);
            pop.login(credentials(user)).await();
            assertThat(pop.stat().await()).isEqualTo(new DropListing(2, FIRST.length() + SECOND.length()));
            assertThat(pop.list().await()).extracting(ScanListing::octets).containsExactly((long) FIRST.length(), (long)
                    SECOND.length());
            List<UniqueIdListing> names = pop.uidl().await();
            assertThat(pop.uidl(2).await()).isEqualTo(names.get(1));
            assertThat(pop.retrieve(2, 1000).await()).asString(ISO_8859_1).isEqualTo(SECOND);
            assertThat(pop.top(2, 1, 1000).await()).asString(ISO_8859_1).isEqualTo("Subject: two\r\n\r\n.\r\n");
            pop.delete(2).await();
            pop.reset().await();
            pop.delete(1).await();
            assertThat(cause(pop.retrieve(1, 1000))).isEqualTo(Cause.REFUSED);
            pop.quit().await();
            try (Pop3Client again = client(dovecot, mode).connect().await()) {
                again.login(credentials(user)).await();
                assertThat(again.uidl().await())
                        .containsExactly(new UniqueIdListing(1, names.get(1).uniqueId()));
            }
        }
    }

    @Test
    void whatIsAskedAheadIsAnsweredInOrder() throws Exception {
        deliver("ahead@osaka.test", FIRST, SECOND);
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        try (Pop3Client pop = client(dovecot, TlsMode.IMPLICIT)
                .witness((speaker, line) -> said.add(speaker == Witness.Speaker.CLIENT ? line : "reply"))
                .connect()
                .await()) {
            pop.login(credentials("ahead@osaka.test")).await();
            pop.capa().await();
            assertThat(pop.capabilities().has(Capability.PIPELINING)).isTrue();
            said.clear();

            Pending<List<UniqueIdListing>> names = pop.uidl();
            Pending<byte[]> first = pop.retrieve(1, 1000);
            Pending<byte[]> second = pop.retrieve(2, 1000);
            Pending<Void> delete = pop.delete(1);
            assertThat(names.await()).hasSize(2);
            assertThat(first.await()).asString(ISO_8859_1).isEqualTo(FIRST);
            assertThat(second.await()).asString(ISO_8859_1).isEqualTo(SECOND);
            delete.await();
        }
        assertThat(said).startsWith("UIDL", "RETR 1", "RETR 2", "DELE 1", "reply");
    }

    @Test
    void aWrongPasswordIsTheCredentialsFault() throws Exception {
        try (Pop3Client pop = client(dovecot, TlsMode.IMPLICIT).connect().await()) {
            assertThat(cause(pop.login(Credentials.of("bbb@osaka.test", Secret.of("kitsune")))))
                    .isEqualTo(Cause.CREDENTIALS_REFUSED);
        }
    }

    @Test
    void apopHidesThePasswordWhereTlsDoesNot() throws Exception {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        try (Dovecot old = started("auth_mechanisms = plain apop");
                Pop3Client pop = client(old, TlsMode.PLAINTEXT)
                        .witness((speaker, line) -> said.add(line))
                        .connect()
                        .await()) {
            assertThat(cause(pop.login(Credentials.of("bbb@osaka.test", Secret.of("kitsune")))))
                    .isEqualTo(Cause.CREDENTIALS_REFUSED);
            pop.login(credentials("bbb@osaka.test")).await();
            pop.stat().await();
        }
        assertThat(said).contains("APOP bbb@osaka.test [secret]");
    }

    /** What came over, and a disk that is full at some time. */
    private static final class Inbox implements FetchSink {
        final Map<String, String> messages = new ConcurrentHashMap<>();
        int room = Integer.MAX_VALUE;

        @Override
        public Incoming begin(String uniqueId) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            return new Incoming() {
                @Override
                public void write(ByteBuffer octets) {
                    byte[] taken = new byte[octets.remaining()];
                    octets.get(taken);
                    message.writeBytes(taken);
                }

                @Override
                public void commit() throws IOException {
                    if (messages.size() == room) {
                        throw new IOException("the disk is full");
                    }
                    assertThat(messages.put(uniqueId, message.toString(ISO_8859_1)))
                            .isNull();
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void aFetchThatBreaksGoesOnInTheNextSessionAndDeletesWhatWasKept() throws Exception {
        int all = 40;
        String big = "Subject: big\r\n\r\n" + (".dots and more of them\r\n").repeat(100_000);
        deliver("resume@osaka.test", big);
        for (int i = 1; i < all; i++) {
            deliver("resume@osaka.test", "Subject: " + i + "\r\n\r\n.\r\n");
        }
        Inbox inbox = new Inbox();
        try (SeenFile seen = SeenFile.open(folder.resolve("seen"))) {
            inbox.room = 10;
            try (Pop3Client pop = loggedIn("resume@osaka.test")) {
                Pending<Fetched> fetching = pop.fetchNew(seen, Retention.NONE, inbox);
                assertThatThrownBy(fetching::await).hasMessageContaining("the disk is full");
            }
        }
        inbox.room = Integer.MAX_VALUE;
        try (SeenFile seen = SeenFile.open(folder.resolve("seen"))) {
            try (Pop3Client pop = loggedIn("resume@osaka.test")) {
                Fetched fetched = pop.fetchNew(seen, Retention.FOREVER, inbox).await();
                assertThat(fetched.messages()).isEqualTo(all - 10);
                assertThat(fetched.deleted()).isZero();
                pop.quit().await();
            }
            assertThat(inbox.messages).hasSize(all).containsValue(big);

            try (Pop3Client pop = loggedIn("resume@osaka.test")) {
                Fetched fetched = pop.fetchNew(seen, Retention.NONE, inbox).await();
                assertThat(fetched).isEqualTo(new Fetched(0, 0, all, Map.of()));
                pop.quit().await();
            }
        }
        try (Pop3Client pop = loggedIn("resume@osaka.test")) {
            assertThat(pop.stat().await()).isEqualTo(new DropListing(0, 0));
        }
    }
}
