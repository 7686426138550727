package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.Room;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.Accounts;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Router;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders and readers are told when a store has no room or is damaged, and that what they were told before stays true. */
class StoreTroubleTest {
    private static final Domain HOST = Domain.of("osaka.test");
    private static final String BBB = "bbb@osaka.test";
    private static final String CCC = "ccc@osaka.test";
    private static final int PAGE = 4096;

    /** Half a megabyte. */
    private static final int LONG = 5000;

    @TempDir
    private Path folder;

    private final List<Listener> listeners = new ArrayList<>();
    private SqliteMailStore store;
    private int smtp;
    private int lmtp;
    private int pop3;
    private int imap;

    private Path file() {
        return folder.resolve("mail.sqlite");
    }

    private void open(SqliteMailStore.Builder bounds) throws Exception {
        store = bounds.open(file());
        store.addAccount(BBB);
        store.addAccount(CCC);
        UserTable users = new UserTable(4096);
        users.add(BBB, Secret.of("tanuki"));
        Router router =
                Router.builder(Accounts.of(store)).local(HOST).postmaster(BBB).build();
        InetAddress here = InetAddress.getLoopbackAddress();
        Listener mail = started(SmtpServer.builder()
                .name("osaka.test")
                .application(Reception.builder("osaka.test", router, store).build())
                .port(SmtpPort.mta(0).on(here))
                .port(SmtpPort.lmtp(0).on(here))
                .start());
        smtp = mail.addresses().get(0).getPort();
        lmtp = mail.addresses().get(1).getPort();
        InetSocketAddress any = new InetSocketAddress(here, 0);
        pop3 = started(Pop3Server.builder(store, users)
                        .plaintextLogin(true)
                        .listen(any, TlsMode.PLAINTEXT)
                        .start())
                .port();
        imap = started(ImapServer.builder(store, users)
                        .plaintextLogin(true)
                        .listen(any, TlsMode.PLAINTEXT)
                        .start())
                .port();
    }

    private Listener started(Listener listener) {
        listeners.add(listener);
        return listener;
    }

    @AfterEach
    void close() throws StoreException {
        listeners.forEach(listener -> listener.drain(Duration.ofSeconds(5)));
        store.close();
    }

    @Test
    void whereThereIsNoRoomTheSenderTriesAgainAndThenThereIs() throws Exception {
        open(SqliteMailStore.builder());
        deliver("first", 10, "250 2.0.0 ...");
        Room.none(store, BBB);
        deliver("second", LONG, "452 4.3.1 There is no room for mail here now; try again later");
        append(LONG, "S: b NO [UNAVAILABLE] ...");
        Wire.to(pop3).play(signedInByPop3() + """
                C: STAT
                S: +OK 1 ...
                C: RETR 1
                S: +OK ...
                S: Return-Path: <aaa@tokyo.test>
                S: Received: ...
                S: ...
                S: ...
                S: ...
                S: Subject: first
                S:
                """ + lines("S", 10) + """
                S: .
                """);
        Room.plenty(store, BBB);
        deliver("third", LONG, "250 2.0.0 ...");
        append(LONG, "S: b OK [APPENDUID ...] ...");
        assertThat(octets(BBB)).hasSize(3);
        assertThat(store.check().faults()).isEmpty();
    }

    @Test
    void anAccountOverItsQuotaIsFullForItselfAlone() throws Exception {
        open(SqliteMailStore.builder().accountOctets(100_000));
        deliver("first", 10, "250 2.0.0 ...");
        deliver("second", LONG, "452 4.2.2 The mailbox is full");
        append(LONG, "S: b NO [OVERQUOTA] ...");
        deliverToBothByLmtp(970, "452 4.2.2 The mailbox is full", "250 2.0.0 ...");
        Wire.to(pop3).play(signedInByPop3() + """
                C: DELE 1
                S: +OK ...
                C: QUIT
                S: +OK ...
                EOF
                """);
        deliver("third", 900, "250 2.0.0 ...");
        assertThat(octets(BBB)).hasSize(1);
        assertThat(octets(CCC)).hasSize(1);
    }

    @Test
    void whereTheSecondOfTwoFilesHasNoRoomASenderHearsOfEachRecipientWhatIsTrue() throws Exception {
        open(SqliteMailStore.builder().shards(2));
        Room.none(store, BBB);
        deliverToBothByLmtp(LONG, "452 4.3.1 There is no room for mail here now; try again later", "250 2.0.0 ...");
        assertThat(octets(BBB)).isEmpty();
        assertThat(octets(CCC)).as("told by LMTP that he has it").hasSize(1);
        deliverToBoth(LONG, "452 4.3.1 There is no room for mail here now; try again later");
        assertThat(octets(BBB)).isEmpty();
        assertThat(octets(CCC)).as("one answer for both, so neither has it").hasSize(1);
        Room.plenty(store, BBB);
        deliverToBoth(LONG, "250 2.0.0 ...");
        assertThat(octets(BBB)).hasSize(1);
        assertThat(octets(CCC)).as("not once more for what was refused").hasSize(2);
        assertThat(store.check().faults()).isEmpty();
    }

    @Test
    void aDamagedFileIsSaidToBeAndTakesNothingMore() throws Exception {
        open(SqliteMailStore.builder());
        for (int i = 0; i < 3; i++) {
            deliver("message " + i, LONG, "250 2.0.0 ...");
        }
        close();
        listeners.clear();
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = 40 * PAGE; at < damaged.length(); at += PAGE) {
                damaged.seek(at);
                damaged.write("no page of a database begins like this".getBytes(StandardCharsets.US_ASCII));
            }
        }
        open(SqliteMailStore.builder());
        deliver("another", LONG, "451 4.3.0 The mailbox cannot take the message now; try again later");
        append(LONG, "S: b NO [CORRUPTION] ...");
        Wire.to(imap).play("""
                S: * OK ...
                C: a LOGIN bbb@osaka.test tanuki
                S: a OK ...
                C: b STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 3)
                S: b OK ...
                C: c EXAMINE INBOX
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: c OK ...
                C: d FETCH 2 (BODY.PEEK[])
                S: d NO [CORRUPTION] ...
                """);
        Wire.to(pop3).play(signedInByPop3() + """
                C: RETR 2
                S: -ERR [SYS/PERM] ...
                """);
        assertThat(store.check().sound()).isFalse();
        assertThat(octets(BBB)).hasSize(3);
    }

    private static String signedInByPop3() {
        return """
                S: +OK ...
                C: USER bbb@osaka.test
                S: +OK ...
                C: PASS tanuki
                S: +OK ...
                """;
    }

    private void deliver(String subject, int lines, String reply) {
        Wire.to(smtp).play("""
                S: 220 ...
                C: HELO mx.example
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test>
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Subject: %s
                C:
                """.formatted(subject) + lines("C", lines) + """
                C: .
                S: %s
                C: NOOP
                S: 250 ...
                """.formatted(reply));
    }

    /** First to Ccc, whose mail is in the first file where there are two. */
    private void deliverToBoth(int lines, String reply) {
        Wire.to(smtp).play("""
                S: 220 ...
                C: HELO mx.example
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test>
                S: 250 ...
                C: RCPT TO:<ccc@osaka.test>
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                """ + lines("C", lines) + """
                C: .
                S: %s
                """.formatted(reply));
    }

    private void deliverToBothByLmtp(int lines, String ofBbb, String ofCcc) {
        Wire.to(lmtp).play("""
                S: 220 ...
                C: LHLO mx.example
                S: 250-osaka.test
                S: 250-PIPELINING
                S: 250-CHUNKING
                S: 250-SMTPUTF8
                S: 250-LIMITS RCPTMAX=...
                S: 250-SIZE ...
                S: 250-8BITMIME
                S: 250 ENHANCEDSTATUSCODES
                C: MAIL FROM:<aaa@tokyo.test>
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: RCPT TO:<ccc@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                """ + lines("C", lines) + """
                C: .
                S: %s
                S: %s
                """.formatted(ofBbb, ofCcc));
    }

    private void append(int lines, String answer) {
        boolean early = answer.contains("OVERQUOTA"); // the size alone says so
        Wire.to(imap)
                .play("""
                S: * OK ...
                C: a LOGIN bbb@osaka.test tanuki
                S: a OK ...
                C: b APPEND INBOX {%d}
                """.formatted(lines * 102) + (early ? "" : "S: + ...\n" + lines("C", lines) + "C:\n") + answer
                        + """

                C: c NOOP
                S: c OK ...
                """);
    }

    /** So many lines of 100 octets and CR LF, said by the one or the other. */
    private static String lines(String who, int count) {
        return (who + ": " + "x".repeat(100) + "\n").repeat(count);
    }

    private List<Long> octets(String user) throws StoreException {
        return store.account(user).open(MailboxName.INBOX).messages().stream()
                .map(Message::octets)
                .toList();
    }
}
