package dev.yubin.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.DropListing;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.UniqueIdListing;
import dev.yubin.pop3.server.Drops;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.UserTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against this library's own server over the memory store. */
@Timeout(60)
class Pop3ClientAndServerTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final String BBB = "bbb@osaka.test";
    private static final Credentials CREDENTIALS = Credentials.of(BBB, Secret.of("tanuki"));
    private static final String FIRST = "Subject: one\r\n\r\nhello\r\n";
    private static final String SECOND = "Subject: two\r\n\r\n.\r\n..dots\r\n.\r\nlast\r\n";

    private final MemoryMailStore store = MemoryMailStore.create(BBB);
    private Pop3Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void start(TlsMode mode) throws Exception {
        for (String message : List.of(FIRST, SECOND)) {
            append(message);
        }
        start(mode, store, new UserTable(4096).add(BBB, Secret.of("tanuki")));
    }

    private void start(TlsMode mode, MaildropStore drops, Authenticator users) throws FaultException {
        server = Pop3Server.builder(drops, users)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), mode)
                .identity(IDENTITY)
                .name("pop.osaka.test")
                .throttle(new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO))
                .limits(Pop3Limits.standard())
                .plaintextLogin(true)
                .start();
    }

    private void append(String message) throws StoreException {
        Mailbox inbox = store.account(BBB).open(MailboxName.INBOX);
        try (Append append = inbox.append(Set.of(), Instant.EPOCH, OptionalLong.empty())) {
            append.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
            append.finish(new byte[0]);
            append.commit();
        }
    }

    private Pop3Client.Builder client(TlsMode mode) {
        return Pop3Client.builder("localhost", server.port(), mode)
                .trust(TlsTrust.in(IDENTITY))
                .timeout(Duration.ofSeconds(20));
    }

    private static Fault fault(Pending<?> pending) {
        try {
            pending.await();
        } catch (FaultException e) {
            return e.fault();
        }
        throw new AssertionError("it did not fail");
    }

    @ParameterizedTest
    @EnumSource
    void aWholeSessionInEachModeOfTlsLeavesNothingBehind(TlsMode mode) throws Exception {
        start(mode);
        try (Pop3Client pop = client(mode).connect().await()) {
            assertThat(pop.tls().isPresent()).isEqualTo(mode != TlsMode.PLAINTEXT);
            pop.login(CREDENTIALS).await();
            int all = FIRST.length() + SECOND.length();
            assertThat(pop.stat().await()).isEqualTo(new DropListing(2, all));
            Pending<List<ScanListing>> sizes = pop.list();
            Pending<List<UniqueIdListing>> names = pop.uidl();
            assertThat(sizes.await()).extracting(ScanListing::octets).containsExactly(23L, 36L);
            assertThat(names.await()).extracting(UniqueIdListing::message).containsExactly(1, 2);
            assertThat(pop.uidl(2).await()).isEqualTo(names.await().get(1));
            assertThat(pop.retrieve(1, 1000).await()).asString().isEqualTo(FIRST);
            assertThat(pop.retrieve(2, 1000).await()).asString().isEqualTo(SECOND);
            assertThat(pop.top(2, 1, 1000).await()).asString().isEqualTo("Subject: two\r\n\r\n.\r\n");
            pop.delete(1).await();
            pop.delete(2).await();
            assertThat(fault(pop.list(1)).lastReply()).contains("-ERR message 1 already deleted");
            pop.quit().await();
        }
        assertThat(store.account(BBB).open(MailboxName.INBOX).messages()).isEmpty();
    }

    @Test
    void whoClosesWithoutQuitRemovesNothing() throws Exception {
        start(TlsMode.PLAINTEXT);
        try (Pop3Client pop = client(TlsMode.PLAINTEXT).connect().await()) {
            pop.login(CREDENTIALS).await();
            pop.delete(1).await();
        }
        assertThat(store.account(BBB).open(MailboxName.INBOX).messages()).hasSize(2);
    }

    @Test
    void theWitnessHearsTheWholeDialogueInOrderAndNoSecret() throws Exception {
        start(TlsMode.STARTTLS_REQUIRED);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Pop3Client pop = client(TlsMode.STARTTLS_REQUIRED)
                .witness((speaker, line) -> heard.add((speaker == Witness.Speaker.CLIENT ? "C: " : "S: ") + line))
                .connect()
                .await()) {
            assertThat(fault(pop.login(Credentials.of(BBB, Secret.of("kitsune"))))
                            .cause())
                    .isEqualTo(Cause.CREDENTIALS_REFUSED);
            pop.login(CREDENTIALS).await();
            pop.list().await();
            pop.uidl(1).await();
            pop.retrieve(2, 1000).await();
            pop.delete(2).await();
            pop.quit().await();
        }
        String uidValidity =
                Long.toString(store.account(BBB).open(MailboxName.INBOX).uidValidity());
        assertThat(String.join("\n", heard).replace(uidValidity + '.', "V.")).isEqualTo("""
            S: +OK pop.osaka.test POP3 server ready
            C: CAPA
            S: +OK capabilities follow
            S: TOP
            S: UIDL
            S: STLS
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: STLS
            S: +OK begin TLS negotiation
            C: CAPA
            S: +OK capabilities follow
            S: TOP
            S: UIDL
            S: USER
            S: SASL SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: AUTH SCRAM-SHA-256-PLUS [secret]
            S: + [secret]
            C: [secret]
            S: -ERR [AUTH] invalid user name or password
            C: AUTH SCRAM-SHA-256-PLUS [secret]
            S: + [secret]
            C: [secret]
            S: + [secret]
            C: [secret]
            S: +OK maildrop has 2 messages (59 octets)
            C: LIST
            S: +OK 2 messages
            S: 1 23
            S: 2 36
            S: .
            C: UIDL 1
            S: +OK 1 V.1
            C: RETR 2
            S: +OK 36 octets
            S: [36 octets of content]
            S: .
            C: DELE 2
            S: +OK message 2 deleted
            C: QUIT
            S: +OK pop.osaka.test POP3 server signing off (1 message left)""");
    }

    @Test
    void theWitnessHearsNoPasswordBehindUserAndPassAndItsOwnFailuresChangeNothing() throws Exception {
        start(TlsMode.PLAINTEXT, store, withPasswordsOnly());
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Pop3Client pop = client(TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .witness((speaker, line) -> {
                    heard.add(line);
                    throw new IllegalStateException("made to fail, and to be logged");
                })
                .connect()
                .await()) {
            pop.login(CREDENTIALS).await();
            pop.quit().await();
        }
        assertThat(heard)
                .contains("AUTH PLAIN [secret]")
                .noneMatch(line -> line.contains("tanuki") || line.contains("AGJiYkBvc2FrYS50ZXN0"));
    }

    /** Users of whom no SCRAM keys are kept. */
    private static Authenticator withPasswordsOnly() {
        return new UserTable(4096).add(BBB, Secret.of("tanuki"))::verify;
    }

    @Test
    void twoSessionsOnOneMaildropAreToldApartFromAWrongPassword() throws Exception {
        start(TlsMode.PLAINTEXT);
        try (Pop3Client first = client(TlsMode.PLAINTEXT).connect().await();
                Pop3Client second = client(TlsMode.PLAINTEXT).connect().await()) {
            first.login(CREDENTIALS).await();
            assertThat(fault(second.login(CREDENTIALS)).cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
            first.quit().await();
            second.login(CREDENTIALS).await();
            assertThat(second.capabilities().has(Capability.PIPELINING)).isTrue();
        }
    }

    @Test
    void eachWrongSettingIsToldApart() throws Exception {
        start(TlsMode.IMPLICIT);
        assertThat(fault(client(TlsMode.IMPLICIT).trust(TlsTrust.system()).connect())
                        .cause())
                .isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
        Fault silent =
                fault(client(TlsMode.PLAINTEXT).timeout(Duration.ofMillis(200)).connect());
        assertThat(silent.cause()).isEqualTo(Cause.TIMEOUT); // both wait for the other to begin
        assertThat(silent.toString()).contains("check the port's TLS mode");
        TlsIdentity other = TlsIdentity.selfSigned("pop.osaka.test");
        try (Pop3Server elsewhere = Pop3Server.builder(store, withPasswordsOnly())
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.IMPLICIT)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.STARTTLS_REQUIRED)
                .identity(other)
                .start()) {
            for (int i = 0; i < 2; i++) {
                TlsMode mode = i == 0 ? TlsMode.IMPLICIT : TlsMode.STARTTLS_REQUIRED;
                Fault fault = fault(Pop3Client.builder(
                                "localhost", elsewhere.addresses().get(i).getPort(), mode)
                        .trust(TlsTrust.in(other))
                        .connect());
                assertThat(fault.cause()).isEqualTo(Cause.CERTIFICATE_NAME);
            }
            assertThat(fault(Pop3Client.builder(
                                            "localhost",
                                            elsewhere.addresses().get(1).getPort(),
                                            TlsMode.IMPLICIT)
                                    .connect())
                            .cause())
                    .isEqualTo(Cause.TLS_ON_PLAIN_PORT);
        }
    }

    @Test
    void whereNothingListensAndWhereNobodyLives() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(fault(Pop3Client.builder("localhost", free, TlsMode.PLAINTEXT)
                                .connect())
                        .cause())
                .isEqualTo(Cause.NOTHING_LISTENS);
        assertThat(fault(Pop3Client.builder("no-such-host.invalid", free, TlsMode.PLAINTEXT)
                                .connect())
                        .cause())
                .isEqualTo(Cause.NAME_UNKNOWN);
        assertThatThrownBy(() ->
                        Pop3Client.builder("localhost", 0, TlsMode.PLAINTEXT).connect())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBigMessagePassesThroughASlowSinkInBoundedMemory() throws Exception {
        long size = 32_000_000;
        long most = 12L * 1024
                * 1024; // the kernel's buffers of both ends, the channel's, one window, and the client's own bound
        Running message = new Running(size, most);
        start(TlsMode.PLAINTEXT, new Drops().with(BBB, message), withPasswordsOnly());
        try (Pop3Client pop =
                client(TlsMode.PLAINTEXT).plaintextLogin(true).connect().await()) {
            pop.login(CREDENTIALS).await();
            assertThat(pop.retrieve(1, message).await()).isEqualTo(size);
            assertThat(message.taken.get()).isEqualTo(size);
            assertThat(message.mostAhead.get()).isLessThan(most);
            pop.noop().await();
        }
    }

    @Test
    void bigMessagesThatAreAskedForAheadPassThroughASlowSinkInBoundedMemoryToo() throws Exception {
        long size = 32_000_000;
        long most = 12L * 1024 * 1024; // as above
        Running messages = new Running(size, most);
        start(TlsMode.PLAINTEXT, new Drops().with(BBB, messages, 2), withPasswordsOnly());
        try (Pop3Client pop =
                client(TlsMode.PLAINTEXT).plaintextLogin(true).connect().await()) {
            pop.login(CREDENTIALS).await();
            Fetched fetched =
                    pop.fetchNew(Seen.inMemory(), Retention.NONE, messages).await();
            assertThat(fetched).isEqualTo(new Fetched(2, 2 * size, 2, Map.of()));
            assertThat(messages.mostAhead.get()).isLessThan(most);
            pop.quit().await();
        }
    }

    /** Lines of 1000 octets from the store, and the sink for them, which takes nothing until the store had time to run ahead. */
    private static final class Running implements Drops.Octets, WritableByteChannel, FetchSink {
        private static final byte[] LINES = "abcdefghijklmnopqrstuvwxyz"
                .chars()
                .mapToObj(letter -> Character.toString(letter).repeat(998) + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);

        final AtomicLong taken = new AtomicLong();
        final AtomicLong mostAhead = new AtomicLong();
        private final CountDownLatch overrun = new CountDownLatch(1);
        private final long size;
        private final long most;

        Running(long size, long most) {
            this.size = size;
            this.most = most;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long offset, ByteBuffer into) {
            int octets = (int) Math.min(into.remaining(), size - offset);
            for (int done = 0; done < octets; ) {
                int from = (int) ((offset + done) % LINES.length);
                int length = Math.min(octets - done, LINES.length - from);
                into.put(LINES, from, length);
                done += length;
            }
            long ahead = offset + octets - taken.get();
            mostAhead.accumulateAndGet(ahead, Math::max);
            if (ahead > most) {
                overrun.countDown();
            }
            return octets == 0 ? -1 : octets;
        }

        @Override
        public int write(ByteBuffer piece) throws IOException {
            awaitOnce();
            int octets = piece.remaining();
            for (long at = taken.get(); piece.hasRemaining(); at++) {
                if (piece.get() != LINES[(int) (at % LINES.length)]) {
                    throw new IOException("octet " + at + " is another");
                }
            }
            taken.addAndGet(octets);
            return octets;
        }

        @Override
        public Incoming begin(String uniqueId) {
            taken.set(0);
            return new Incoming() {
                @Override
                public void write(ByteBuffer octets) throws IOException {
                    Running.this.write(octets);
                }

                @Override
                public void commit() {
                    assertThat(taken.get()).isEqualTo(size);
                }

                @Override
                public void close() {}
            };
        }

        private void awaitOnce() throws IOException {
            try {
                if (taken.get() == 0) {
                    overrun.await(1, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
