package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.conformance.Wire.Pace;
import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Apop;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.Tokens;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pop3ServerTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final QuickUsers USERS = new QuickUsers()
            .add("mrose", Secret.of("secret"))
            .add("frated", Secret.of(" two  words "))
            .add("homeless", Secret.of("secret"));
    private static final String FIRST = "Subject: one\r\n\r\nhello\r\n";
    private static final String SECOND = "Subject: two\r\n\r\n.\r\n..dots\r\nlast\r\n";

    private final Drops drops = new Drops();
    private LoginThrottle throttle = new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO);
    private Pop3Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Wire wire() {
        return wire(Pop3Limits.standard());
    }

    private Wire wire(Pop3Limits limits) {
        return wire(TlsMode.STARTTLS_OPTIONAL, true, limits);
    }

    private Wire wire(TlsMode mode, boolean plaintextLogin, Pop3Limits limits) {
        return wire(mode, plaintextLogin, limits, USERS);
    }

    private Wire wire(TlsMode mode, boolean plaintextLogin, Pop3Limits limits, Authenticator users) {
        try {
            server = Pop3Server.builder(drops, users)
                    .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), mode)
                    .identity(IDENTITY)
                    .name("dewey")
                    .limits(limits)
                    .plaintextLogin(plaintextLogin)
                    .throttle(throttle)
                    .start();
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
        return Wire.to(server.port()).before(this::fill);
    }

    private void fill() {
        drops.with("mrose", FIRST, SECOND).with("frated");
    }

    @Test
    void theSessionOfRfc1939Section10() {
        wire().playEveryWay("""
            S: +OK dewey POP3 server ready
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK maildrop has 2 messages (56 octets)
            C: STAT
            S: +OK 2 56
            C: LIST
            S: +OK 2 messages
            S: 1 23
            S: 2 33
            S: .
            C: RETR 1
            S: +OK 23 octets
            S: Subject: one
            S:\s
            S: hello
            S: .
            C: DELE 1
            S: +OK message 1 deleted
            C: RETR 2
            S: +OK 33 octets
            S: Subject: two
            S:\s
            S: ..
            S: \\x2e\\x2e\\x2edots
            S: last
            S: .
            C: QUIT
            S: +OK dewey POP3 server signing off (1 message left)
            EOF
            """);
        assertThat(drops.uids("mrose")).containsExactly(2L);
        assertThat(drops.open).hasValue(0);
    }

    @Test
    void aDeletedMessageIsNotNamedAnyMoreUntilReset() {
        wire().playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: DELE 1
            S: +OK message 1 deleted
            C: DELE 1
            S: -ERR message 1 already deleted
            C: STAT
            S: +OK 1 33
            C: LIST
            S: +OK 1 message
            S: 2 33
            S: .
            C: LIST 1
            S: -ERR message 1 already deleted
            C: UIDL 1
            S: -ERR message 1 already deleted
            C: RETR 1
            S: -ERR message 1 already deleted
            C: TOP 1 0
            S: -ERR message 1 already deleted
            C: UIDL
            S: +OK 1 message
            S: 2 7.2
            S: .
            C: RSET
            S: +OK maildrop has 2 messages
            C: UIDL 1
            S: +OK 1 7.1
            C: LIST 2
            S: +OK 2 33
            C: NOOP
            S: +OK
            C: QUIT
            S: +OK ... (2 messages left)
            EOF
            """);
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L);
    }

    @Test
    void badArgumentsAreRefusedInTheirPlace() {
        wire(manyBadCommands()).playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: LIST 0
            S: -ERR expected a message-number, which is 1 or more, but found 0
            C: RETR 3
            S: -ERR no such message, only 2 messages in maildrop
            C: DELE 99999999999
            S: -ERR expected a number of at most 2147483647...
            C: TOP 1
            S: -ERR expected ...
            C: TOP 1 -1
            S: -ERR expected a number...
            C: STAT now
            S: -ERR expected the end of the line ...
            C: XYZZY plugh
            S: -ERR unknown command XYZZY
            C:\s
            S: -ERR expected a keyword...
            C: LIST\\x001
            S: -ERR a line has no NUL
            C> NOOP\\n
            S: -ERR a line ends with CR LF, but this ended with LF alone
            C: NOOP
            S: +OK
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    private static Pop3Limits manyBadCommands() {
        Pop3Limits limits = Pop3Limits.standard();
        return new Pop3Limits(
                limits.commandOctets(),
                limits.saslOctets(),
                limits.failedLogins(),
                100,
                limits.idle(),
                limits.idleBeforeLogin(),
                limits.connections(),
                limits.connectionsPerAddress());
    }

    @Test
    void outOfTurnIsToldInTheTablesWords() {
        wire().playEveryWay("""
            S: +OK ...
            C: STAT
            S: -ERR STAT out of turn, expected one of USER, APOP, AUTH, STLS, CAPA, UTF8, LANG, QUIT
            C: PASS secret
            S: -ERR PASS out of turn, expected one of USER, APOP, AUTH, STLS, CAPA, UTF8, LANG, QUIT
            C: USER mrose
            S: +OK ...
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: STLS
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: PASS secret
            S: -ERR PASS out of turn...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: USER mrose
            S: -ERR USER out of turn, expected one of STAT, LIST, UIDL, RETR, TOP, DELE, RSET, NOOP, CAPA, LANG, QUIT
            C: STLS
            S: -ERR STLS out of turn...
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
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
    void afterManyBadCommandsTheConnectionIsClosed() {
        wire().playEveryWay("S: +OK ...\n" + "C: XYZZY\nS: -ERR unknown command XYZZY\n".repeat(9)
                + "C: XYZZY\nS: -ERR too many bad commands\nEOF\n");
    }

    @Test
    void topCountsLinesOfTheBodyOnly() {
        Wire wire = wire();
        wire.before(() -> drops.with(
                        "mrose", "A: 1\r\nB: 2\r\n\r\nx\r\n\r\n.y\r\nz", "\r\nno header\r\n", "Only: header"))
                .playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: TOP 1 0
            S: +OK ...
            S: A: 1
            S: B: 2
            S:\s
            S: .
            C: TOP 1 2
            S: +OK ...
            S: A: 1
            S: B: 2
            S:\s
            S: x
            S:\s
            S: .
            C: TOP 1 3
            S: +OK ...
            S: A: 1
            S: B: 2
            S:\s
            S: x
            S:\s
            S: ..y
            S: .
            C: TOP 1 100
            S: +OK ...
            S: A: 1
            S: B: 2
            S:\s
            S: x
            S:\s
            S: ..y
            S: z
            S: .
            C: TOP 2 0
            S: +OK ...
            S:\s
            S: .
            C: TOP 3 5
            S: +OK ...
            S: Only: header
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void whatIsStoredGoesOutOctetForOctetButForAnLfThatLacksItsCr() {
        Wire wire = wire();
        wire.before(() -> drops.with("mrose", ".first\r\n.\r\nnul\0 \u00ff 8-bit\r\nbare\ncr\r!\r\nno end", ""))
                .playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: RETR 1
            S: +OK 42 octets
            S: ..first
            S: ..
            S: nul\\x00 \\xff 8-bit
            S: bare
            S: cr\\r!
            S: no end
            S: .
            C: LIST 2
            S: +OK 2 0
            C: RETR 2
            S: +OK 0 octets
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void noMessageEndsWhereItsSenderWouldHaveItEnd() {
        Wire wire = wire();
        wire.before(() -> drops.with("mrose", "A: 1\n\n.\n+OK forged\n.\r\n-ERR\r.\r\n"))
                .playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: RETR 1
            S: +OK 30 octets
            S: A: 1
            S:\s
            S: ..
            S: +OK forged
            S: ..
            S: -ERR\\r.
            S: .
            C: TOP 1 1
            S: +OK 30 octets
            S: A: 1
            S:\s
            S: ..
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void aPasswordMayHaveSpaces() {
        wire().playEveryWay("""
            S: +OK ...
            C: USER frated
            S: +OK ...
            C: PASS  two  words\\x20
            S: +OK maildrop has 0 messages (0 octets)
            C: LIST
            S: +OK 0 messages
            S: .
            C: QUIT
            S: +OK ... (0 messages left)
            EOF
            """);
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreToldTheSameAndTheThirdTimeIsTheLast() {
        wire().playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK send PASS
            C: PASS wrong
            S: -ERR [AUTH] invalid user name or password
            C: USER nobody
            S: +OK send PASS
            C: PASS secret
            S: -ERR [AUTH] invalid user name or password
            C: AUTH PLAIN AG1yb3NlAHdyb25n
            S: -ERR [AUTH] invalid user name or password
            EOF
            """);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EVERY_SPLIT")
    void anAddressThatFailedTooOftenIsNotHeardWhateverItsPasswordAndConnection(Pace pace) {
        throttle = new LoginThrottle(3, Duration.ZERO);
        Wire wire = wire();
        wire.play(pace, """
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS wrong
            S: -ERR [AUTH] invalid user name or password
            C: AUTH PLAIN AG1yb3NlAHdyb25n
            S: -ERR [AUTH] invalid user name or password
            C: AUTH PLAIN
            S: +\\x20
            C: AG1yb3NlAHdyb25n
            S: -ERR [AUTH] invalid user name or password
            EOF
            """);
        wire.playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: -ERR [SYS/TEMP] too many logins from your address have failed; try again later
            C: PASS secret
            S: -ERR PASS out of turn...
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: -ERR [SYS/TEMP] too many logins...
            C: AUTH PLAIN
            S: +\\x20
            C: AG1yb3NlAHNlY3JldA==
            S: -ERR [SYS/TEMP] too many logins...
            EOF
            """);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EVERY_SPLIT")
    void theAnswerToAFailedLoginIsHeldBackAndWhatIsSentMeanwhileWaits(Pace pace) {
        throttle = new LoginThrottle(60, Duration.ofMillis(100));
        Wire wire = wire();
        long before = System.nanoTime();
        wire.play(pace, """
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS wrong
            S: -ERR [AUTH] invalid user name or password
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: QUIT
            S: +OK ...
            EOF
            """);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aUserWithoutAMaildropIsToldWhoseFaultItIs() {
        wire().playEveryWay("""
            S: +OK ...
            C: USER homeless
            S: +OK ...
            C: PASS secret
            S: -ERR [SYS/PERM] the maildrop cannot be opened: there is no account homeless
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    /** Those who have tokens and no passwords. */
    private static final Authenticator TOKENS = new Authenticator() {
        @Override
        public Optional<String> verify(String user, Secret password) {
            return Optional.empty();
        }

        @Override
        public boolean takesPasswords() {
            return false;
        }

        @Override
        public Optional<Tokens> tokens() {
            return Optional.of(token -> Optional.of("mrose").filter(account -> token.equals(Secret.of("vF9dft"))));
        }
    };

    @Test
    void aTokenIsTakenAndAForgedOneIsExplainedBeforeItIsRefused() {
        wire(TlsMode.PLAINTEXT, true, Pop3Limits.standard(), TOKENS).playEveryWay("""
            S: +OK ...
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: SASL OAUTHBEARER XOAUTH2
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: USER mrose
            S: -ERR USER is not offered; log in with AUTH
            C: AUTH PLAIN
            S: -ERR mechanism not offered; there are [OAUTHBEARER, XOAUTH2]
            C: AUTH OAUTHBEARER bixhPW1yb3NlLAFhdXRoPUJlYXJlciBmb3JnZWQBAQ==
            S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
            C: AQ==
            S: -ERR [AUTH] invalid user name or password
            C: AUTH XOAUTH2
            S: +\\x20
            C: dXNlcj1tcm9zZQFhdXRoPUJlYXJlciB2RjlkZnQBAQ==
            S: +OK maildrop has 2 messages (56 octets)
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void authTakesAnInitialResponseOrAsksForIt() {
        wire().playEveryWay("""
            S: +OK ...
            C: AUTH
            S: +OK ...
            S: SCRAM-SHA-256
            S: PLAIN
            S: LOGIN
            S: .
            C: AUTH KERBEROS_V4
            S: -ERR mechanism not offered...
            C: AUTH PLAIN
            S: +\\x20
            C: *
            S: -ERR authentication cancelled
            C: AUTH PLAIN
            S: +\\x20
            C: QUIT
            S: -ERR ...
            C: AUTH plain
            S: +\\x20
            C: AG1yb3NlAHNlY3JldA==
            S: +OK maildrop has 2 messages (56 octets)
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: -ERR AUTH out of turn...
            C: QUIT
            S: +OK ...
            EOF
            """);
        wire().playEveryWay("""
            S: +OK ...
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: +OK maildrop has 2 messages (56 octets)
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void quitBeforeLoginRemovesNothing() {
        wire().playEveryWay("S: +OK ...\nC: QUIT\nS: +OK dewey POP3 server signing off\nEOF\n");
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L);
    }

    @Test
    void aStoreThatRefusesToRemoveIsToldOfTruly() {
        drops.refusesExpunge = true;
        wire().playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: DELE 1
            S: +OK ...
            C: QUIT
            S: -ERR [SYS/TEMP] no message is removed: the disk is full
            EOF
            """);
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L);
    }

    @Test
    void aStoreThatBreaksWhileItRemovesIsToldOfAsTheServersFault() {
        drops.failsToExpunge = true;
        wire().playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: DELE 1
            S: +OK ...
            C: QUIT
            S: -ERR [SYS/TEMP] what was deleted may not be removed: the server failed; its log says why
            EOF
            """);
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L);
    }

    @Test
    void aStoreThatCannotReadAMessageIsToldOfInAReply() {
        drops.refusesContent = true;
        wire().playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: RETR 1
            S: -ERR [SYS/TEMP] the message cannot be read: the disk is asleep
            C: NOOP
            S: +OK
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void anOverlongLineIsRefusedInItsPlace() {
        wire().playEveryWay("S: +OK ...\nC: USER " + "x".repeat(1100)
                + "\nS: -ERR the line is longer than is taken here\nC: QUIT\nS: +OK ...\nEOF\n");
    }

    @Test
    void beforeTlsNothingButTlsIsTalkedAbout() {
        Wire wire = wire(TlsMode.STARTTLS_REQUIRED, false, Pop3Limits.standard());
        wire.playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: -ERR USER is not taken in the clear; send STLS first
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: -ERR AUTH is not taken in the clear; send STLS first
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: STLS
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: STLS
            S: +OK begin TLS negotiation
            TLS
            C: STLS
            S: -ERR TLS is active already
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: USER
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: RETR 1
            S: +OK ...
            S: Subject: one
            S:\s
            S: hello
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void stlsForgetsTheNameGivenBefore() {
        wire().playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: STLS
            S: +OK ...
            TLS
            C: PASS secret
            S: -ERR PASS out of turn...
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    /** Not cut behind the LF of STLS: what comes later is taken for TLS. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STLS\\r\\nUSER mrose\\r\\n",
                "ST\nC> LS\\r\\nUSER mrose\\r\\n",
                "STLS\\r\nC> \\nUSER mrose\\r\\n",
                "STLS\\r\\nU\nC> SER mrose\\r\\n"
            })
    void plaintextBehindStlsClosesTheConnection(String injected) {
        wire().play("""
            S: +OK ...
            C> %s
            S: -ERR nothing may be sent behind STLS before TLS is negotiated
            EOF
            """.formatted(injected));
    }

    @Test
    void aPortOfTlsBeginsWithTls() {
        wire(TlsMode.IMPLICIT, false, Pop3Limits.standard()).implicitTls().playEveryWay("""
            S: +OK dewey POP3 server ready
            C: STLS
            S: -ERR TLS is active already
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void withoutTlsAndWithoutLeaveNobodyShowsAPassword() {
        wire(TlsMode.PLAINTEXT, false, Pop3Limits.standard()).playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: -ERR USER is not taken in the clear; use this server's TLS port
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: -ERR PLAIN is not taken in the clear; use this server's TLS port
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: SASL SCRAM-SHA-256
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: AUTH
            S: +OK ...
            S: SCRAM-SHA-256
            S: .
            C: AUTH SCRAM-SHA-256 biwsbj1tcm9zZSxyPWFiYw==
            S: + ...
            C: *
            S: -ERR authentication cancelled
            C: STLS
            S: -ERR STLS is not offered on this port
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void apopIsOfferedWhereThePasswordsAreKnown() throws Exception {
        UserTable users = new UserTable(4096)
                .keepPasswords()
                .add("mrose", Secret.of("tanstaaf"))
                .add("\u90f5\u4fbf", Secret.of("\u79d8\u5bc6"));
        drops.with("mrose", FIRST).with("\u90f5\u4fbf");
        server = Pop3Server.builder(drops, users)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .name("dewey & co")
                .throttle(throttle)
                .start();
        String first;
        try (RawClient client = new RawClient(server.port())) {
            first = client.line();
            assertThat(first).matches("\\+OK dewey & co POP3 server ready <[0-9a-f-]{36}@dewey---co>");
            String timestamp = Apop.timestamp(Pop3Reply.ok(first)).orElseThrow();
            client.send(written(Apop.of("mrose", timestamp, Secret.of("tanstaafl"))));
            assertThat(client.line()).isEqualTo("-ERR [AUTH] invalid user name or password");
            client.send(written(Apop.of("nobody", timestamp, Secret.of("tanstaaf"))));
            assertThat(client.line()).isEqualTo("-ERR [AUTH] invalid user name or password");
            client.says("USER mrose");
            client.send(written(Apop.of("mrose", timestamp, Secret.of("tanstaaf"))));
            assertThat(client.line()).startsWith("-ERR APOP out of turn");
            client.says("NOOP"); // refused, and now it does not stand behind USER
            client.send(written(Apop.of("mrose", timestamp, Secret.of("tanstaaf"))));
            assertThat(client.line()).startsWith("-ERR APOP out of turn, expected one of PASS");
            client.says("CAPA");
        }
        try (RawClient client = new RawClient(server.port())) {
            String second = client.line();
            assertThat(second).isNotEqualTo(first);
            String old = Apop.timestamp(Pop3Reply.ok(first)).orElseThrow();
            client.send(written(Apop.of("mrose", old, Secret.of("tanstaaf"))));
            assertThat(client.line()).startsWith("-ERR [AUTH]");
            String timestamp = Apop.timestamp(Pop3Reply.ok(second)).orElseThrow();
            client.send(written(Apop.of("mrose", timestamp, Secret.of("tanstaaf"))));
            assertThat(client.line()).isEqualTo("+OK maildrop has 1 message (23 octets)");
        }
        try (RawClient client = new RawClient(server.port())) {
            String timestamp = Apop.timestamp(Pop3Reply.ok(client.line())).orElseThrow();
            client.send(written(Apop.of("\u90f5\u4fbf", timestamp, Secret.of("\u79d8\u5bc6"))));
            assertThat(client.line()).startsWith("+OK");
        }
    }

    /** As {@link RawClient} sends it: an octet a character. */
    private static String written(Pop3Command command) {
        return new String(command.line().octets(), StandardCharsets.ISO_8859_1) + "\r\n";
    }

    @Test
    void whereNoPasswordIsKnownThereIsNoApopAndWhereUserIsNotAllowedThereIsAuth() throws Exception {
        server = Pop3Server.builder(drops, USERS)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .userAndPass(false)
                .throttle(throttle)
                .start();
        Wire.to(server.port()).before(this::fill).playEveryWay("""
            S: +OK Yubin POP3 server ready
            C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
            S: -ERR APOP is not offered; log in with AUTH
            C: USER mrose
            S: -ERR USER is not offered; log in with AUTH
            C: CAPA
            S: +OK ...
            S: TOP
            S: UIDL
            S: SASL ...
            S: PIPELINING
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: EXPIRE NEVER
            S: UTF8
            S: LANG
            S: IMPLEMENTATION Yubin
            S: .
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: +OK ...
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void aHeaderInUtf8IsForWhoSaidUtf8() {
        Wire wire = wire();
        wire.before(() -> drops.with(
                        "mrose",
                        "Subject: caf\u00c3\u00a9\r\n\r\n\u00c3\u00a9\r\n",
                        "Subject: 8bit\r\n\r\ncaf\u00c3\u00a9\r\n",
                        "Subject: caf\u00e9\r\n\r\n"))
                .playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: RETR 1
            S: -ERR [UTF8] the message has headers in UTF-8; say UTF8 before logging in
            C: TOP 1 0
            S: -ERR [UTF8] ...
            C: LIST 1
            S: +OK 1 22
            C: RETR 2
            S: +OK ...
            S: Subject: 8bit
            S:\s
            S: caf\u00e9
            S: .
            C: TOP 3 0
            S: +OK ...
            S: Subject: caf\\xe9
            S:\s
            S: .
            C: UTF8
            S: -ERR UTF8 out of turn...
            C: DELE 1
            S: +OK ...
            C: QUIT
            S: +OK ...
            EOF
            """);
        wire.before(() -> drops.with("mrose", "Subject: caf\u00c3\u00a9\r\n\r\n\u00c3\u00a9\r\n"))
                .playEveryWay("""
            S: +OK ...
            C: UTF8
            S: +OK UTF-8 from here on
            C: STLS
            S: -ERR STLS comes before UTF8
            C: USER mrose
            S: +OK ...
            C: UTF8
            S: +OK ...
            C: PASS secret
            S: -ERR PASS out of turn...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: RETR 1
            S: +OK 22 octets
            S: Subject: caf\u00e9
            S:\s
            S: \u00e9
            S: .
            C: TOP 1 0
            S: +OK ...
            S: Subject: caf\u00e9
            S:\s
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
        assertThat(drops.open).hasValue(0);
    }

    @Test
    void whoAsksForJapaneseIsSpokenToInJapanese() {
        wire().playEveryWay("""
            S: +OK dewey POP3 server ready
            C: LANG
            S: +OK languages follow
            S: en English
            S: ja 日本語
            S: .
            C: LANG mul
            S: -ERR no language matches mul; LANG alone lists them
            C: LANG ja-JP
            S: +OK ja 言語を変更しました
            C: STAT
            S: -ERR STAT はここでは使えません。使えるコマンド: USER...
            C: LIST 0
            S: -ERR 構文に誤りがあります (expected a message-number, which is 1 or more, but found 0)
            C: USER mrose
            S: +OK PASS を送ってください
            C: PASS wrong
            S: -ERR [AUTH] ユーザー名またはパスワードが違います
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK メッセージ 2 通があります (56 オクテット)
            C: RETR 3
            S: -ERR そのようなメッセージはありません (メッセージ 2 通)
            C: DELE 1
            S: +OK メッセージ 1 を削除します
            C: LIST
            S: +OK メッセージ 1 通
            S: 2 33
            S: .
            C: LANG xx
            S: -ERR xx に合う言語はありません。LANG だけで一覧が得られます
            C: LANG en
            S: +OK en language changed
            C: RSET
            S: +OK maildrop has 2 messages
            C: LANG *
            S: +OK en language changed
            C: LANG ja
            S: +OK ja ...
            C: QUIT
            S: +OK dewey POP3 サーバーを終了します (残りメッセージ 2 通)
            EOF
            """);
    }

    @Test
    void tlsForgetsTheLanguageToo() {
        wire().playEveryWay("""
            S: +OK ...
            C: LANG ja
            S: +OK ja ...
            C: STLS
            S: +OK TLS のネゴシエーションを始めてください
            TLS
            C: LANG
            S: +OK languages follow
            S: en English
            S: ja 日本語
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    @Test
    void messagesAreCalledAsTheApplicationCallsThem() throws Exception {
        server = Pop3Server.builder(drops, USERS)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .uniqueIds((account, uidValidity, uid) -> {
                    if (uid == 2) {
                        throw new StoreException(StoreException.Reason.UNAVAILABLE, "the table of old names is away");
                    }
                    return account + '/' + uidValidity + '/' + uid;
                })
                .start();
        Wire.to(server.port()).before(this::fill).playEveryWay("""
            S: +OK ...
            C: USER mrose
            S: +OK ...
            C: PASS secret
            S: +OK ...
            C: UIDL 1
            S: +OK 1 mrose/7/1
            C: UIDL 2
            S: -ERR [SYS/TEMP] the message has no unique-id now: the table of old names is away
            C: UIDL
            S: -ERR [SYS/TEMP] ...
            C: DELE 2
            S: +OK ...
            C: UIDL
            S: +OK 1 message
            S: 1 mrose/7/1
            S: .
            C: QUIT
            S: +OK ...
            EOF
            """);
    }

    /** And not offered a handshake first, which costs the server more than all that it would say. */
    @Test
    void tooManyConnectionsAreTurnedAwayBeforeTls() throws Exception {
        wire(TlsMode.IMPLICIT, false, Pop3Limits.standard().withConnections(1, 1));
        InetAddress here = InetAddress.getLoopbackAddress();
        try (Socket first = new Socket(here, server.port());
                Socket second = new Socket(here, server.port())) {
            second.setSoTimeout(20_000);
            assertThat(second.getInputStream().read()).isEqualTo(-1);
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void tooManyConnectionsAreTurnedAway() {
        wire(Pop3Limits.standard().withConnections(1, 1));
        fill();
        try (RawClient first = new RawClient(server.port())) {
            assertThat(first.line()).startsWith("+OK");
            try (RawClient second = new RawClient(server.port())) {
                assertThat(second.line()).startsWith("-ERR [SYS/TEMP] too many connections");
            }
        }
    }
}
