package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Settled;
import dev.yubin.routing.spool.SpoolListener;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.client.SmtpPoolLimits;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mail that is accepted into a spool, and goes on from there. */
@Timeout(60)
class SpooledReceptionTest {
    private static final String TAKES = "220 mx|250 mx|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";

    private final MemoryMailStore store =
            MemoryMailStore.builder().messageOctets(10_000).build();
    private final UserTable users = new UserTable(4096).add("bbb@osaka.test", Secret.of("hunter2"));
    private final MemorySpool spool = new MemorySpool(1 << 20);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private SmtpServer server;
    private Scheduler scheduler;

    SpooledReceptionTest() {
        List.of("bbb@osaka.test", "root@osaka.test").forEach(store::addAccount);
    }

    @AfterEach
    void close() {
        server.close();
        scheduler.close();
    }

    /** Writes notices, and lets the test know when it has. */
    private final class Heard implements SpoolListener {
        private final Notices notices =
                new Notices(Domain.of("mx.osaka.test"), spool, SchedulerLimits.standard(), InstantSource.system());

        @Override
        public void delivered(SpooledMessage message, List<Settled> recipients) {
            recipients.forEach(settled -> heard.add("delivered "
                    + settled.recipient().rcpt().to() + " " + settled.outcome().reply()));
        }

        @Override
        public void failed(SpooledMessage message, List<Settled> recipients) throws StoreException {
            notices.failed(message, recipients);
            recipients.forEach(settled -> heard.add("failed "
                    + settled.recipient().rcpt().to() + " " + settled.outcome().reply()));
        }
    }

    private Wire submission(ScriptedServer tokyo, ScriptedServer kobe) throws Exception {
        start(router(tokyo, kobe));
        return Wire.to(server.addresses().get(0));
    }

    private Router router(ScriptedServer tokyo, ScriptedServer kobe) {
        return Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .alias(Mailbox.of("team@osaka.test"), "bbb@osaka.test", "root@osaka.test", "aaa@tokyo.test")
                .alias(Mailbox.of("sales@osaka.test"), "nobody@kobe.test")
                .route(Domain.of("tokyo.test"), tokyo.hop())
                .route(Domain.of("kobe.test"), kobe.hop())
                .build();
    }

    private void start(Router router) throws Exception {
        start(router, Relay.builder("mx.osaka.test").atOnce(100).build(), SchedulerLimits.standard());
    }

    private void start(Router router, Relay relay, SchedulerLimits limits) throws Exception {
        scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .listener(new Heard())
                .limits(limits)
                .build();
        server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.submission(0).plaintextLogin(true).tls(TlsMode.PLAINTEXT))
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT))
                .users(users)
                .application(Reception.builder("mx.osaka.test", router, store)
                        .relay(relay)
                        .spool(spool, scheduler::wake)
                        .build())
                .start();
    }

    private String next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void oneTransactionHasRecipientsEverywhere() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES);
                ScriptedServer kobe = new ScriptedServer("220 mx|250 mx|250 ok|550 5.1.1 Who?|221 bye")) {
            submission(tokyo, kobe).play(Pace.PIPELINED, """
                S: 220 ...
                C: EHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                WAIT
                C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
                S: 235 ...
                WAIT
                C: MAIL FROM:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<aaa@tokyo.test>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<root@osaka.test>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<nobody@kobe.test>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: Subject: Hello
                C:
                C: Konnichi wa
                C: .
                S: 250 2.0.0 Message accepted
                """);
            assertThat(List.of(next(), next(), next(), next()))
                    .containsExactlyInAnyOrder(
                            "delivered <aaa@tokyo.test> 250 2.0.0 Taken",
                            "delivered <root@osaka.test> 250 2.0.0 Message accepted",
                            "failed <nobody@kobe.test> 550 5.1.1 Who?",
                            "delivered <bbb@osaka.test> 250 2.0.0 Message accepted");
            assertThat(tokyo.heard())
                    .contains("MAIL FROM:<bbb@osaka.test>", "RCPT TO:<aaa@tokyo.test>", "Konnichi wa")
                    .doesNotContain("RCPT TO:<root@osaka.test>");
            assertThat(Inbox.of(store, "root@osaka.test"))
                    .singleElement()
                    .asString()
                    .startsWith("Return-Path: <bbb@osaka.test>\r\nReceived: from client.test")
                    .endsWith("\r\nKonnichi wa\r\n");
            assertThat(Inbox.of(store, "bbb@osaka.test"))
                    .as("a notice, from the null sender")
                    .singleElement()
                    .asString()
                    .startsWith("Return-Path: <>\r\n")
                    .contains("\r\nFinal-Recipient: rfc822; nobody@kobe.test\r\nAction: failed\r\nStatus: 5.1.1\r\n");
        }
    }

    @Test
    void theSenderHearsThatTheNextServerTakesNoMessageOfThatSize() throws Exception {
        try (ScriptedServer tokyo = ScriptedServer.always("220 mx|250-mx/250 SIZE 10|221 bye")) {
            submission(tokyo, tokyo).play("S: 220 ...\nC: EHLO client.test\n" + "S: 250-...\n".repeat(9) + """
                S: 250 ...
                C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
                S: 235 ...
                C: MAIL FROM:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<aaa@tokyo.test>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                C: Konnichi wa
                C: .
                S: 250 2.0.0 Message accepted
                """);
            assertThat(List.of(next(), next()))
                    .anyMatch(failed -> failed.startsWith("failed <aaa@tokyo.test> 552 5.3.4 " + tokyo.hop() + ": the"))
                    .contains("delivered <bbb@osaka.test> 250 2.0.0 Message accepted");
            assertThat(Inbox.of(store, "bbb@osaka.test"))
                    .singleElement()
                    .asString()
                    .contains("\r\nFinal-Recipient: rfc822; aaa@tokyo.test\r\nAction: failed\r\nStatus: 5.3.4\r\n");
        }
    }

    /** A stranger may name anybody as the sender, whose smart host is not his: what lies in the spool remembers which it was. */
    @Test
    void aStrangersMailDoesNotTakeTheWayOfWhomItNamesAsItsSender() throws Exception {
        try (ScriptedServer bbbs = new ScriptedServer(TAKES);
                ScriptedServer everybodys = new ScriptedServer(TAKES)) {
            Router router = Router.builder(Accounts.of(store))
                    .local(Domain.of("osaka.test"))
                    .postmaster("root@osaka.test")
                    .from(Mailbox.of("bbb@osaka.test"), bbbs.hop())
                    .smartHost(everybodys.hop())
                    .relay(Domain.of("tokyo.test"))
                    .build();
            start(router);
            String transaction = """
                    C: MAIL FROM:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<aaa@tokyo.test>
                    S: 250 2.1.5 Recipient ok
                    C: DATA
                    S: 354 ...
                    C: Konnichi wa
                    C: .
                    S: 250 2.0.0 Message accepted
                    """;
            Wire.to(server.addresses().get(1)).play("S: 220 ...\nC: HELO client.test\nS: 250 ...\n" + transaction);
            assertThat(next()).isEqualTo("delivered <aaa@tokyo.test> 250 2.0.0 Taken");
            assertThat(everybodys.heard()).contains("MAIL FROM:<bbb@osaka.test>");
            assertThat(bbbs.heard()).isEmpty();
            Wire.to(server.addresses().get(0)).play("""
                    S: 220 ...
                    C: EHLO client.test
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250 ...
                    C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
                    S: 235 ...
                    """ + transaction);
            assertThat(next()).isEqualTo("delivered <aaa@tokyo.test> 250 2.0.0 Taken");
            assertThat(bbbs.heard()).contains("MAIL FROM:<bbb@osaka.test>");
        }
    }

    @Test
    void aServerThatIsNotThereIsTriedLater() throws Exception {
        ScriptedServer gone = new ScriptedServer();
        gone.close();
        try (ScriptedServer kobe = new ScriptedServer(TAKES)) {
            submission(gone, kobe).play(Pace.PIPELINED, """
                S: 220 ...
                C: EHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                WAIT
                C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
                S: 235 ...
                WAIT
                C: MAIL FROM:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<aaa@tokyo.test>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<ddd@kobe.test>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: Konnichi wa
                C: .
                S: 250 2.0.0 Message accepted
                """);
            assertThat(next()).isEqualTo("delivered <ddd@kobe.test> 250 2.0.0 Taken");
            scheduler.close(); // returns when what is under way has ended
            assertThat(spool.destinations("", 10)).singleElement().satisfies(tokyo -> {
                assertThat(tokyo.name()).isEqualTo("(via)" + gone.hop());
                assertThat(tokyo.failures()).isEqualTo(1);
                assertThat(tokyo.putOff()).isPresent();
            });
            assertThat(spool.recipients(1).get(0).last().orElseThrow().toString())
                    .startsWith("451 4.4.1 127.0.0.1:");
        }
    }

    @Test
    void aListFillsEachMailboxOnceWhateverBecomesOfTheOthers() throws Exception {
        ScriptedServer gone = new ScriptedServer();
        gone.close();
        try (ScriptedServer kobe = new ScriptedServer(TAKES)) {
            submission(gone, kobe).play(Pace.PIPELINED, """
                S: 220 ...
                C: EHLO client.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                WAIT
                C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
                S: 235 ...
                WAIT
                C: MAIL FROM:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<team@osaka.test>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<root@osaka.test>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: Konnichi wa
                C: .
                S: 250 2.0.0 Message accepted
                """);
            assertThat(List.of(next(), next())).containsOnly("delivered <team@osaka.test> 250 2.0.0 Message accepted");
            scheduler.close(); // returns when what is under way has ended
            assertThat(Inbox.of(store, "bbb@osaka.test")).hasSize(1);
            assertThat(Inbox.of(store, "root@osaka.test")).hasSize(1);
            assertThat(spool.destinations("", 10))
                    .singleElement()
                    .satisfies(tokyo -> assertThat(tokyo.name()).isEqualTo("(via)" + gone.hop()));
        }
    }

    /** A notice is for an address here that is a list: whoever is elsewhere waits for his copy, and the mailbox has it once. */
    @Test
    void aNoticeForAListReachesEachMember() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer("220 mx|250 mx|250 ok|451 4.7.1 Later|221 bye");
                ScriptedServer kobe = new ScriptedServer("220 mx|250 mx|250 ok|550 5.1.1 Who?|221 bye")) {
            start(router(tokyo, kobe));
            Wire.to(server.addresses().get(1)).play("""
                S: 220 ...
                C: HELO client.test
                S: 250 ...
                C: MAIL FROM:<team@osaka.test>
                S: 250 ...
                C: RCPT TO:<sales@osaka.test>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                C: Konnichi wa
                C: .
                S: 250 2.0.0 Message accepted
                """);
            assertThat(next()).startsWith("failed <nobody@kobe.test> 550 5.1.1 Who?");
            assertThat(List.of(next(), next(), next()))
                    .containsExactlyInAnyOrder(
                            "delivered <team@osaka.test> 250 2.0.0 Sent on to each member",
                            "delivered <team@osaka.test> 250 2.0.0 Message accepted",
                            "delivered <team@osaka.test> 250 2.0.0 Message accepted");
            tokyo.await("RCPT TO:<aaa@tokyo.test>");
            scheduler.close(); // returns when what is under way has ended
            assertThat(Inbox.of(store, "bbb@osaka.test")).hasSize(1);
            assertThat(tokyo.heard()).contains("MAIL FROM:<>");
            assertThat(spool.destinations("", 10)).singleElement().satisfies(left -> {
                assertThat(left.name()).isEqualTo("(via)" + tokyo.hop());
                assertThat(left.pending()).isEqualTo(1);
            });
            assertThat(spool.recipients(2).get(3).last().orElseThrow()).hasToString("451 4.7.1 Later");
        }
    }

    /** A stranger's message for these. */
    private void send(String... to) throws Exception {
        StringBuilder recipients = new StringBuilder();
        for (String each : to) {
            recipients.append("C: RCPT TO:<").append(each).append(">\nS: 250 2.1.5 Recipient ok\n");
        }
        Wire.to(server.addresses().get(1)).play("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<ann@kyoto.test>
            S: 250 ...
            """ + recipients + """
            C: DATA
            S: 354 ...
            C: Konnichi wa
            C: .
            S: 250 2.0.0 Message accepted
            """);
    }

    @Test
    void aMessageForManyDomainsBehindOneSmartHostIsOneUpload() throws Exception {
        try (ScriptedServer isp =
                new ScriptedServer("220 mx|250 mx|250 ok|250 ok|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye")) {
            Router.Builder table = Router.builder(Accounts.of(store))
                    .local(Domain.of("osaka.test"))
                    .postmaster("root@osaka.test")
                    .smartHost(isp.hop());
            List.of("tokyo.test", "kobe.test", "nara.test").forEach(domain -> table.relay(Domain.of(domain)));
            start(table.build());
            send("aaa@tokyo.test", "ddd@kobe.test", "eee@nara.test");
            assertThat(List.of(next(), next(), next())).allMatch(event -> event.endsWith(" 250 2.0.0 Taken"));
            assertThat(isp.heard())
                    .contains("RCPT TO:<aaa@tokyo.test>", "RCPT TO:<ddd@kobe.test>", "RCPT TO:<eee@nara.test>")
                    .containsOnlyOnce("DATA", "Konnichi wa");
        }
    }

    @Test
    void theDomainsOfAServerThatStallsLeaveOthersTheirTurn() throws Exception {
        try (TestDnsServer dns = new TestDnsServer()
                        .with("one.test MX", "10 mx.hoster.test")
                        .with("two.test MX", "10 mx.hoster.test")
                        .with("mx.hoster.test A", "127.0.0.1");
                MailExchangers exchangers = MailExchangers.at(dns.address());
                ServerSocket stalls = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                ScriptedServer kobe = new ScriptedServer(TAKES)) {
            Router router = Router.builder(Accounts.of(store))
                    .local(Domain.of("osaka.test"))
                    .postmaster("root@osaka.test")
                    .relay(Domain.of("one.test"))
                    .relay(Domain.of("two.test"))
                    .relay(Domain.of("kobe.test"), kobe.hop())
                    .build();
            Relay relay = Relay.builder("mx.osaka.test")
                    .mailExchangers(exchangers)
                    .port(stalls.getLocalPort())
                    .reuse(SmtpPoolLimits.standard().connections(1))
                    .build();
            start(router, relay, SchedulerLimits.standard().deliveries(2, 2, 100));
            send("a@one.test");
            send("b@two.test");
            send("ddd@kobe.test");
            assertThat(next()).isEqualTo("delivered <ddd@kobe.test> 250 2.0.0 Taken");
            assertThat(spool.recipients(2).get(0).attempts())
                    .as("nothing was tried")
                    .isZero();
            scheduler.drain(Duration.ZERO); // begins nothing more
        }
        scheduler.close(); // who stalls does so no more
    }
}
