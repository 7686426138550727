package dev.yubin.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Postfix;
import dev.yubin.conformance.smtp.Mailroom;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.Accounts;
import dev.yubin.routing.Forwarding;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail goes from a server of ours to Debian's Postfix, which the DNS names, and back, each way through TLS in which the one who sends knows the other by his certificate. What either
 * has to say of a mail reaches its sender.
 */
@Tag("programs")
@Timeout(120)
class PostfixTest {
    private static final String AAA = "aaa@osaka.test";
    private static final Credentials LOGIN = Credentials.of(AAA, Secret.of("kitsune"));
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** With what may get lost on the way: a dot in front, octets beyond ASCII, and a line as long as RFC 5321 section 4.5.3.1.6 has it. */
    private static final String MESSAGE = """
            From: Aaa <aaa@osaka.test>\r
            To: Bob <bob@example.test>\r
            Subject: there and back\r
            Date: Fri, 27 Nov 2026 09:00:00 +0900\r
            Message-ID: <1@osaka.test>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=iso-8859-1\r
            Content-Transfer-Encoding: 8bit\r
            \r
            .a dot, and ..two\r
            .\r
            gr\u00fc\u00dfe \r
            """ + "x".repeat(998) + "\r\n\r\nthe end\r\n";

    private static final TlsIdentity OURS = TlsIdentity.selfSigned("mx.osaka.test");
    private static final TlsIdentity THEIRS = TlsIdentity.selfSigned("mx.example.test", HERE.getHostAddress());

    /** Closed from the last to the first. */
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private static final Semaphore CHANGES = new Semaphore(0);

    private static Postfix postfix;
    private static SmtpServer submission;
    private static Mailbox inbox;
    private static int read;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        Postfix.assumeHere();
        MemoryMailStore store = MemoryMailStore.create(AAA);
        inbox = store.account(AAA).open(MailboxName.INBOX);
        OPEN.push(inbox.watch(CHANGES::release));
        Router here = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster(AAA)
                .build();
        SmtpServer mx = SmtpServer.builder()
                .name("mx.osaka.test")
                .identity(OURS)
                .application(Reception.builder("mx.osaka.test", here, store).build())
                .port(SmtpPort.mta(0).on(HERE))
                .start();
        OPEN.push(mx);
        postfix = startPostfix(folder, mx.port());
        OPEN.push(postfix);
        submission = startSubmission(store);
        OPEN.push(submission);
    }

    /** Mail for nara.test takes its way to the same server under another name of this machine, and is to find another certificate there. */
    private static Postfix startPostfix(Path folder, int mx) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String osaka = "[127.0.0.1]:" + mx;
        String nara = "[localhost]:" + mx;
        return Postfix.start(
                "smtpd_tls_security_level = may",
                "smtpd_tls_cert_file = " + Files.writeString(folder.resolve("chain.pem"), Pem.chain(THEIRS)),
                "smtpd_tls_key_file = " + Files.writeString(folder.resolve("key.pem"), Pem.key(THEIRS)),
                "relay_domains = osaka.test nara.test",
                "transport_maps = inline:{ osaka.test=smtp:" + osaka + ", nara.test=smtp:" + nara + " }",
                "smtp_host_lookup = native",
                "smtp_tls_policy_maps = inline:{ { " + osaka + " = secure match=mx.osaka.test }," + " { " + nara
                        + " = secure match=mx.nara.test } }",
                "smtp_tls_CAfile = " + Files.writeString(folder.resolve("known.pem"), Pem.chain(OURS)),
                "smtpd_tls_received_header = yes",
                "maximal_queue_lifetime = 0"); // what fails once has failed, and is told at once
    }

    private static SmtpServer startSubmission(MemoryMailStore store) throws Exception {
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .postmaster(AAA)
                .routeSecurely(Domain.of("example.test"))
                .build();
        Zone zone = new Zone().with("example.test MX", "mx.example.test").with("mx.example.test A", "127.0.0.1");
        OPEN.push(zone);
        MailExchangers exchangers = MailExchangers.at(zone.address());
        OPEN.push(exchangers);
        Relay relay = Relay.builder("mx.osaka.test")
                .mailExchangers(exchangers)
                .port(postfix.port())
                .trust(TlsTrust.in(THEIRS))
                .build();
        OPEN.push(relay);
        MemorySpool spool = new MemorySpool(1 << 20);
        SchedulerLimits limits = SchedulerLimits.standard();
        Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .limits(limits)
                .listener(new Notices(Domain.of("mx.osaka.test"), spool, limits, InstantSource.system()))
                .build();
        OPEN.push(scheduler);
        return SmtpServer.builder()
                .name("mx.osaka.test")
                .identity(OURS)
                .users(UserTable.of(AAA, LOGIN.password().orElseThrow()))
                .application(Reception.builder("mx.osaka.test", router, store)
                        .relay(relay)
                        .spool(spool, scheduler::wake)
                        .build())
                .port(SmtpPort.submission(0).on(HERE))
                .start();
    }

    @AfterAll
    static void close() throws Exception {
        while (!OPEN.isEmpty()) {
            OPEN.pop().close();
        }
    }

    private static void submit(Envelope envelope) throws Exception {
        try (SmtpClient smtp = SmtpClient.builder("mx.osaka.test", submission.port(), TlsMode.STARTTLS_REQUIRED)
                .names(name -> List.of(HERE))
                .trust(TlsTrust.in(OURS))
                .connect()
                .await()) {
            smtp.login(LOGIN).await();
            smtp.send(envelope, MESSAGE.getBytes(ISO_8859_1)).await();
            smtp.quit().await();
        }
    }

    private static void giveToPostfix(Envelope envelope) throws Exception {
        try (SmtpClient smtp = SmtpClient.builder(HERE.getHostAddress(), postfix.port(), TlsMode.STARTTLS_REQUIRED)
                .trust(TlsTrust.in(THEIRS))
                .connect()
                .await()) {
            smtp.send(envelope, MESSAGE.getBytes(ISO_8859_1)).await();
            smtp.quit().await();
        }
    }

    /** The next message that comes to aaa's mailbox, an octet a character. */
    private static String next() throws Exception {
        while (inbox.messages().size() == read) {
            assertThat(CHANGES.tryAcquire(30, TimeUnit.SECONDS))
                    .as("something comes; Postfix says:%n%s", postfix.log())
                    .isTrue();
        }
        Message message = inbox.messages().get(read++);
        try (Content content = inbox.content(message.uid())) {
            ByteBuffer octets = ByteBuffer.allocate((int) content.octets());
            while (octets.hasRemaining()) {
                content.read(octets.position(), octets);
            }
            return new String(octets.array(), ISO_8859_1);
        }
    }

    @Test
    void mailOfOursReachesPostfixAndItsNoticeOfSuccessComesBack() throws Exception {
        RcptParameters asked = RcptParameters.of(Notify.of(Notify.Event.SUCCESS));
        submit(new Envelope(
                new Mail(ReversePath.of(AAA), MailParameters.NONE),
                List.of(new Rcpt(ForwardPath.of(Postfix.RECIPIENT), asked))));

        assertThat(next())
                .startsWith("Return-Path: <>\r\n")
                .contains("Reporting-MTA: dns; mx.example.test\r\n", "\r\nAction: delivered\r\n")
                .contains("\r\nFinal-Recipient: rfc822; bob@example.test\r\n");
        assertThat(Mailroom.maildir(postfix.maildir()).messages())
                .singleElement()
                .asString()
                .contains("Return-Path: <aaa@osaka.test>\r\n", "(using TLSv1.3 with cipher ")
                .endsWith("\r\n" + MESSAGE);
    }

    @Test
    void mailOfPostfixReachesUs() throws Exception {
        giveToPostfix(Envelope.of(Postfix.RECIPIENT, AAA));

        assertThat(next())
                .startsWith("Return-Path: <bob@example.test>\r\nReceived: from mx.example.test ")
                .contains(" with ESMTPS")
                .endsWith("\r\n" + MESSAGE);
    }

    @Test
    void whatPostfixRefusesComesBackWithItsWords() throws Exception {
        submit(Envelope.of(AAA, "nobody@example.test"));

        assertThat(next())
                .startsWith("Return-Path: <>\r\n")
                .contains("Reporting-MTA: dns; mx.osaka.test\r\n", "\r\nAction: failed\r\nStatus: 5.1.1\r\n")
                .contains("User unknown in virtual mailbox table");
    }

    @Test
    void whatWeRefusePostfixSendsBackWithOurWords() throws Exception {
        giveToPostfix(Envelope.of(AAA, "nobody@osaka.test"));

        assertThat(next())
                .startsWith("Return-Path: <>\r\n")
                .contains("Reporting-MTA: dns; mx.example.test\r\n", "\r\nAction: failed\r\nStatus: 5.1.1\r\n")
                .contains("\r\nRemote-MTA: dns; 127.0.0.1\r\nDiagnostic-Code: smtp; 550 5.1.1 ");
    }

    @Test
    void postfixHandsNothingToAServerWithAnotherNameInItsCertificate() throws Exception {
        giveToPostfix(Envelope.of(AAA, "ccc@nara.test"));

        assertThat(next())
                .startsWith("Return-Path: <>\r\n")
                .contains("\r\nFinal-Recipient: rfc822; ccc@nara.test\r\n", "Server certificate not verified");
    }
}
