package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Settled;
import dev.yubin.routing.spool.SpoolListener;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sender hears of his message, as he wished with NOTIFY, RET, ENVID and ORCPT: RFC 3461. */
@Timeout(60)
class WishesTest {
    private static final String KEEPS_WISHES = "220 mx|250-mx/250 DSN|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";
    private static final String KNOWS_NONE = "220 mx|250 mx|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";
    private static final String REFUSES = "220 mx|250 mx|250 ok|550 5.1.1 Who?|221 bye";

    private final MemoryMailStore store =
            MemoryMailStore.builder().messageOctets(10_000).build();
    private final MemorySpool spool = new MemorySpool(1 << 20);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private SmtpServer server;
    private Scheduler scheduler;
    private Relay relay;

    WishesTest() {
        List.of("bbb@osaka.test", "ccc@osaka.test").forEach(store::addAccount);
    }

    @AfterEach
    void close() {
        server.close();
        scheduler.close();
        relay.close();
    }

    /** Writes notices, and lets the test know when it has. */
    private final class Heard implements SpoolListener {
        private final Notices notices =
                new Notices(Domain.of("mx.osaka.test"), spool, SchedulerLimits.standard(), InstantSource.system());

        @Override
        public void delivered(SpooledMessage message, List<Settled> recipients) throws StoreException {
            notices.delivered(message, recipients);
            recipients.forEach(settled ->
                    heard.add("delivered " + settled.recipient().rcpt().to()));
        }

        @Override
        public void failed(SpooledMessage message, List<Settled> recipients) throws StoreException {
            notices.failed(message, recipients);
            recipients.forEach(
                    settled -> heard.add("failed " + settled.recipient().rcpt().to()));
        }
    }

    private void play(ScriptedServer tokyo, String transaction) throws Exception {
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster("ccc@osaka.test")
                .alias(Mailbox.of("info@osaka.test"), "ccc@osaka.test")
                .alias(Mailbox.of("team@osaka.test"), "ccc@osaka.test", "aaa@tokyo.test")
                .trust(Network.of("127.0.0.0/8"))
                .route(Domain.of("tokyo.test"), tokyo.hop())
                .build();
        relay = Relay.builder("mx.osaka.test").atOnce(100).build();
        scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .listener(new Heard())
                .build();
        server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT))
                .application(Reception.builder("mx.osaka.test", router, store)
                        .relay(relay)
                        .spool(spool, scheduler::wake)
                        .build())
                .start();
        Wire.to(server.addresses().get(0)).play(Pace.PIPELINED, """
                S: 220 ...
                C: EHLO client.test
                S: 250-mx.osaka.test
                S: 250-PIPELINING
                S: 250-CHUNKING
                S: 250-SMTPUTF8
                S: 250-DSN
                S: 250-LIMITS ...
                S: 250-SIZE ...
                S: 250-8BITMIME
                S: 250 ENHANCEDSTATUSCODES
                WAIT
                """ + transaction + """
                C: DATA
                S: 354 ...
                WAIT
                C: Subject: Hello
                C:
                C: Konnichi wa
                C: .
                S: 250 2.0.0 Message accepted
                """);
    }

    private String next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    /** The notices that the sender has, once nothing is under way. */
    private List<String> noticesBehind(String... events) throws Exception {
        for (String event : events) {
            assertThat(next()).isIn((Object[]) events);
        }
        scheduler.close(); // returns when what is under way has ended
        assertThat(heard).isEmpty();
        return Inbox.of(store, "bbb@osaka.test");
    }

    @Test
    void aServerThatKeepsWishesIsToldThemAndTellsTheSenderItself() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(KEEPS_WISHES)) {
            play(tokyo, """
                    C: MAIL FROM:<bbb@osaka.test> RET=HDRS ENVID=QQ+2B1
                    S: 250 ...
                    C: RCPT TO:<aaa@tokyo.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Carol@Ivory.EDU
                    S: 250 ...
                    """);
            assertThat(noticesBehind("delivered <aaa@tokyo.test>")).isEmpty();
            assertThat(tokyo.heard())
                    .contains(
                            "MAIL FROM:<bbb@osaka.test> RET=HDRS ENVID=QQ+2B1",
                            "RCPT TO:<aaa@tokyo.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Carol@Ivory.EDU");
        }
    }

    @Test
    void ofAServerThatKnowsNoWishesTheSenderHearsThatItHasTheMessage() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(KNOWS_NONE)) {
            play(tokyo, """
                    C: MAIL FROM:<bbb@osaka.test> RET=FULL ENVID=QQ+2B1
                    S: 250 ...
                    C: RCPT TO:<aaa@tokyo.test> NOTIFY=SUCCESS ORCPT=rfc822;Carol@Ivory.EDU
                    S: 250 ...
                    """);
            assertThat(noticesBehind("delivered <aaa@tokyo.test>", "delivered <bbb@osaka.test>"))
                    .singleElement()
                    .asString()
                    .startsWith("Return-Path: <>\r\n")
                    .contains("\r\nOriginal-Envelope-Id: QQ+1\r\nReporting-MTA: dns; mx.osaka.test\r\n")
                    .contains("\r\nOriginal-Recipient: rfc822; Carol@Ivory.EDU\r\n"
                            + "Final-Recipient: rfc822; aaa@tokyo.test\r\nAction: relayed\r\nStatus: 2.0.0\r\n"
                            + "Remote-MTA: dns; 127.0.0.1\r\n")
                    .contains("text/rfc822-headers\r\n");
            assertThat(tokyo.heard()).contains("MAIL FROM:<bbb@osaka.test>", "RCPT TO:<aaa@tokyo.test>");
        }
    }

    @Test
    void aMailboxHereIsToldOfWhereThatIsWished() throws Exception {
        try (ScriptedServer nobody = new ScriptedServer()) {
            play(nobody, """
                    C: MAIL FROM:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<ccc@osaka.test> NOTIFY=SUCCESS
                    S: 250 ...
                    """);
            assertThat(noticesBehind("delivered <ccc@osaka.test>", "delivered <bbb@osaka.test>"))
                    .singleElement()
                    .asString()
                    .contains("\r\nFinal-Recipient: rfc822; ccc@osaka.test\r\nAction: delivered\r\nStatus: 2.0.0\r\n");
            assertThat(Inbox.of(store, "ccc@osaka.test")).hasSize(1);
        }
    }

    @Test
    void whoWantsToHearNothingHearsNothingOfAFailure() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(REFUSES)) {
            play(tokyo, """
                    C: MAIL FROM:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<nobody@tokyo.test> NOTIFY=NEVER
                    S: 250 ...
                    """);
            assertThat(noticesBehind("failed <nobody@tokyo.test>")).isEmpty();
        }
    }

    @Test
    void theNullSenderHearsNothing() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(REFUSES)) {
            play(tokyo, """
                    C: MAIL FROM:<>
                    S: 250 ...
                    C: RCPT TO:<nobody@tokyo.test> NOTIFY=FAILURE
                    S: 250 ...
                    C: RCPT TO:<ccc@osaka.test> NOTIFY=SUCCESS
                    S: 250 ...
                    """);
            assertThat(noticesBehind("failed <nobody@tokyo.test>", "delivered <ccc@osaka.test>"))
                    .isEmpty();
        }
    }

    /** RFC 3461 section 5.2.7.3 (c). */
    @Test
    void ofAListTheSenderHearsThatItIsExpandedAndNothingOfTheMembersSuccess() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(KEEPS_WISHES)) {
            play(tokyo, """
                    C: MAIL FROM:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<team@osaka.test> NOTIFY=SUCCESS,FAILURE
                    S: 250 ...
                    """);
            assertThat(noticesBehind(
                            "delivered <team@osaka.test>",
                            "delivered <team@osaka.test>",
                            "delivered <aaa@tokyo.test>",
                            "delivered <bbb@osaka.test>"))
                    .singleElement()
                    .asString()
                    .contains("\r\nFinal-Recipient: rfc822; team@osaka.test\r\nAction: expanded\r\nStatus: 2.0.0\r\n");
            assertThat(tokyo.heard()).contains("RCPT TO:<aaa@tokyo.test> NOTIFY=FAILURE");
        }
    }

    @Test
    void aMailboxThatIsNamedTwiceIsToldOfAsEitherWish() throws Exception {
        try (ScriptedServer nobody = new ScriptedServer()) {
            play(nobody, """
                    C: MAIL FROM:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<ccc@osaka.test> NOTIFY=NEVER
                    S: 250 ...
                    C: RCPT TO:<info@osaka.test> NOTIFY=SUCCESS
                    S: 250 ...
                    """);
            assertThat(noticesBehind("delivered <ccc@osaka.test>", "delivered <bbb@osaka.test>"))
                    .hasSize(1);
            assertThat(Inbox.of(store, "ccc@osaka.test")).hasSize(1);
        }
    }

    @Test
    void aListIsTakenThoughOneOfItsMembersCannotBe() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(KNOWS_NONE)) {
            play(tokyo, """
                    C: MAIL FROM:<bbb@osaka.test> SIZE=20000
                    S: 250 ...
                    C: RCPT TO:<info@osaka.test>
                    S: 552 5.3.4 The message is too big for the mailbox; ...
                    C: RCPT TO:<team@osaka.test>
                    S: 250 ...
                    """);
            assertThat(noticesBehind("delivered <team@osaka.test>", "delivered <aaa@tokyo.test>"))
                    .isEmpty();
            assertThat(tokyo.heard()).contains("RCPT TO:<aaa@tokyo.test>");
        }
    }
}
