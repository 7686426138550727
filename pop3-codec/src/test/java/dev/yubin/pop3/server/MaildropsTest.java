package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a policy makes of a maildrop in a store with mailboxes, and how large its messages are. */
class MaildropsTest {
    private static final QuickUsers USERS =
            new QuickUsers().add("mrose", Secret.of("secret")).add("frated", Secret.of("secret"));
    private static final String LOGIN = """
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            """;

    /** New for each play. */
    private MailStore store;

    private Pop3Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Wire wire(UnaryOperator<Pop3Server.Builder> settings) throws FaultException {
        MailStore present = user -> store.account(user);
        server = settings.apply(builder(present)).start();
        return Wire.to(server.port())
                .before(() -> fill(new Mail("A: 1\r\n\r\nx\r\n", 40), new Mail("A: 2\r\n\r\ny\r\n", 10)));
    }

    private static Pop3Server.Builder builder(MaildropStore store) {
        return Pop3Server.builder(store, USERS)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .name("dewey");
    }

    private Wire wire(MaildropPolicy policy) throws FaultException {
        return wire(server -> server.policy(policy));
    }

    /** @param daysAgo when it came in */
    private record Mail(String text, int daysAgo) {}

    private void fill(Mail... mails) {
        store = MemoryMailStore.create("mrose", "frated");
        try {
            for (Mail mail : mails) {
                Instant received = Instant.now().minus(Duration.ofDays(mail.daysAgo()));
                try (MessageWriter writer = MessageWriter.open(inbox(), Set.of(), received, OptionalLong.empty())) {
                    writer.write(ByteBuffer.wrap(mail.text().getBytes(StandardCharsets.ISO_8859_1)));
                    writer.commit();
                }
            }
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private Mailbox inbox() throws StoreException {
        return account().open(MailboxName.INBOX);
    }

    private Account account() throws StoreException {
        return store.account("mrose");
    }

    private List<Long> uids(Mailbox mailbox) throws StoreException {
        return mailbox.messages().stream().map(Message::uid).toList();
    }

    @Test
    void whatIsFlaggedStaysInTheMailboxAndIsNotShownAgain() throws Exception {
        Flag flag = Flag.of("$POP3Deleted");
        wire(MaildropPolicy.standard().deletion(Deletion.flag(flag))).playEveryWay(LOGIN + """
            S: +OK maildrop has 2 messages (22 octets)
            C: DELE 1
            S: +OK ...
            C: QUIT
            S: +OK dewey POP3 server signing off (1 message left)
            EOF
            """);
        assertThat(inbox().messages().stream().map(Message::flags)).containsExactly(Set.of(flag), Set.of());
        Wire.to(server.port()).play(LOGIN + """
            S: +OK maildrop has 1 message (11 octets)
            C: RETR 1
            S: +OK 11 octets
            S: A: 2
            S:\s
            S: y
            S: .
            C: DELE 2
            S: -ERR no such message, only 1 message in maildrop
            C: QUIT
            S: +OK dewey POP3 server signing off (1 message left)
            EOF
            """);
    }

    @Test
    void whatIsMovedIsFoundThereThoughTheMailboxWasMissing() throws Exception {
        MailboxName trash = MailboxName.of("Trash");
        Wire wire = wire(MaildropPolicy.standard().deletion(Deletion.moveTo(trash)));
        wire.playEveryWay(LOGIN + """
            S: +OK ...
            C: DELE 2
            S: +OK ...
            C: QUIT
            S: +OK dewey POP3 server signing off (1 message left)
            EOF
            """);
        assertThat(uids(inbox())).containsExactly(1L);
        assertThat(account().open(trash).messages()).hasSize(1);
        Wire.to(server.port()).play(LOGIN + """
            S: +OK ...
            C: DELE 1
            S: +OK ...
            C: QUIT
            S: +OK dewey POP3 server signing off (0 messages left)
            EOF
            """);
        assertThat(account().open(trash).messages()).hasSize(2);
    }

    @Test
    void withoutQuitNothingIsFlaggedOrMovedAndNothingExpires() throws Exception {
        MaildropPolicy policy = MaildropPolicy.standard()
                .deletion(Deletion.moveTo(MailboxName.of("Trash")))
                .expireDays(30);
        wire(policy).play(LOGIN + """
            S: +OK ...
            C: DELE 1
            S: +OK ...
            C: DELE 2
            S: +OK ...
            C: RSET
            S: +OK maildrop has 2 messages
            C: DELE 2
            S: +OK ...
            CLOSE
            EOF
            """);
        assertThat(uids(inbox())).containsExactly(1L, 2L);
    }

    @Test
    void whatIsOlderThanItIsKeptGoesAtQuitThoughNobodyMarkedIt() throws Exception {
        wire(MaildropPolicy.standard().expireDays(30)).playEveryWay(LOGIN + """
            S: +OK maildrop has 2 messages (22 octets)
            C: LIST
            S: +OK 2 messages
            S: 1 11
            S: 2 11
            S: .
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE 30
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: RSET
            S: +OK ...
            C: QUIT
            S: +OK dewey POP3 server signing off (1 message left)
            EOF
            """);
        assertThat(uids(inbox())).containsExactly(2L);
    }

    @Test
    void whereNothingMayBeLeftWhatWasRetrievedGoes() throws Exception {
        wire(MaildropPolicy.standard().expireDays(0)).playEveryWay(LOGIN + """
            S: +OK ...
            C: TOP 1 10
            S: +OK ...
            S: A: 1
            S:\s
            S: x
            S: .
            C: RETR 2
            S: +OK ...
            S: A: 2
            S:\s
            S: y
            S: .
            C: LIST 2
            S: +OK 2 11
            C: QUIT
            S: +OK dewey POP3 server signing off (1 message left)
            EOF
            """);
        assertThat(uids(inbox())).containsExactly(1L);
    }

    @Test
    void aSharedMaildropIsASnapshotForEach() throws Exception {
        wire(MaildropPolicy.standard().shared());
        fill(new Mail("A: 1\r\n\r\nx\r\n", 1), new Mail("A: 2\r\n\r\ny\r\n", 1));
        try (RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            for (RawClient client : List.of(first, second)) {
                client.line();
                client.says("USER mrose");
                client.send("PASS secret\r\n");
                assertThat(client.line()).isEqualTo("+OK maildrop has 2 messages (22 octets)");
            }
            first.says("DELE 1");
            first.send("QUIT\r\n");
            assertThat(first.line()).endsWith("(1 message left)");
            second.send("RETR 1\r\n");
            assertThat(second.line()).startsWith("-ERR [SYS/TEMP] the message cannot be read: ");
            second.send("STAT\r\nDELE 1\r\nDELE 2\r\nQUIT\r\n");
            assertThat(second.line()).isEqualTo("+OK 2 22");
            assertThat(second.line()).isEqualTo("+OK message 1 deleted");
            assertThat(second.line()).isEqualTo("+OK message 2 deleted");
            assertThat(second.line()).endsWith("(0 messages left)");
        }
        assertThat(uids(inbox())).isEmpty();
    }

    @Test
    void whoComesAgainTooSoonHearsHowLongToWait() throws Exception {
        wire(server -> server.policies(
                MaildropPolicy.standard().loginDelay(Duration.ofMinutes(15)).expireDays(7),
                user -> user.equals("frated")
                        ? MaildropPolicy.standard()
                        : MaildropPolicy.standard()
                                .loginDelay(Duration.ofMinutes(1))
                                .expireDays(60)));
        fill();
        Wire.to(server.port()).play("""
            S: +OK ...
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: LOGIN-DELAY 900 USER
            S: EXPIRE 7 USER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: LOGIN-DELAY 60
            S: EXPIRE 60
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
        Wire.to(server.port()).play("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS wrong
            S: -ERR [AUTH] invalid user name or password
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: -ERR [LOGIN-DELAY] logged in too short a while ago; come again in ... seconds
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: -ERR [LOGIN-DELAY] ...
            C: USER frated
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: QUIT
            S: +OK ...
            EOF
            """);
        Wire.to(server.port()).play("""
            S: +OK ...
            C: USER frated
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: LOGIN-DELAY 0
            S: EXPIRE NEVER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void aDelayIsOverInItsTimeAndThenForgotten() {
        LoginDelays delays = new LoginDelays();
        long now = Long.MAX_VALUE - 10; // nanoTime may be anything, and overflow
        delays.begin("mrose", Duration.ofNanos(20), now);
        delays.begin("frated", Duration.ZERO, now);
        assertThat(delays.left("mrose", now)).isEqualTo(Duration.ofNanos(20));
        assertThat(delays.left("mrose", now + 19)).isEqualTo(Duration.ofNanos(1));
        assertThat(delays.left("mrose", now + 20)).isZero();
        assertThat(delays.left("frated", now)).isZero();
        for (int i = 0; i < 10_000; i++) {
            delays.begin("user" + i, Duration.ofNanos(20), now + 100L * i);
        }
        assertThat(delays.size()).isLessThan(2_000);
    }

    @Test
    void aPolicyThatBreaksWhatClientsWereToldIsTheServersFault() throws Exception {
        wire(server -> server.policies(
                MaildropPolicy.standard().expireDays(30),
                user -> MaildropPolicy.standard().expireDays(7)));
        fill();
        Wire.to(server.port()).play(LOGIN + """
            S: -ERR [SYS/TEMP] the maildrop cannot be opened: the server failed; its log says why
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void whatAStoreCannotDoIsRefusedBeforeAnybodyComes() {
        MaildropPolicy policy = MaildropPolicy.standard().deletion(Deletion.moveTo(MailboxName.of("Trash")));
        assertThatThrownBy(() -> builder(new Drops()).policy(policy).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the policy is that a deleted message is moved to Trash, which needs a MailStore;"
                        + " this store has maildrops alone");
        assertThatIllegalArgumentException().isThrownBy(() -> Deletion.moveTo(MailboxName.INBOX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaildropPolicy.standard().expireDays(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaildropPolicy.standard().loginDelay(Duration.ofMillis(1500)));
    }

    @Test
    void whatAStoreCannotDoForOneUserIsRefusedAtLogin() throws Exception {
        Drops drops = new Drops().with("mrose", "A: 1\r\n");
        server = builder(drops)
                .policies(
                        MaildropPolicy.standard(),
                        user -> MaildropPolicy.standard().deletion(Deletion.flag(Flag.of("$POP3Deleted"))))
                .start();
        Wire.to(server.port()).play(LOGIN + """
            S: -ERR [SYS/PERM] the maildrop cannot be opened: the policy is that a deleted message bears $POP3Deleted, which this store cannot do
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    /** Among them a message whose outline cannot be read, so that the message itself has to be. */
    @Test
    void sizesAreThoseOfTheOctetsThatAreSent() throws Exception {
        List<String> texts = List.of(
                "A: 1\r\n\r\n.x\r\n.\r\n",
                "A: 1\n\n.x\n.\n",
                "A: 1\r\n\r\nno end",
                "",
                "\r",
                "\n",
                "A: 1\n\nmixed\r\nx\ry\n\r");
        wire(MaildropPolicy.standard());
        fill(texts.stream().map(text -> new Mail(text, 1)).toArray(Mail[]::new));
        try (Append append = inbox().append(Set.of(), Instant.now(), OptionalLong.empty())) {
            append.write(ByteBuffer.wrap("A: 1\n\nof another version\n".getBytes(StandardCharsets.US_ASCII)));
            append.finish(new byte[] {1, 2, 3});
            append.commit();
        }
        try (RawClient client = new RawClient(server.port())) {
            client.line();
            client.says("USER mrose", "PASS secret");
            long sum = 0;
            for (int message = 1; message <= texts.size() + 1; message++) {
                client.send("LIST " + message + "\r\nRETR " + message + "\r\n");
                String listed = client.line();
                assertThat(client.line()).endsWith(" octets");
                long octets = 0;
                for (String line = client.lineWithEnd(); !line.equals(".\r\n"); line = client.lineWithEnd()) {
                    octets += line.length() - (line.startsWith(".") ? 1 : 0);
                }
                assertThat(listed).as("message %s", message).isEqualTo("+OK " + message + " " + octets);
                sum += octets;
            }
            client.send("STAT\r\n");
            assertThat(client.line()).isEqualTo("+OK " + (texts.size() + 1) + " " + sum);
        }
    }

    @Test
    void aMaildropOfManyMessagesIsMeasuredInBatches() throws Exception {
        wire(MaildropPolicy.standard());
        Mail[] mails = new Mail[600];
        Arrays.fill(mails, new Mail("A: 1\n\nx\n", 1));
        fill(mails);
        inbox().expunge(UidSet.range(100, 299));
        Wire.to(server.port()).play(LOGIN + """
            S: +OK maildrop has 400 messages (4400 octets)
            C: QUIT
            S: +OK ...
            EOF
            """);
    }
}
