package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.authentication.HeaderFields;
import dev.yubin.routing.authentication.Signing;
import dev.yubin.routing.authentication.WholeContent;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody signs what users here send; what is signed is what the next server hears. */
@Timeout(60)
class SigningTest {
    private static final String TAKES = "220 mx|250 mx|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";
    private static final String LOGGED_IN = """
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
        S: 250%s...
        C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
        S: 235 ...
        """;

    private final MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test", "root@osaka.test");
    private final UserTable users = new UserTable(4096).add("bbb@osaka.test", Secret.of("hunter2"));
    private final Signer signer = new Signer();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Remembers what it has signed, and for whom. */
    private static final class Signer implements Signing {
        private final List<String> signed = new CopyOnWriteArrayList<>();

        @Override
        public HeaderFields sign(Domain domain, WholeContent content) throws IOException {
            try (InputStream in = content.open()) {
                signed.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
            return HeaderFields.of("Signed", "d=" + domain + ";\r\n\tn=" + signed.size());
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Router router(NextHop tokyo) {
        return Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
                .route(Domain.of("tokyo.test"), tokyo)
                .build();
    }

    private SmtpServer start(Reception.Builder reception) throws Exception {
        SmtpServer server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.submission(0).plaintextLogin(true).tls(TlsMode.PLAINTEXT))
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT))
                .users(users)
                .application(reception.build())
                .start();
        open.add(server);
        return server;
    }

    private static String transaction(String from, String to, String content) {
        return """
            C: MAIL FROM:<%s> BODY=8BITMIME
            S: 250 ...
            C: RCPT TO:<%s>
            S: 250 ...
            C: DATA
            S: 354 ...
            %sC: .
            S: 250 ...
            """.formatted(from, to, content);
    }

    @Test
    void theNextServerHearsBelowTheSignatureWhatWasSignedOctetForOctet() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES.replace("|250 mx|", "|250-mx/250 8BITMIME|"))) {
            SmtpServer server = start(Reception.builder("mx.osaka.test", router(tokyo.hop()), store)
                    .inMemoryOctets(10)
                    .signing(signer));
            Wire.to(server.addresses().get(0))
                    .play(
                            Pace.LOCK_STEP,
                            LOGGED_IN.formatted(" ") + transaction("bbb@osaka.test", "aaa@tokyo.test", """
                                C: From: <bbb@osaka.test>
                                C: Authentication-Results: mx.osaka.test; spf=pass
                                C: Subject: \\xe3\\x81\\x8a\\xff
                                C:
                                C: .. two dots
                                C:
                                C:
                                """));
            String signed = signer.signed.get(0);
            assertThat(signed)
                    .matches("(?s)Date: [^\r"
                            + "]+\r\n"
                            + "Message-ID: <[^\r"
                            + "]+@mx.osaka.test>\r\n"
                            + "From: <bbb@osaka.test>\r\n"
                            + "Subject: .*")
                    .endsWith("\u00e3\u0081\u008a\u00ff\r\n\r\n. two dots\r\n\r\n\r\n");
            String heard = String.join("\r\n", tokyo.heard()).replace("\r\n..", "\r\n.");
            assertThat(heard)
                    .contains("\r\nReceived: from client.test")
                    .contains("+0000\r\nSigned: d=osaka.test;\r\n\tn=1\r\n" + signed + ".");
        }
    }

    @Test
    void onlyMailOfOursIsSigned() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer(TAKES)) {
            SmtpServer server = start(Reception.builder("mx.osaka.test", router(tokyo.hop()), store)
                    .signing(signer, Network.of("192.0.2.0/24")));
            Wire.to(server.addresses().get(1))
                    .play(
                            Pace.LOCK_STEP,
                            "S: 220 ...\nC: HELO client.test\nS: 250 ...\n"
                                    + transaction("bbb@osaka.test", "away@osaka.test", "C: From: <bbb@osaka.test>\n")
                                            .replace(" BODY=8BITMIME", ""));
            assertThat(signer.signed).isEmpty();
            assertThat(tokyo.heard()).contains("From: <bbb@osaka.test>").noneMatch(line -> line.startsWith("Signed:"));
        }
    }

    @Test
    void whereNobodyLogsInANetworkCanBeNamedAndTheNullSenderIsTheHosts() throws Exception {
        SmtpServer server = start(Reception.builder("mx.osaka.test", router(NextHop.of("mx.tokyo.test")), store)
                .signing(signer, Network.of("127.0.0.0/8")));
        Wire.to(server.addresses().get(1))
                .play(
                        Pace.LOCK_STEP,
                        "S: 220 ...\nC: EHLO client.test\n" + "S: 250-...\n".repeat(8) + "S: 250 ...\n"
                                + transaction("", "bbb@osaka.test", "C: Hello\n"));
        assertThat(Inbox.of(store, "bbb@osaka.test"))
                .singleElement()
                .asString()
                .endsWith("+0000\r\nSigned: d=mx.osaka.test;\r\n\tn=1\r\nHello\r\n");
    }

    @Test
    void whatWaitsInTheSpoolIsSignedAndSoIsTheNoticeThatItFailed() throws Exception {
        try (ScriptedServer tokyo = new ScriptedServer("220 mx|250-mx/250 8BITMIME|250 ok|550 5.1.1 Who?|221 bye")) {
            MemorySpool spool = new MemorySpool(1 << 20);
            Router router = router(tokyo.hop());
            Relay relay = Relay.builder("mx.osaka.test").atOnce(100).build();
            Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                    .listener(new Notices(
                                    Domain.of("mx.osaka.test"),
                                    spool,
                                    SchedulerLimits.standard(),
                                    InstantSource.system())
                            .signedBy(signer))
                    .build();
            open.add(scheduler);
            SmtpServer server = start(Reception.builder("mx.osaka.test", router, store)
                    .relay(relay)
                    .signing(signer)
                    .spool(spool, scheduler::wake));
            Wire.to(server.addresses().get(0))
                    .play(
                            Pace.LOCK_STEP,
                            LOGGED_IN.formatted("-...\nS: 250 ")
                                    + transaction("bbb@osaka.test", "aaa@tokyo.test", "C: From: <bbb@osaka.test>\n"));
            String notice = await("bbb@osaka.test");
            assertThat(notice)
                    .isEqualTo("Return-Path: <>\r\nSigned: d=mx.osaka.test;\r\n\tn=2\r\n" + signer.signed.get(1))
                    .contains("Final-Recipient: rfc822; aaa@tokyo.test\r\nAction: failed\r\n")
                    .contains("\r\nSigned: d=osaka.test;\r\n\tn=1\r\n");
        }
    }

    /** The first message there, within the test's own time. */
    private String await(String account) throws Exception {
        while (Inbox.of(store, account).isEmpty()) {
            Thread.onSpinWait();
        }
        return Inbox.of(store, account).get(0);
    }
}
