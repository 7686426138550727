package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.MessageSource;
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpPoolLimits;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpRefusal;
import dev.yubin.smtp.server.SmtpServer;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail that goes on from tokyo.test, whose neighbours may send anywhere, to osaka.test. */
@Timeout(120)
class RelayTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final String CONTENT = "Subject: \u00e3\u0081\u008a\r\n\r\n.\r\n. dots\r\n\r\n";
    private static final String TO_BBB = """
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<bbb@osaka.test>
            S: 250 2.1.5 Recipient ok
            C: DATA
            S: 354 ...
            WAIT
            C: Hello
            C: .
            """;

    @TempDir
    Path directory;

    private final MemoryMailStore tokyo = MemoryMailStore.create("aaa@tokyo.test", "root@tokyo.test");
    private final MemoryMailStore osaka = MemoryMailStore.create("bbb@osaka.test", "root@osaka.test");
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable server : open) {
            server.close();
        }
        assertThat(files()).isEmpty();
    }

    // From one server to the other

    @Test
    void mailGoesToTheOtherServerOctetForOctetBehindTheTraceOfBoth() throws Exception {
        String hop = osaka(TlsMode.PLAINTEXT).toString();
        tokyo(NextHop.parse(hop)).playEveryWay("""
            S: 220 ...
            C: EHLO client.test
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test> BODY=8BITMIME
            C: RCPT TO:<bbb@osaka.test>
            C: DATA
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 354 ...
            WAIT
            C: Subject: \\xe3\\x81\\x8a
            C:
            C: ..
            C: .. dots
            C:
            C: .
            S: 250 2.0.0 %s said: Message accepted
            """.formatted(hop));
        assertThat(Inbox.of(osaka, "bbb@osaka.test"))
                .hasSizeGreaterThan(30)
                .allMatch(message -> message.startsWith(
                                "Return-Path: <aaa@tokyo.test>\r\nReceived: from mx.tokyo.test ([127.0.0.1])\r\n"
                                        + "\tby mx.osaka.test with ESMTP id ")
                        && Inbox.behindTrace(message)
                                .startsWith("Received: from client.test ([127.0.0.1])\r\n"
                                        + "\tby mx.tokyo.test with ESMTP id ")
                        && Inbox.behindTrace(Inbox.behindTrace(message)).equals(CONTENT));
    }

    @Test
    void tlsBeginsWhereItIsOfferedWhoeverTheCertificateVouchesFor() throws Exception {
        tokyo(osaka(TlsMode.STARTTLS_OPTIONAL)).playUncut(TO_BBB + "S: 250 ...\n");
        assertThat(Inbox.of(osaka, "bbb@osaka.test"))
                .isNotEmpty()
                .allMatch(message -> message.contains(" with ESMTPS (TLS"));
    }

    @Test
    void whereTlsMustBeTheCertificateIsChecked() throws Exception {
        int port = osaka(TlsMode.STARTTLS_OPTIONAL).port();
        NextHop required = new NextHop("127.0.0.1", port, TlsMode.STARTTLS_REQUIRED);
        assertFails(relay().build(), Cause.CERTIFICATE_UNTRUSTED, required);
        Relay trusting = relay().trust(TlsTrust.in(IDENTITY)).build();
        assertThat(send(trusting, required).to()).isEqualTo(required);
        tokyo(required).playUncut(TO_BBB + "S: 451 4.7.5 127.0.0.1:" + port + ": the certificate is not trusted...\n");
    }

    @Test
    void whereOptionalTlsDoesNotComeAboutTheMessageGoesInTheClear() throws Exception {
        String breaksTls = "220 x|250-x/250 STARTTLS|220 Go|In the clear all the same";
        try (ScriptedServer server =
                new ScriptedServer(breaksTls, "220 x|250 x|250 ok|250 ok|354 go|250 taken|221 bye")) {
            assertThat(send(relay().build(), server.hop()).delivery().accepted())
                    .hasSize(1);
            assertThat(server.heard()).containsSubsequence("STARTTLS", "EHLO mx.tokyo.test", "Hello", ".");
        }
        String resets = "220 x|250-x/250 STARTTLS|220 Go|" + ScriptedServer.RESET;
        try (ScriptedServer server = new ScriptedServer(resets, "220 x|250 x|250 ok|250 ok|354 go|250 taken|221 bye")) {
            assertThat(send(relay().build(), server.hop()).delivery().accepted())
                    .hasSize(1);
        }
        try (ScriptedServer server = new ScriptedServer(breaksTls)) {
            NextHop required = new NextHop("127.0.0.1", server.hop().port(), TlsMode.STARTTLS_REQUIRED);
            assertFails(relay().build(), Cause.TLS_ON_PLAIN_PORT, required);
        }
    }

    @Test
    void aWitnessHearsTheDialogueWithTheNextServer() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        Relay relay = relay().witness((speaker, line) -> heard.add(speaker + " " + line))
                .build();
        send(relay, osaka(TlsMode.PLAINTEXT));
        assertThat(heard)
                .containsSubsequence(
                        "SERVER 220 mx.osaka.test ESMTP",
                        "CLIENT EHLO mx.tokyo.test",
                        "CLIENT MAIL FROM:<aaa@tokyo.test>",
                        "CLIENT BDAT 0 LAST",
                        "SERVER 250 2.0.0 Message accepted");
    }

    // Who is asked, and in which order

    @Test
    void theDnsNamesTheServers() throws Exception {
        TestDnsServer dns = opened(new TestDnsServer());
        dns.with("osaka.test MX", "20 none.osaka.test", "10 mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
        Relay relay = relay().mailExchangers(opened(MailExchangers.at(dns.address())))
                .port(osaka(TlsMode.PLAINTEXT).port())
                .build();
        AtomicInteger plays = new AtomicInteger();
        play(
                tokyo(relay).before(plays::incrementAndGet),
                TO_BBB + "S: 250 2.0.0 mx.osaka.test:... said: Message accepted\n");
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).hasSize(plays.get());
    }

    @Test
    void aDomainThatTakesNoMailIsRefusedBeforeTheContentIsSent() throws Exception {
        TestDnsServer dns = opened(new TestDnsServer())
                .with("null.test MX", "0 .")
                .with("back.test MX", "10 mx.tokyo.test")
                .with("known.test MX", "10 mail.tokyo.test")
                .with("own.test A", "192.0.2.7")
                .failing("broken.test MX", DnsResponseCode.SERVFAIL);
        Relay relay = relay().mailExchangers(opened(MailExchangers.at(dns.address())))
                .alsoKnownAs("mail.tokyo.test")
                .ownAddresses(InetAddress.getByName("192.0.2.7"))
                .build();
        tokyo(relay).playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            C: RCPT TO:<x@no-such.test>
            C: RCPT TO:<x@null.test>
            C: RCPT TO:<x@back.test>
            C: RCPT TO:<x@known.test>
            C: RCPT TO:<x@own.test>
            C: RCPT TO:<x@broken.test>
            S: 250 2.1.0 Sender ok
            S: 550 5.1.2 no-such.test: there is no such domain
            S: 556 5.1.10 null.test: the domain has a null MX (RFC 7505)
            S: 554 5.4.6 back.test: no mail server of the domain is preferred to mx.tokyo.test
            S: 554 5.4.6 known.test: no mail server of the domain is preferred to mx.tokyo.test
            S: 554 5.4.6 own.test: the domain names no mail server, and its own host is this server
            S: 451 4.4.3 broken.test: the DNS server answered ServFail(2)
            """);
    }

    @Test
    void aServerWhoseAddressCannotBeAskedForNowMayHaveOneLater() throws Exception {
        TestDnsServer dns = opened(new TestDnsServer()).with("osaka.test MX", "10 mx.osaka.test");
        dns.with("mx.osaka.test AAAA").failing("mx.osaka.test A", DnsResponseCode.SERVFAIL);
        Relay relay =
                relay().mailExchangers(opened(MailExchangers.at(dns.address()))).build();
        play(
                tokyo(relay),
                TO_BBB + "S: 451 4.4.3 mx.osaka.test:25: the name cannot be looked up now (the DNS server answered"
                        + " ServFail(2))\n");
    }

    @Test
    void withoutADnsServerOnlyRoutesLeadOn() throws Exception {
        tokyo(relay().build()).playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<bbb@osaka.test>
            S: 451 4.4.3 osaka.test: neither a route nor a DNS server is set
            """);
    }

    @ParameterizedTest
    @CsvSource({
        "421 busy",
        "554 no mail here",
        "220 x|421 later",
        "220 x|250 x|451 not from you now|250 reset",
        "220 x|250 x|250 ok|450 not for him now|250 reset",
        "220 x|250 x|250 ok|250 ok|354 go",
        "220 x|250 x|250 ok|250 ok|354 go|452 full",
        "220 x|nonsense"
    })
    void whereOneServerCannotTakeItNowTheNextIsTried(String script) throws Exception {
        try (ScriptedServer first = new ScriptedServer(script)) {
            NextHop second = osaka(TlsMode.PLAINTEXT);
            assertThat(send(relay().build(), first.hop(), second).to()).isEqualTo(second);
            assertThat(Inbox.of(osaka, "bbb@osaka.test")).hasSize(1);
        }
    }

    @Test
    void whereNothingListensTheNextIsTried() throws Exception {
        NextHop second = osaka(TlsMode.PLAINTEXT);
        NextHop unknown = NextHop.of("no-such-host.invalid");
        assertThat(send(relay().build(), closed(), unknown, second).to()).isEqualTo(second);
    }

    @Test
    void everyAddressOfAServerIsTried() throws Exception {
        InetAddress other = InetAddress.getByName("127.0.0.2");
        try (ScriptedServer busy = new ScriptedServer(other, "421 busy")) {
            int port = busy.hop().port();
            server("mx.osaka.test", SmtpPort.mta(port).tls(TlsMode.PLAINTEXT), osakaReception());
            TestDnsServer dns = opened(new TestDnsServer()).with("mx.osaka.test A", "127.0.0.2", "127.0.0.1");
            List<String> tried = new CopyOnWriteArrayList<>();
            Relay relay = relay().mailExchangers(opened(MailExchangers.at(dns.address())))
                    .witness((speaker, line) -> tried.add(line))
                    .build();
            send(relay, NextHop.parse("mx.osaka.test:" + port));
            assertThat(tried).startsWith("421 busy", "220 mx.osaka.test ESMTP");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "220 x|250 x|550 5.7.1 not from you|250 reset",
        "220 x|250 x|250 ok|550 5.1.1 nobody|250 reset",
        "220 x|250 x|250 ok|250 ok|554 5.7.0 no|250 reset",
        "220 x|250 x|250 ok|250 ok|354 go|554 5.7.0 spam"
    })
    void whereOneServerSaysNoNoOtherIsAsked(String script) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        NextHop second = other(new Refusing() {
            @Override
            public void connection(SmtpPeer peer) {
                asked.incrementAndGet();
            }
        });
        try (ScriptedServer first = new ScriptedServer(script)) {
            assertThatThrownBy(() -> send(relay().build(), first.hop(), second))
                    .isInstanceOfSatisfying(RefusedException.class, e -> {
                        assertThat(e.fault().cause()).isEqualTo(Cause.REFUSED);
                        assertThat(e.fault().port()).isEqualTo(first.hop().port());
                    });
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void whoWasTriedInVainIsTold() throws Exception {
        NextHop first = closed();
        try (ScriptedServer second = new ScriptedServer("421 busy")) {
            assertThatThrownBy(() -> send(relay().build(), first, second.hop()))
                    .isInstanceOfSatisfying(FaultException.class, e -> {
                        assertThat(e.fault().cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
                        assertThat(e.getSuppressed())
                                .singleElement()
                                .asString()
                                .contains(first + ", while connecting: nothing listens there");
                    });
        }
    }

    /** RFC 5321 section 4.2.1: a no to the connection is no word about the message. */
    @Test
    void whereOneServerSaysNotNowAnothersNoIsNotTheLastWord() throws Exception {
        for (List<String> greetings : List.of(List.of("421 busy", "554 no"), List.of("554 no", "421 busy"))) {
            try (ScriptedServer first = new ScriptedServer(greetings.get(0));
                    ScriptedServer second = new ScriptedServer(greetings.get(1))) {
                assertFails(relay().build(), Cause.REFUSED_FOR_NOW, first.hop(), second.hop());
            }
        }
        try (ScriptedServer first = new ScriptedServer("554 no");
                ScriptedServer second = new ScriptedServer("554 no")) {
            assertFails(relay().build(), Cause.REFUSED, first.hop(), second.hop());
        }
    }

    // How connections are used again

    @Test
    void severalMessagesGoOverOneConnection() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        NextHop osaka = counted(connections);
        List<String> said = new CopyOnWriteArrayList<>();
        Relay relay = opened(relay().witness((speaker, line) -> said.add(line)).build());
        for (int i = 0; i < 5; i++) {
            send(relay, osaka);
        }
        assertThat(connections).hasValue(1);
        assertThat(Inbox.of(this.osaka, "bbb@osaka.test")).hasSize(5);
        assertThat(said).doesNotContain("QUIT");
        relay.close();
        assertFails(relay, Cause.CLOSED_HERE, osaka);
        while (!said.contains("QUIT")) {
            Thread.onSpinWait(); // it is said behind the close
        }
    }

    @Test
    void aConnectionCarriesSoManyMessagesAsIsSaid() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        NextHop osaka = counted(connections);
        Relay relay =
                opened(relay().reuse(SmtpPoolLimits.standard().messages(2)).build());
        for (int i = 0; i < 5; i++) {
            send(relay, osaka);
        }
        assertThat(connections).hasValue(3);
    }

    @Test
    void whatIsSecuredInAnotherWayGoesOverAnotherConnection() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        NextHop optional = counted(connections);
        NextHop required = new NextHop(optional.host(), optional.port(), TlsMode.STARTTLS_REQUIRED);
        Relay relay = opened(relay().trust(TlsTrust.in(IDENTITY)).build());
        for (NextHop hop : List.of(optional, required, optional, required)) {
            send(relay, hop);
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void aServerWithoutAConnectionIsForgotten() throws Exception {
        AtomicInteger pools = new AtomicInteger();
        NextHop nobody = closed();
        SessionTls tls = SessionTls.ofTable(nobody, TlsTrust.system());
        Connections.Server server = new Connections.Server(
                new Place(nobody, List.of(InetAddress.getLoopbackAddress()), tls),
                tls.ways().get(0));
        try (Connections connections = new Connections(each -> {
            pools.incrementAndGet();
            return SmtpClient.builder(nobody.host(), nobody.port(), TlsMode.PLAINTEXT)
                    .pool(SmtpPoolLimits.standard());
        })) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> connections.send(
                                server,
                                Envelope.of("aaa@tokyo.test", "bbb@osaka.test"),
                                (envelope, offered) -> envelope,
                                MessageSource.of(new byte[0]),
                                Patience.ofClient(Duration.ofSeconds(20))))
                        .isInstanceOf(FaultException.class);
            }
        }
        assertThat(pools).hasValue(2);
    }

    private NextHop counted(AtomicInteger connections) throws IOException {
        Reception reception = osakaReception();
        SmtpServer server =
                server("mx.osaka.test", SmtpPort.mta(0).tls(TlsMode.STARTTLS_OPTIONAL), new SmtpApplication() {
                    @Override
                    public void connection(SmtpPeer peer) {
                        connections.incrementAndGet();
                    }

                    @Override
                    public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
                        return reception.data(peer, envelope);
                    }
                });
        return NextHop.parse("127.0.0.1:" + server.port());
    }

    @Test
    void aServerThatNeverAnswersIsNotAwaitedForEver() throws Exception {
        try (ScriptedServer silent = new ScriptedServer("|")) {
            Relay impatient = relay().patience(Duration.ofMillis(300)).build();
            assertFails(impatient, Cause.TIMEOUT, silent.hop(), osaka(TlsMode.PLAINTEXT));
            assertThat(Inbox.of(osaka, "bbb@osaka.test")).isEmpty();
        }
    }

    // What the sender hears

    @Test
    void theNextServersRefusalIsPassedBackWithWhoSaidIt() throws Exception {
        NextHop hop = osaka(TlsMode.PLAINTEXT);
        tokyo(hop).playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<>
            C: RCPT TO:<nobody@osaka.test>
            C: DATA
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 354 ...
            WAIT
            C: Hello
            C: .
            S: 550 5.1.1 %s said: No such mailbox here
            C: NOOP
            S: 250 ...
            """.formatted(hop));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            220 x|250 x|250 ok|550-no/550 never|250 reset            ; 550-5.0.0 HOP said: no; 550 5.0.0 never
            220 x|250 x|250 ok|421 4.3.2 going down                  ; 451 4.3.2 HOP: ... and said: 421 4.3.2 going down;
            220 x|250 x|250 ok|250 ok|354 go|250 queued             ; 250 2.0.0 HOP said: queued;
            220 x|250 x|250 ok|250 ok|354 go                         ; 451 4.4.1 HOP: ...;
            554 go away                                              ; 554 5.0.0 HOP: ... and said: 554 go away;
            421 busy                                                 ; 451 4.3.2 HOP: ...;
            220 x|250-x/250 SIZE 10|250 reset                        ; 552 5.3.4 HOP: the message has ...;
            """)
    void whateverTheNextServerSaysTheSenderIsAnswered(String script, String line, String more) throws Exception {
        try (ScriptedServer server = ScriptedServer.always(script)) {
            String answer = "S: " + line.replace("HOP", server.hop().toString()) + "\n";
            play(
                    tokyo(server.hop()),
                    TO_BBB + answer + (more == null ? "" : "S: " + more + "\n") + "C: NOOP\nS: 250 ...\n");
        }
    }

    @Test
    void eightBitContentIsNotSentToWhoCannotTakeIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.always("220 x|250 x|221 bye")) {
            play(tokyo(server.hop()), """
                S: 220 ...
                C: EHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test> BODY=8BITMIME
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: \\xff
                C: .
                S: 554 5.6.3 ...
                """);
        }
    }

    /** RFC 6531 section 3.5. */
    @Test
    void aNameBeyondAsciiIsNotSentToWhoCannotTakeIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.always("220 x|250 x|221 bye")) {
            play(tokyo(server.hop()), """
                S: 220 ...
                C: EHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test> SMTPUTF8
                S: 250 ...
                C: RCPT TO:<郵便@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Hello
                C: .
                S: 553 5.6.7 ...
                """);
        }
    }

    /** RFC 6531 section 3.2: the addresses need no SMTPUTF8, but the header does. */
    @Test
    void aHeaderBeyondAsciiIsNotSentToWhoCannotTakeIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.always("220 x|250-x/250 8BITMIME|250 ok|250 ok|354 go|250 taken")) {
            play(tokyo(server.hop()), """
                S: 220 ...
                C: EHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test> SMTPUTF8 BODY=8BITMIME
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Subject: 郵便
                C:
                C: 郵便
                C: .
                S: 553 5.6.7 ...
                """);
            assertThat(server.heard())
                    .contains("MAIL FROM:<aaa@tokyo.test> BODY=8BITMIME")
                    .doesNotContain(".");
        }
    }

    @Test
    void aNetworkThatFailsIsNoReasonToGiveUp() throws Exception {
        NextHop hop = closed();
        play(tokyo(hop), TO_BBB + "S: 451 4.4.1 " + hop + ": nothing listens there...\n");
    }

    @Test
    void whatIsTooMuchAtOnceIsForLater() throws Exception {
        Router router = router(osaka(TlsMode.PLAINTEXT));
        play(tokyo(router, relay().atOnce(0).build()), TO_BBB + "S: 451 4.4.5 ...\n");
    }

    @Test
    void oneTransactionCarriesRecipientsHereOrOneElsewhere() throws Exception {
        tokyo(osaka(TlsMode.PLAINTEXT)).playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            C: RCPT TO:<bbb@osaka.test>
            C: RCPT TO:<ccc@osaka.test>
            C: RCPT TO:<aaa@tokyo.test>
            C: RSET
            C: MAIL FROM:<aaa@tokyo.test>
            C: RCPT TO:<aaa@tokyo.test>
            C: RCPT TO:<bbb@osaka.test>
            C: RCPT TO:<postmaster@tokyo.test>
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 452 4.5.3 ...
            S: 452 4.5.3 ...
            S: 250 2.0.0 ...
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 452 4.5.3 ...
            S: 250 2.1.5 Recipient ok
            """);
    }

    @Test
    void manyAtOnceDoNotWaitForEachOther() throws Exception {
        int port =
                tokyoServer(router(osaka(TlsMode.PLAINTEXT)), relay().build()).port();
        List<Pending<Delivery>> sent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            SmtpClient client = opened(SmtpClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await());
            sent.add(client.send(
                    Envelope.of("aaa@tokyo.test", "bbb@osaka.test"),
                    "A line.\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII)));
        }
        int taken = 0;
        for (Pending<Delivery> message : sent) {
            try {
                message.await();
                taken++;
            } catch (RefusedException e) {
                assertThat(e.outcomes().get(0).reply().toString()).startsWith("451 4.4.5 ");
            }
        }
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).hasSize(taken).hasSizeGreaterThanOrEqualTo(16);
    }

    // What is left behind

    @Test
    void aSenderThatDropsInTheMidstLeavesNothingBehind() throws Exception {
        int port =
                tokyoServer(router(osaka(TlsMode.PLAINTEXT)), relay().build()).port();
        try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = sender.getOutputStream();
            out.write("HELO client.test\r\nMAIL FROM:<aaa@tokyo.test>\r\nRCPT TO:<bbb@osaka.test>\r\nDATA\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = sender.getInputStream();
            while (in.read() != '3') {} // 354
            out.write(("\r\n" + "A line.\r\n".repeat(20_000)).getBytes(StandardCharsets.US_ASCII));
            await(1);
        }
        await(0);
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).isEmpty();
    }

    @Test
    void aMessageThatIsLargerThanTheHeapPassesThrough() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:MaxDirectMemorySize=16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BigMessage.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).endsWith("the same octets came\n");
    }

    // The parts

    /** Refuses nobody, and takes no content. */
    private static class Refusing implements SmtpApplication {
        @Override
        public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) {
            return Reply.of(250, "2.1.5", "ok");
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
            throw new SmtpRefusal(554, "5.7.0", "no");
        }
    }

    private Reception osakaReception() {
        Router router = Router.builder(Accounts.of(osaka))
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .build();
        return Reception.builder("mx.osaka.test", router, osaka).build();
    }

    private NextHop osaka(TlsMode tls) throws IOException {
        SmtpServer server = server("mx.osaka.test", SmtpPort.mta(0).tls(tls), osakaReception());
        return NextHop.parse("127.0.0.1:" + server.port());
    }

    private NextHop other(SmtpApplication application) throws IOException {
        return NextHop.parse("127.0.0.1:"
                + server("mx2.osaka.test", SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), application)
                        .port());
    }

    private Wire tokyo(NextHop... toOsaka) throws IOException {
        return tokyo(router(toOsaka), relay().build());
    }

    private Wire tokyo(Relay relay) throws IOException {
        return tokyo(router(), relay);
    }

    private Wire tokyo(Router router, Relay relay) throws IOException {
        return Wire.to(tokyoServer(router, relay).port());
    }

    /** In one write, and cut at every place by a client that waits: a fifth of the plays there are, for each has the relay find its way anew. */
    private static void play(Wire tokyo, String transcript) {
        tokyo.play(Wire.Pace.PIPELINED, transcript);
        tokyo.waiting().playEveryWay(transcript);
    }

    private SmtpServer tokyoServer(Router router, Relay relay) throws IOException {
        Reception reception = Reception.builder("mx.tokyo.test", router, tokyo)
                .relay(relay)
                .directory(directory)
                .inMemoryOctets(100)
                .build();
        return server("mx.tokyo.test", SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), reception);
    }

    private Router router(NextHop... toOsaka) {
        Router.Builder router = Router.builder(Accounts.of(tokyo))
                .local(Domain.of("tokyo.test"))
                .postmaster("root@tokyo.test")
                .trust(Network.of("127.0.0.0/8"));
        return (toOsaka.length == 0 ? router : router.route(Domain.of("osaka.test"), toOsaka)).build();
    }

    private SmtpServer server(String host, SmtpPort port, SmtpApplication application) throws IOException {
        return opened(SmtpServer.builder()
                .name(host)
                .identity(IDENTITY)
                .port(port.on(InetAddress.getByName("127.0.0.1")))
                .application(application)
                .start());
    }

    private static Relay.Builder relay() {
        return Relay.builder("mx.tokyo.test");
    }

    private static Relay.Handover send(Relay relay, NextHop... hops) throws IOException {
        return relay.send(
                List.of(hops),
                Envelope.of("aaa@tokyo.test", "bbb@osaka.test"),
                () -> Channels.newChannel(new ByteArrayInputStream("Hello\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    private static void assertFails(Relay relay, Cause cause, NextHop... hops) {
        assertThatThrownBy(() -> send(relay, hops))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().cause()).isEqualTo(cause));
    }

    /** Where nothing listens. */
    private static NextHop closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return NextHop.parse("127.0.0.1:" + socket.getLocalPort());
        }
    }

    private void await(int files) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (files().size() != files) {
            assertThat(System.nanoTime()).as("files are %s", files()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private <T extends AutoCloseable> T opened(T server) {
        open.add(server);
        return server;
    }
}
