package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One message that goes several ways from osaka.test: into mailboxes there, to tokyo.test, to servers that a route names, and by a login. */
@Timeout(60)
class SplittingTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private final MemoryMailStore osaka = MemoryMailStore.builder()
            .accountOctets(20_000_000)
            .messageOctets(10_000)
            .build();
    private final MemoryMailStore tokyo = MemoryMailStore.create("aaa@tokyo.test", "eee@tokyo.test");
    private final List<AutoCloseable> open = new ArrayList<>();

    SplittingTest() {
        List.of("bbb@osaka.test", "ccc@osaka.test").forEach(osaka::addAccount);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable server : open) {
            server.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aListAcrossDomainsReachesEachMemberOnce() throws Exception {
        Router router = table().alias(
                        Mailbox.of("team@osaka.test"),
                        "bbb@osaka.test",
                        "aaa@tokyo.test",
                        "more@osaka.test",
                        "ccc@osaka.test")
                .alias(Mailbox.of("more@osaka.test"), "aaa@tokyo.test", "eee@tokyo.test", "bbb@osaka.test")
                .route(Domain.of("tokyo.test"), tokyo())
                .build();
        mta(router).play("""
                S: 220 ...
                C: HELO client.test
                S: 250 ...
                C: MAIL FROM:<x@nara.test>
                S: 250 ...
                C: RCPT TO:<team@osaka.test>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<bbb@osaka.test>
                S: 452 4.5.3 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Hello
                C: .
                S: 250 2.0.0 ...
                """);
        assertThat(Inbox.of(osaka, "bbb@osaka.test"))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <x@nara.test>");
        assertThat(Inbox.of(osaka, "ccc@osaka.test")).hasSize(1);
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test")).hasSize(1).isEqualTo(Inbox.of(tokyo, "eee@tokyo.test"));
    }

    @Test
    void theNextServerHearsTheLocalPartAsItWasWritten() throws Exception {
        ScriptedServer next =
                opened(ScriptedServer.always("220 x|250 x|250 ok|250 ok|250 ok|354 go|250 taken|221 bye"));
        Router router = table().alias(Mailbox.of("away@osaka.test"), "\"Odd. One\"@tokyo.test", "Ann+X@TOKYO.test")
                .route(Domain.of("tokyo.test"), next.hop())
                .build();
        mta(router).play("""
                S: 220 ...
                C: HELO client.test
                S: 250 ...
                C: MAIL FROM:<X@nara.test>
                S: 250 ...
                C: RCPT TO:<Away@OSAKA.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Hello
                C: .
                S: 250 2.0.0 %s said: taken
                """.formatted(next.hop()));
        assertThat(next.heard())
                .contains("MAIL FROM:<X@nara.test>", "RCPT TO:<\"Odd. One\"@tokyo.test>", "RCPT TO:<Ann+X@TOKYO.test>");
    }

    @Test
    void inLmtpEachRecipientHasTheAnswerOfHisOwnWay() throws Exception {
        Router router = table().alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
                .alias(Mailbox.of("lost@osaka.test"), "nobody@tokyo.test")
                .alias(Mailbox.of("both@osaka.test"), "ccc@osaka.test", "nobody@tokyo.test")
                .route(Domain.of("tokyo.test"), tokyo())
                .build();
        Wire.to(start(router, SmtpPort.lmtp(0)).port()).play("""
                S: 220 ...
                C: LHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                C: MAIL FROM:<x@nara.test>
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<away@osaka.test>
                S: 250 ...
                C: RCPT TO:<lost@osaka.test>
                S: 250 ...
                C: RCPT TO:<none@osaka.test>
                S: 550 5.1.1 ...
                C: RCPT TO:<both@osaka.test>
                S: 250 ...
                C: RCPT TO:<aaa@tokyo.test>
                S: 554 5.7.1 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Hello
                C: .
                S: 250 2.0.0 Message accepted
                S: 250 2.0.0 ...
                S: 550 5.1.1 ...
                S: 550 5.1.1 ...
                """);
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).hasSize(1);
        assertThat(Inbox.of(osaka, "ccc@osaka.test")).hasSize(1);
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test")).hasSize(1);
    }

    /** The mailbox takes 10,000 octets, and the content has more, which was not announced. */
    @Test
    void inLmtpAMailboxThatRefusesTheContentDoesSoForItselfAlone() throws Exception {
        Router router = table().alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
                .route(Domain.of("tokyo.test"), tokyo())
                .build();
        Wire.to(start(router, SmtpPort.lmtp(0)).port()).play("""
                S: 220 ...
                C: LHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                C: MAIL FROM:<x@nara.test>
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<away@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                """ + ("C: " + "x".repeat(900) + "\n").repeat(12) + """
                C: .
                S: 552 5.3.4 ...
                S: 250 2.0.0 ...
                """);
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).isEmpty();
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test")).hasSize(1);
    }

    /** In SMTP the one answer is a no, and so nobody has the message. */
    @Test
    void inSmtpAMailboxThatRefusesTheContentRefusesItForTheWholeList() throws Exception {
        Router router = table().alias(Mailbox.of("both@osaka.test"), "bbb@osaka.test", "aaa@tokyo.test")
                .route(Domain.of("tokyo.test"), tokyo())
                .build();
        mta(router).play("""
                S: 220 ...
                C: HELO client.test
                S: 250 ...
                C: MAIL FROM:<x@nara.test>
                S: 250 ...
                C: RCPT TO:<both@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                """ + ("C: " + "x".repeat(900) + "\n").repeat(12) + """
                C: .
                S: 552 5.3.4 ...
                """);
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test")).isEmpty();
    }

    @Test
    void behindANotNowNobodyElseHasTheMessageAndBehindANoEverybodyElse() throws Exception {
        ScriptedServer busy = opened(ScriptedServer.always("220 x|250 x|250 ok|450 4.2.1 busy|250 reset"));
        ScriptedServer never = opened(ScriptedServer.always("220 x|250 x|250 ok|550 5.1.1 nobody|250 reset"));
        Router router = table().alias(Mailbox.of("now@osaka.test"), "x@nara.test", "bbb@osaka.test")
                .alias(Mailbox.of("no@osaka.test"), "x@kobe.test", "bbb@osaka.test")
                .route(Domain.of("nara.test"), busy.hop())
                .route(Domain.of("kobe.test"), never.hop())
                .build();
        String transcript = """
                S: 220 ...
                C: HELO client.test
                S: 250 ...
                C: MAIL FROM:<>
                S: 250 ...
                C: RCPT TO:<%s@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Hello
                C: .
                S: %s %s said: ...
                """;
        mta(router).play(transcript.formatted("now", "450 4.2.1", busy.hop()));
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).isEmpty();
        mta(router).play(transcript.formatted("no", "550 5.1.1", never.hop()));
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).hasSize(1);
    }

    @Test
    void aListWithAFullMailboxSaysSoBeforeTheContent() throws Exception {
        Router router = table().alias(Mailbox.of("team@osaka.test"), "bbb@osaka.test", "aaa@tokyo.test")
                .route(Domain.of("tokyo.test"), tokyo())
                .build();
        mta(router).play("""
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
                C: MAIL FROM:<> SIZE=10001
                S: 250 ...
                C: RCPT TO:<team@osaka.test>
                S: 552 5.3.4 ...
                """);
    }

    // By a smart host

    @Test
    void aSmartHostIsLoggedInToBeforeAnythingIsSent() throws Exception {
        SmtpServer isp = isp();
        List<String> heard = new CopyOnWriteArrayList<>();
        for (TlsMode mode : List.of(TlsMode.STARTTLS_REQUIRED, TlsMode.IMPLICIT)) {
            int port = isp.addresses().get(mode == TlsMode.IMPLICIT ? 1 : 0).getPort();
            NextHop hop = NextHop.parse("127.0.0.1:" + port).withLogin(login("hunter2"), mode);
            Router router =
                    table().trust(Network.of("127.0.0.0/8")).smartHost(hop).build();
            Relay relay = Relay.builder("mx.osaka.test")
                    .trust(TlsTrust.in(IDENTITY))
                    .witness((speaker, line) -> heard.add(speaker + " " + line))
                    .build();
            Wire.to(start(router, relay, plain()).port()).play(TO_AAA + "S: 250 2.0.0 " + hop + " said: ...\n");
        }
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test"))
                .hasSize(2)
                .allMatch(message -> message.contains(" with ESMTPSA "));
        assertThat(heard).containsSubsequence("SERVER 235 2.7.0 Welcome", "CLIENT RCPT TO:<aaa@tokyo.test>");
    }

    @Test
    void aLoginThatIsRefusedIsNobodysBounceAndTheNextSmartHostIsTried() throws Exception {
        int port = isp().addresses().get(0).getPort();
        NextHop wrong = NextHop.parse("127.0.0.1:" + port).withLogin(login("wrong"), TlsMode.STARTTLS_REQUIRED);
        Relay relay =
                Relay.builder("mx.osaka.test").trust(TlsTrust.in(IDENTITY)).build();
        Router.Builder table = table().trust(Network.of("127.0.0.0/8")).smartHost(wrong);
        Wire.to(start(table.build(), relay, plain()).port()).play(TO_AAA + "S: 451 4.3.0 ...\n");
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test")).isEmpty();

        NextHop right = NextHop.parse("127.0.0.1:" + port)
                .withLogin(login("hunter2"), TlsMode.STARTTLS_REQUIRED)
                .among(1, 0);
        Wire.to(start(table.smartHost(right).build(), relay, plain()).port()).play(TO_AAA + "S: 250 2.0.0 ...\n");
        assertThat(Inbox.of(tokyo, "aaa@tokyo.test")).hasSize(1);
    }

    @Test
    void aSmartHostThatForbidsTheLoginIsNoWordAboutTheMessage() throws Exception {
        ScriptedServer isp =
                opened(ScriptedServer.always("220 x|250-x/250 AUTH CRAM-MD5|550 5.7.1 account suspended|"));
        NextHop hop = isp.hop().withLogin(login("hunter2"), TlsMode.PLAINTEXT);
        Router router = table().trust(Network.of("127.0.0.0/8")).smartHost(hop).build();
        mta(router).play(TO_AAA + "S: 451 4.3.0 ...\n");
    }

    @Test
    void aSenderHasAWayOfItsOwnUnlessItIsAStranger() throws Exception {
        ScriptedServer own = opened(ScriptedServer.always("220 x|250 x|250 ok|250 ok|354 go|250 own"));
        ScriptedServer common = opened(ScriptedServer.always("220 x|250 x|250 ok|250 ok|354 go|250 common"));
        Router.Builder table = table().relay(Domain.of("tokyo.test"))
                .smartHost(common.hop())
                .fromDomain(Domain.of("osaka.test"), own.hop());
        mta(table.build()).play(TO_AAA + "S: 250 2.0.0 %s said: common\n".formatted(common.hop()));
        table.trust(Network.of("127.0.0.0/8"));
        mta(table.build()).play(TO_AAA + "S: 250 2.0.0 %s said: own\n".formatted(own.hop()));
        table.from(Mailbox.of("BBB@osaka.test"), common.hop());
        mta(table.build()).play(TO_AAA + "S: 250 2.0.0 %s said: common\n".formatted(common.hop()));
    }

    private static final String TO_AAA = """
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<bbb@osaka.test>
            S: 250 ...
            C: RCPT TO:<aaa@tokyo.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: Hello
            C: .
            """;

    private static Credentials login(String password) {
        return Credentials.of("osaka", Secret.of(password));
    }

    private static Router.Builder table(MemoryMailStore store, String domain, String postmaster) {
        return Router.builder(Accounts.of(store)).local(Domain.of(domain)).postmaster(postmaster);
    }

    private Router.Builder table() {
        return table(osaka, "osaka.test", "bbb@osaka.test");
    }

    /** A submission server, in STARTTLS and in TLS, that puts mail for tokyo.test into its mailboxes. */
    private SmtpServer isp() throws Exception {
        Router router = table(tokyo, "tokyo.test", "aaa@tokyo.test").build();
        return opened(SmtpServer.builder()
                .name("isp.test")
                .identity(IDENTITY)
                .users(new UserTable(4096).add("osaka", Secret.of("hunter2")))
                .port(SmtpPort.submission(0).on(LOOPBACK))
                .port(SmtpPort.submissions(0).on(LOOPBACK))
                .application(Reception.builder("isp.test", router, tokyo)
                        .rights((login, from) -> true)
                        .build())
                .start());
    }

    private NextHop tokyo() throws Exception {
        Router router = table(tokyo, "tokyo.test", "aaa@tokyo.test").build();
        Reception reception = Reception.builder("mx.tokyo.test", router, tokyo).build();
        return NextHop.parse("127.0.0.1:"
                + opened(SmtpServer.builder()
                                .name("mx.tokyo.test")
                                .port(plain().on(LOOPBACK))
                                .application(reception)
                                .start())
                        .port());
    }

    private Wire mta(Router router) throws Exception {
        return Wire.to(start(router, plain()).port());
    }

    private static SmtpPort plain() {
        return SmtpPort.mta(0).tls(TlsMode.PLAINTEXT);
    }

    private SmtpServer start(Router router, SmtpPort port) throws Exception {
        return start(router, Relay.builder("mx.osaka.test").build(), port);
    }

    private SmtpServer start(Router router, Relay relay, SmtpPort port) throws Exception {
        Reception reception = Reception.builder("mx.osaka.test", router, osaka)
                .relay(relay)
                .directory(directory)
                .inMemoryOctets(100)
                .build();
        return opened(SmtpServer.builder()
                .name("mx.osaka.test")
                .port(port.on(LOOPBACK))
                .application(reception)
                .start());
    }

    private <T extends AutoCloseable> T opened(T server) {
        open.add(server);
        return server;
    }
}
