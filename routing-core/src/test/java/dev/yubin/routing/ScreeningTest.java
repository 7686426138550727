package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.authentication.AuthenticationResults;
import dev.yubin.routing.authentication.AuthenticationResults.Result;
import dev.yubin.routing.authentication.Screening;
import dev.yubin.routing.authentication.Verdict;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody looks at what comes in, and says what becomes of it. */
@Timeout(60)
class ScreeningTest {
    private static final String GREETED = "S: 220 ...\nC: HELO client.test\nS: 250 ...\n";
    private static final String TO_BBB = """
        C: MAIL FROM:<aaa@tokyo.test>
        S: 250 ...
        C: RCPT TO:<bbb@osaka.test>
        S: 250 ...
        C: DATA
        S: 354 ...
        """;

    private final MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test", "ccc@osaka.test");
    private SmtpServer server;

    @AfterEach
    void close() {
        server.close();
    }

    private Reception.Builder reception(Screening screening) {
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster("bbb@osaka.test")
                .relay(Domain.of("kobe.test"))
                .build();
        return Reception.builder("mx.osaka.test", router, store).screening(screening);
    }

    private Wire serve(Reception.Builder reception, SmtpPort port) throws Exception {
        server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(port.tls(TlsMode.PLAINTEXT))
                .application(reception.build())
                .start();
        return Wire.to(server.port());
    }

    private Wire serve(Screening screening) throws Exception {
        return serve(reception(screening).inMemoryOctets(100), SmtpPort.mta(0));
    }

    @Test
    void whatWasFoundOutStandsBelowTheTraceAndNobodyElseSaysItInOurName() throws Exception {
        serve((peer, envelope, content) -> {
                    try (InputStream in = content.open()) {
                        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                        Result result = Result.of("x-test", text.contains("Ohayo") ? "pass" : "fail")
                                .property(
                                        "smtp.mailfrom",
                                        envelope.from().mailbox().orElseThrow().toString())
                                .property(
                                        "smtp.helo", peer.hello().orElseThrow().client())
                                .property(
                                        "policy.address",
                                        peer.remote().getAddress().getHostAddress());
                        return Verdict.accept(new AuthenticationResults("mx.osaka.test", List.of(result)).field());
                    }
                })
                .play(Pace.LOCK_STEP, GREETED + TO_BBB + """
                    C: Authentication-Results: mx.tokyo.test; spf=pass
                    C: Authentication-Results: mx.osaka.test; dkim=pass
                    C:  header.d=bank.test
                    C: Subject: Hello
                    C: AUTHENTICATION-RESULTS : (x)
                    C:  "mx.osaka.test" 1; dmarc=pass
                    C: no field at all
                    C: authentication-results: MX.OSAKA.TEST; spf=pass
                    C: To: <bbb@osaka.test>
                    C:
                    C: Authentication-Results: mx.osaka.test; spf=pass
                    C: Ohayo
                    C: .
                    S: 250 2.0.0 Message accepted
                    """);
        assertThat(Inbox.of(store, "bbb@osaka.test")).hasSize(1);
        String message = Inbox.of(store, "bbb@osaka.test").get(0);
        assertThat(message).startsWith("Return-Path: <aaa@tokyo.test>\r\nReceived: ");
        assertThat(Inbox.behindTrace(message)).isEqualTo("""
            Authentication-Results: mx.osaka.test;
            \tx-test=pass
            \t smtp.mailfrom=aaa@tokyo.test
            \t smtp.helo=client.test
            \t policy.address=127.0.0.1
            Authentication-Results: mx.tokyo.test; spf=pass
            Subject: Hello
            no field at all
            To: <bbb@osaka.test>

            Authentication-Results: mx.osaka.test; spf=pass
            Ohayo
            """.replace("\n", "\r\n"));
    }

    @Test
    void aRefusalIsTheAnswerBehindTheFinalDotAndNobodyHasTheMessage() throws Exception {
        serve((peer, envelope, content) -> {
                    try (InputStream in = content.open()) {
                        return switch (in.read()) {
                            case '5' -> Verdict.refuse(Reply.of(550, "5.7.20", "No passing DKIM signature found"));
                            case '4' -> Verdict.refuse(Reply.of(451, "4.7.24", "SPF cannot be told now"));
                            case 'i' -> throw new IOException("the scanner is away");
                            default -> Verdict.ACCEPT;
                        };
                    }
                })
                .play(Pace.LOCK_STEP, GREETED + TO_BBB + """
                    C: 5
                    C: .
                    S: 550 5.7.20 No passing DKIM signature found
                    """ + TO_BBB + """
                    C: 4
                    C: .
                    S: 451 4.7.24 SPF cannot be told now
                    """ + TO_BBB + """
                    C: i
                    C: .
                    S: 451 4.3.0 ...
                    """ + TO_BBB + """
                    C: Hello
                    C: .
                    S: 250 2.0.0 Message accepted
                    """);
        assertThat(Inbox.of(store, "bbb@osaka.test")).singleElement().asString().endsWith("+0000\r\nHello\r\n");
    }

    @Test
    void nothingIsLeftInTheSpoolOfWhatWasRefused() throws Exception {
        MemorySpool spool = new MemorySpool(1 << 20);
        Screening nobody = (peer, envelope, content) -> Verdict.refuse(Reply.of(550, "5.7.1", "Not today"));
        serve(reception(nobody).spool(spool, () -> {}), SmtpPort.mta(0)).play(Pace.LOCK_STEP, GREETED + """
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 ...
            C: RCPT TO:<ddd@kobe.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            C: Hello
            C: .
            S: 550 5.7.1 Not today
            """);
        assertThat(spool.destinations("", 10)).isEmpty();
    }

    @Test
    void overLmtpEachRecipientHearsIt() throws Exception {
        Screening nobody = (peer, envelope, content) -> Verdict.refuse(Reply.of(550, "5.7.1", "Not today"));
        serve(reception(nobody), SmtpPort.lmtp(0)).play(Pace.LOCK_STEP, """
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
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 ...
            C: RCPT TO:<bbb@osaka.test>
            S: 250 ...
            C: RCPT TO:<ccc@osaka.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            C: Hello
            C: .
            S: 550 5.7.1 Not today
            S: 550 5.7.1 Not today
            """);
    }

    /** Behind what is looked at, a field in our name could hide. */
    @Test
    void aHeaderThatIsTooLongToBeSearchedIsRefused() throws Exception {
        String fields = ("C: X: " + "x".repeat(900) + "\n").repeat(300);
        serve((peer, envelope, content) -> Verdict.ACCEPT).play(Pace.LOCK_STEP, GREETED + TO_BBB + fields + """
            C: Authentication-Results: mx.osaka.test; spf=pass
            C:
            C: .
            S: 552 5.3.4 The header has over 262144 octets; send a shorter one
            """);
        assertThat(Inbox.of(store, "bbb@osaka.test")).isEmpty();
    }
}
