package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.Settled;
import dev.yubin.routing.spool.SpoolListener;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an address here sends on is known by it when it comes back: RFC 5321 section 6.3. */
@Timeout(60)
class DeliveredToTest {
    private static final String TAKES = "220 mx|250 mx|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";

    private final MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test", "ccc@osaka.test");
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final MemorySpool spool = new MemorySpool(1 << 20);
    private Scheduler scheduler;
    private SmtpServer server;

    @AfterEach
    void close() {
        server.close();
        scheduler.close();
    }

    private final class Heard implements SpoolListener {
        @Override
        public void delivered(SpooledMessage message, List<Settled> recipients) {
            hear(recipients);
        }

        @Override
        public void failed(SpooledMessage message, List<Settled> recipients) {
            hear(recipients);
        }

        private void hear(List<Settled> recipients) {
            recipients.forEach(each -> heard.add(
                    each.recipient().rcpt().to() + " " + each.outcome().reply()));
        }
    }

    /** In osaka.test {@code info} stands for a mailbox here and for somebody in tokyo.test, {@code away} for him alone. */
    private void start(boolean spooled, ScriptedServer tokyo) throws Exception {
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster("ccc@osaka.test")
                .alias(Mailbox.of("info@osaka.test"), "bbb@osaka.test", "aaa@tokyo.test")
                .alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
                .route(Domain.of("tokyo.test"), tokyo.hop())
                .build();
        Relay relay = Relay.builder("mx.osaka.test").build();
        scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .listener(new Heard())
                .build();
        Reception.Builder reception =
                Reception.builder("mx.osaka.test", router, store).relay(relay);
        server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT))
                .application((spooled ? reception.spool(spool, scheduler::wake) : reception).build())
                .start();
    }

    private void send(String to, String header, String answer) throws Exception {
        String recipients = "";
        for (String each : to.split(" ")) {
            recipients += "C: RCPT TO:<" + each + ">\nS: 250 2.1.5 Recipient ok\n";
        }
        Wire.to(server.port())
                .play(Pace.PIPELINED, """
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            WAIT
            C: MAIL FROM:<ann@kyoto.test>
            S: 250 ...
            """ + recipients + """
            C: DATA
            S: 354 ...
            WAIT
            """ + "C: " + header + """

            C: Subject: Hello
            C:
            C: Konnichi wa
            C: .
            """ + "S: " + answer + "\n");
    }

    private List<String> next(int events) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            next.add(heard.poll(30, TimeUnit.SECONDS));
        }
        return next;
    }

    @Test
    void theCopyThatGoesOnBearsTheAddressThatNamedIt() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES)) {
            start(true, tokyo);
            send("info@osaka.test", "Date: Fri, 27 Nov 2026 18:00:00 +0000", "250 2.0.0 Message accepted");
            assertThat(next(2))
                    .containsExactlyInAnyOrder(
                            "<info@osaka.test> 250 2.0.0 Message accepted", "<aaa@tokyo.test> 250 2.0.0 Taken");
            List<String> lines = tokyo.heard();
            assertThat(lines.get(lines.indexOf("DATA") + 1)).isEqualTo("Delivered-To: info@osaka.test");
            assertThat(lines.get(lines.indexOf("DATA") + 2)).startsWith("Received: from client.test");
            assertThat(Inbox.of(store, "bbb@osaka.test"))
                    .singleElement()
                    .asString()
                    .doesNotContain("Delivered-To");
        }
    }

    @Test
    void whoHasSentItOnBeforeDoesNotAgain() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer()) {
            start(true, tokyo);
            send(
                    "info@osaka.test",
                    "Delivered-To:  Info@osaka.test",
                    "554 5.4.6 This address has sent the message on before; it goes in circles");
            assertThat(Inbox.of(store, "bbb@osaka.test")).isEmpty();
            assertThat(spool.messages(0, 10)).isEmpty();
        }
    }

    @Test
    void theOthersHaveItAndTheSenderHearsOfTheCircle() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES)) {
            start(true, tokyo);
            send(
                    "info@osaka.test ccc@osaka.test away@osaka.test",
                    "Delivered-To: info@osaka.test",
                    "250 2.0.0 Message accepted");
            assertThat(next(3))
                    .containsExactlyInAnyOrder(
                            "<info@osaka.test> 554 5.4.6 This address has sent the message on before; it goes in circles",
                            "<ccc@osaka.test> 250 2.0.0 Message accepted",
                            "<aaa@tokyo.test> 250 2.0.0 Taken");
            assertThat(tokyo.heard()).contains("Delivered-To: away@osaka.test", "Delivered-To: info@osaka.test");
        }
    }

    @Test
    void soItIsWithoutASpool() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES)) {
            start(false, tokyo);
            send("away@osaka.test", "Delivered-To: elsewhere@osaka.test", "250 ...");
            assertThat(tokyo.heard()).contains("Delivered-To: away@osaka.test", "Delivered-To: elsewhere@osaka.test");
            send("away@osaka.test", "Delivered-To: away@osaka.test", "554 5.4.6 ...");
        }
    }
}
