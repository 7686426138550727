package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.OwnExtension;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mail that stays here. Where it goes on is {@link RelayTest}'s. */
@Timeout(60)
class ReceptionTest {
    private static final String TRACE = "Received: from client\\.test \\(\\[127\\.0\\.0\\.1]\\)\r\n"
            + "\tby mx\\.osaka\\.test with %s id [0-9a-f-]{36}%s;\r\n\t[A-Z][a-z]{2}, .{20,24} \\+0000\r\n";

    private final MemoryMailStore store = MemoryMailStore.builder()
            .accountOctets(20_000_000)
            .messageOctets(10_000)
            .build();
    private final Router router = Router.builder(Accounts.of(store))
            .local(Domain.of("osaka.test"))
            .postmaster("root@osaka.test")
            .alias(Mailbox.of("info@osaka.test"), "bbb@osaka.test")
            .subaddress('+')
            .build();
    private final UserTable users = new UserTable(4096).add("bbb@osaka.test", Secret.of("hunter2"));
    private final List<SmtpServer> servers = new ArrayList<>();

    ReceptionTest() {
        List.of("bbb@osaka.test", "ccc@osaka.test", "root@osaka.test").forEach(store::addAccount);
    }

    @AfterEach
    void close() {
        servers.forEach(SmtpServer::close);
    }

    @Test
    void mailComesIntoTheMailboxOctetForOctetBehindTheTrace() throws Exception {
        mta().playEveryWay("""
            S: 220 ...
            C: EHLO client.test
            S: 250-mx.osaka.test
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-SMTPUTF8
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE ...
            S: 250-8BITMIME
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<aaa@tokyo.test> BODY=8BITMIME
            C: RCPT TO:<bbb@osaka.test>
            C: DATA
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 354 ...
            WAIT
            C: Subject: \\xe3\\x81\\x8a\\xff
            C:
            C: ..
            C: .. two dots
            C:
            C: .
            S: 250 2.0.0 Message accepted
            """);
        List<String> inbox = Inbox.of(store, "bbb@osaka.test");
        assertThat(inbox)
                .hasSizeGreaterThan(30)
                .allMatch(message -> message.matches("(?s)Return-Path: <aaa@tokyo\\.test>\r\n"
                        + String.format(TRACE, "ESMTP", "\r\n\tfor <bbb@osaka\\.test>")
                        + "Subject: \u00e3\u0081\u008a\u00ff\r\n\r\n\\.\r\n\\. two dots\r\n\r\n"));
        assertThat(new HashSet<>(inbox)).hasSameSizeAs(inbox); // no id twice
    }

    @Test
    void twoRecipientsHaveACopyEachAndNeitherIsNamedInIt() throws Exception {
        mta().playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<>
            S: 250 ...
            C: RCPT TO:<info+lists@osaka.test>
            S: 250 ...
            C: RCPT TO:<ccc@osaka.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: Hello
            C: .
            S: 250 2.0.0 Message accepted
            """);
        assertThat(Inbox.of(store, "bbb@osaka.test"))
                .isEqualTo(Inbox.of(store, "ccc@osaka.test"))
                .isNotEmpty()
                .allMatch(message ->
                        message.matches("Return-Path: <>\r\n" + String.format(TRACE, "SMTP", "") + "Hello\r\n"));
    }

    @Test
    void thePostmasterIsAlwaysHere() throws Exception {
        mta().playEveryWay("""
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
            C: MAIL FROM:<>
            S: 250 ...
            C: RCPT TO:<Postmaster>
            S: 250 ...
            C: RCPT TO:<POSTMASTER@Osaka.Test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: .
            S: 250 ...
            """);
        assertThat(Inbox.of(store, "root@osaka.test")).isNotEmpty().allMatch(message -> message.endsWith("+0000\r\n"));
    }

    @Test
    void strangersAreRefusedAllButMailForThisPlace() throws Exception {
        mta().playEveryWay("""
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
            C: MAIL FROM:<bbb@osaka.test>
            C: RCPT TO:<x@elsewhere.test>
            C: RCPT TO:<nobody@osaka.test>
            C: RCPT TO:<"x@elsewhere.test"@osaka.test>
            C: RCPT TO:<x%elsewhere.test@osaka.test>
            C: VRFY bbb
            C: DATA
            S: 250 2.1.0 Sender ok
            S: 554 5.7.1 Relaying denied...
            S: 550 5.1.1 No such mailbox here
            S: 550 5.1.1 No such mailbox here
            S: 550 5.1.1 No such mailbox here
            S: 252 ...
            S: 503 5.5.1 ...
            """);
    }

    @Test
    void aMailboxWithoutRoomIsRefusedAloneAndBeforeTheContent() throws Exception {
        mta().playEveryWay("""
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
            C: MAIL FROM:<aaa@tokyo.test> SIZE=10001
            S: 250 ...
            C: RCPT TO:<bbb@osaka.test>
            S: 552 5.3.4 ...
            """);
    }

    @Test
    void aStoreThatCannotTellNowHasTheClientAskAgain() throws Exception {
        Router blind = Router.builder(account -> {
                    throw new StoreException(StoreException.Reason.UNAVAILABLE, "the disk is away");
                })
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .build();
        Reception reception = Reception.builder("mx.osaka.test", blind, store).build();
        Wire.to(start(reception, SmtpPort.mta(0).tls(TlsMode.PLAINTEXT)).port()).playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 ...
            C: RCPT TO:<bbb@osaka.test>
            S: 451 4.3.0 ...
            """);
    }

    @Test
    void aMessageThatHasPassedAHundredServersIsRefused() throws Exception {
        String field = "C: Received: from x by y; Thu, 1 Jan 1970 00:00:00 +0000\n";
        String before = """
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 ...
            C: RCPT TO:<bbb@osaka.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            """;
        mta().playUncut(before + field.repeat(99) + "C:\n" + field + "C: .\nS: 250 ...\n");
        List<String> taken = Inbox.of(store, "bbb@osaka.test");
        assertThat(taken).isNotEmpty();
        mta().playUncut(before + field.repeat(100) + "C:\nC: .\nS: 554 5.4.6 The message goes round in circles...\n");
        mta().playUncut(before + field.repeat(100) + "C: .\nS: 554 5.4.6 ...\n"); // all header, without its end
        assertThat(Inbox.of(store, "bbb@osaka.test")).isEqualTo(taken);
    }

    @Test
    void aConnectionThatDropsInTheMidstDeliversNothing() throws Exception {
        SmtpServer server = start(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT));
        Wire.to(server.port()).playEveryWay("""
            S: 220 ...
            C: HELO client.test
            S: 250 ...
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 ...
            C: RCPT TO:<bbb@osaka.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: Subject: cut
            C:
            C> The line that nev
            CLOSE
            EOF
            """);
        assertThat(Inbox.of(store, "bbb@osaka.test")).isEmpty();
    }

    @Test
    void lmtpAnswersForEachRecipient() throws Exception {
        Wire lmtp = Wire.to(start(SmtpPort.lmtp(0)).port());
        String content = "C: " + "x".repeat(9_900) + "\nC: .\n";
        lmtp.playUncut("""
            S: 220 mx.osaka.test LMTP
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
            C: RCPT TO:<nobody@osaka.test>
            S: 550 ...
            C: RCPT TO:<ccc@osaka.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            """ + content + """
            S: 552 5.3.4 ...
            S: 552 5.3.4 ...
            C: MAIL FROM:<aaa@tokyo.test>
            S: 250 ...
            C: RCPT TO:<bbb@osaka.test>
            S: 250 ...
            C: RCPT TO:<ccc@osaka.test>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: Hello
            C: .
            S: 250 2.0.0 Message accepted
            S: 250 2.0.0 Message accepted
            """);
        assertThat(Inbox.of(store, "bbb@osaka.test"))
                .isEqualTo(Inbox.of(store, "ccc@osaka.test"))
                .isNotEmpty()
                .allMatch(message -> message.contains(" with LMTP id "));
    }

    @Test
    void submissionIsForOnesOwnAddressesAndSuppliesWhatIsMissing() throws Exception {
        submission().playEveryWay("""
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
            S: 250 ...
            # \\0bbb@osaka.test\\0hunter2
            C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
            S: 235 ...
            WAIT
            C: MAIL FROM:<ccc@osaka.test>
            C: MAIL FROM:<aaa@tokyo.test>
            C: MAIL FROM:<info+x@osaka.test>
            C: RCPT TO:<ccc@osaka.test>
            C: DATA
            S: 550 5.7.1 ...
            S: 550 5.7.1 ...
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 354 ...
            WAIT
            C: Subject: bare
            C:
            C: Hello
            C: .
            S: 250 2.0.0 Message accepted
            C: MAIL FROM:<>
            C: RCPT TO:<bbb@osaka.test>
            C: DATA
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 354 ...
            WAIT
            C: DATE: Thu, 1 Jan 1970 00:00:00 +0000
            C: Message-Id : <1@client.test>
            C: .
            S: 250 2.0.0 Message accepted
            """);
        assertThat(Inbox.of(store, "ccc@osaka.test"))
                .hasSizeGreaterThan(30)
                .allMatch(message -> message.matches("(?s)Return-Path: <info\\+x@osaka\\.test>\r\n"
                        + String.format(TRACE, "ESMTPA", "\r\n\tfor <ccc@osaka\\.test>")
                        + "Date: [A-Z][a-z]{2}, .{20,24} \\+0000\r\nMessage-ID: <[0-9a-f-]{36}@mx\\.osaka\\.test>\r\n"
                        + "Subject: bare\r\n\r\nHello\r\n"));
        assertThat(Inbox.of(store, "bbb@osaka.test"))
                .isNotEmpty()
                .allMatch(message -> Inbox.behindTrace(message)
                        .equals("DATE: Thu, 1 Jan 1970 00:00:00 +0000\r\nMessage-Id : <1@client.test>\r\n"));
    }

    @Test
    void anApplicationSaysWhoMaySendAsWhom() throws Exception {
        Reception reception = Reception.builder("mx.osaka.test", router, store)
                .rights((login, from) -> {
                    if (from.localPart().equals("away")) {
                        throw new StoreException(StoreException.Reason.UNAVAILABLE, "the table is away");
                    }
                    return login.equals("bbb@osaka.test") && from.equals(Mailbox.of("boss@tokyo.test"));
                })
                .build();
        Wire.to(start(reception, plainSubmission()).port()).playEveryWay("""
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
            S: 250 ...
            C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AGh1bnRlcjI=
            S: 235 ...
            C: MAIL FROM:<bbb@osaka.test>
            S: 550 5.7.1 ...
            C: MAIL FROM:<away@tokyo.test>
            S: 451 4.3.0 ...
            C: MAIL FROM:<boss@tokyo.test>
            S: 250 2.1.0 Sender ok
            """);
    }

    @Test
    void anExtensionOfTheApplicationsOwnIsOfferedBesideTheRest() throws Exception {
        Reception reception = Reception.builder("mx.osaka.test", router, store)
                .extension(OwnExtension.of("XBATCH")
                        .mailParameter("XBATCH")
                        .verb("XFLUSH", (peer, command) -> Reply.of(250, "2.0.0", "Flushed " + command.argument())))
                .build();
        Wire.to(start(reception, SmtpPort.mta(0).tls(TlsMode.PLAINTEXT)).port()).playUncut("""
            S: 220 ...
            C: EHLO client.test
            S: 250-mx.osaka.test
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-SMTPUTF8
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE ...
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 XBATCH
            C: MAIL FROM:<aaa@tokyo.test> XBATCH=7
            S: 250 2.1.0 Sender ok
            C: XFLUSH 7
            S: 250 2.0.0 Flushed 7
            """);
    }

    private Wire mta() throws FaultException {
        return Wire.to(start(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT)).port());
    }

    private Wire submission() throws FaultException {
        return Wire.to(start(plainSubmission()).port());
    }

    private static SmtpPort plainSubmission() {
        return SmtpPort.submission(0).tls(TlsMode.PLAINTEXT).plaintextLogin(true);
    }

    private SmtpServer start(SmtpPort port) throws FaultException {
        return start(Reception.builder("mx.osaka.test", router, store).build(), port);
    }

    private SmtpServer start(Reception reception, SmtpPort port) throws FaultException {
        SmtpServer.Builder builder = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(port.on(InetAddress.getLoopbackAddress()))
                .application(reception);
        SmtpServer server = (port.loginRequired() ? builder.users(users) : builder).start();
        servers.add(server);
        return server;
    }
}
