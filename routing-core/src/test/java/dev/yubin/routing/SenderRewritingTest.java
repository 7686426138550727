package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.authentication.SenderRewriting;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mail from kobe.test that an alias at osaka.test sends on to tokyo.test goes under a name of osaka.test, and what is sent to that name goes back to kobe.test. */
@Timeout(60)
class SenderRewritingTest {
    private static final String TAKES = "220 mx|250 mx|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";
    private static final String GREETED = "S: 220 ...\nC: HELO client.test\nS: 250 ...\n";

    private final MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test");
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Anybody could make up such names; a test may. */
    private static final class Names implements SenderRewriting {
        @Override
        public Mailbox onward(Mailbox sender) {
            return sender.host().equals(Domain.of("osaka.test"))
                    ? sender
                    : new Mailbox("for=" + sender.localPart() + '=' + sender.host(), Domain.of("osaka.test"));
        }

        @Override
        public Optional<Mailbox> back(Mailbox recipient) {
            String[] parts = recipient.localPart().split("=");
            return parts.length == 3 ? Optional.of(Mailbox.of(parts[1] + '@' + parts[2])) : Optional.empty();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Wire osaka(boolean spooled, NextHop tokyo, NextHop kobe) throws Exception {
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster("bbb@osaka.test")
                .alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
                .relay(Domain.of("tokyo.test"), tokyo)
                .route(Domain.of("kobe.test"), kobe)
                .build()
                .returning(new Names());
        Relay relay = Relay.builder("mx.osaka.test")
                .rewriting(new Names())
                .atOnce(100)
                .build();
        Reception.Builder reception =
                Reception.builder("mx.osaka.test", router, store).relay(relay);
        if (spooled) {
            MemorySpool spool = new MemorySpool(1 << 20);
            Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                    .build();
            reception.spool(spool, scheduler::wake);
            open.add(scheduler);
        }
        SmtpServer server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT))
                .application(reception.build())
                .start();
        open.add(server);
        return Wire.to(server.port());
    }

    private static String mail(String from, String... to) {
        StringBuilder transaction = new StringBuilder("C: MAIL FROM:<" + from + ">\nS: 250 ...\n");
        for (String each : to) {
            transaction.append("C: RCPT TO:<").append(each).append(">\nS: 250 ...\n");
        }
        return transaction + "C: DATA\nS: 354 ...\nC: Hello\nC: .\nS: 250 ...\n";
    }

    @Test
    void whatAnAliasSendsOnHasASenderOfThisServer() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES, TAKES, TAKES)) {
            osaka(false, tokyo.hop(), tokyo.hop())
                    .play(Pace.LOCK_STEP, GREETED + mail("ddd@kobe.test", "away@osaka.test"));
            assertThat(tokyo.heard())
                    .contains("MAIL FROM:<for=ddd=kobe.test@osaka.test>", "RCPT TO:<aaa@tokyo.test>", "Hello");
        }
    }

    @Test
    void soItIsBehindASpoolAndWhomTheSenderNamedHimselfHearsHisOwnName() throws Exception {
        try (ScriptedServer tokyo = ScriptedServer.always(TAKES)) {
            osaka(true, tokyo.hop(), tokyo.hop())
                    .play(Pace.LOCK_STEP, GREETED + mail("ddd@kobe.test", "away@osaka.test", "eee@tokyo.test"));
            tokyo.await("MAIL FROM:<for=ddd=kobe.test@osaka.test>");
            tokyo.await("MAIL FROM:<ddd@kobe.test>");
            tokyo.await("RCPT TO:<eee@tokyo.test>");
            tokyo.await("RCPT TO:<aaa@tokyo.test>");
        }
    }

    @Test
    void noticesAndOurOwnMailKeepTheirSender() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES, TAKES)) {
            osaka(false, tokyo.hop(), tokyo.hop())
                    .play(
                            Pace.LOCK_STEP,
                            GREETED + mail("", "away@osaka.test") + mail("bbb@osaka.test", "away@osaka.test"));
            assertThat(tokyo.heard()).contains("MAIL FROM:<>", "MAIL FROM:<bbb@osaka.test>");
        }
    }

    @Test
    void aNoticeForTheNameGoesToWhomeverItStandsForAndAMadeUpNameIsNobody() throws Exception {
        for (boolean spooled : new boolean[] {false, true}) {
            try (ScriptedServer kobe = new ScriptedServer(TAKES)) {
                osaka(spooled, kobe.hop(), kobe.hop())
                        .play(Pace.LOCK_STEP, GREETED + """
                            C: MAIL FROM:<>
                            S: 250 ...
                            C: RCPT TO:<for=ddd@osaka.test>
                            S: 550 5.1.1 No such mailbox here
                            C: RCPT TO:<ddd@kobe.test>
                            S: 554 5.7.1 Relaying denied: log in first, or send to the recipient's own server
                            C: RSET
                            S: 250 ...
                            """ + mail("", "for=ddd=kobe.test@osaka.test"));
                kobe.await("MAIL FROM:<>");
                kobe.await("RCPT TO:<ddd@kobe.test>");
            }
        }
    }
}
