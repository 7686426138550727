package dev.yubin.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.DropListing;
import dev.yubin.pop3.Lang;
import dev.yubin.pop3.LanguageListing;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.UniqueIdListing;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.sasl.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that says what a transcript has it say: well, badly, in pieces, or nothing. */
@Timeout(60)
class Pop3ClientTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final Credentials MROSE = Credentials.of("mrose", Secret.of("secret"));
    /** How a session begins with a server that knows no more than RFC 1939. */
    private static final String OLD_SERVER = """
        S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
        C: CAPA
        S: -ERR unknown command
        """;
    /** And with one of today. */
    private static final String SERVER = """
        S: +OK ready
        C: CAPA
        S: +OK
        S: USER
        S: SASL PLAIN LOGIN
        S: PIPELINING
        S: .
        """;

    /** What is asked of the client. */
    private interface Talk {
        void with(Pop3Client client) throws Exception;
    }

    private static ScriptedServer server(String transcript) {
        return ScriptedServer.of(transcript).identity(IDENTITY.key(), IDENTITY.certificates());
    }

    private static Pop3Client.Builder builder(int port, TlsMode mode) {
        return Pop3Client.builder("localhost", port, mode)
                .trust(TlsTrust.in(IDENTITY))
                .timeout(Duration.ofSeconds(20))
                .plaintextLogin(true);
    }

    private static ScriptedServer.Client client(TlsMode mode, Talk talk) {
        return port -> {
            try (Pop3Client client = builder(port, mode).connect().await()) {
                talk.with(client);
            }
        };
    }

    private static void play(String transcript, Talk talk) {
        server(transcript).play(client(TlsMode.PLAINTEXT, talk));
    }

    private static void playEveryWay(String transcript, Talk talk) {
        server(transcript).playEveryWay(client(TlsMode.PLAINTEXT, talk));
    }

    /** Why it cannot be connected to, in whatever pieces it says so. */
    private static Fault refusedBy(String transcript, TlsMode mode) {
        AtomicReference<Fault> why = new AtomicReference<>();
        server(transcript).playEveryWay(port -> {
            Fault fault = fault(builder(port, mode).connect());
            assertThat(fault.port()).isEqualTo(port);
            why.set(fault);
        });
        return why.get();
    }

    private static Fault fault(Pending<?> pending) {
        try {
            pending.await();
        } catch (FaultException e) {
            return e.fault();
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void theSessionOfRfc1939WithAServerThatKnowsNoMore() throws Exception {
        playEveryWay(OLD_SERVER + """
            C: USER mrose
            S: +OK mrose is a real hoopy frood
            C: PASS secret
            S: +OK mrose's maildrop has 2 messages (320 octets)
            C: STAT
            S: +OK 2 320
            C: LIST
            S: +OK 2 messages (320 octets)
            S: 1 120
            S: 2 200
            S: .
            C: LIST 2
            S: +OK 2 200
            C: UIDL
            S: +OK
            S: 1 whqtswO00WBw418f9t5JxYwZ
            S: 2 QhdPYR:00WBw1Ph7x7
            S: .
            C: UIDL 2
            S: +OK 2 QhdPYR:00WBw1Ph7x7
            C: RETR 1
            S: +OK 120 octets
            S: A: 1
            S:
            S: ..
            S: ...dots
            S: bare\\ncr\\r!
            S: .
            C: TOP 1 0
            S: +OK
            S: A: 1
            S:
            S: .
            C: DELE 1
            S: +OK message 1 deleted
            C: RSET
            S: +OK maildrop has 2 messages (320 octets)
            C: NOOP
            S: +OK
            C: QUIT
            S: +OK dewey POP3 server signing off
            CLOSE
            """, client -> {
            assertThat(client.capabilities().list()).isEmpty();
            assertThat(client.tls()).isEmpty();
            client.login(MROSE).await();
            assertThat(client.stat().await()).isEqualTo(new DropListing(2, 320));
            assertThat(client.list().await()).containsExactly(new ScanListing(1, 120), new ScanListing(2, 200));
            assertThat(client.list(2).await()).isEqualTo(new ScanListing(2, 200));
            assertThat(client.uidl().await())
                    .containsExactly(
                            new UniqueIdListing(1, "whqtswO00WBw418f9t5JxYwZ"),
                            new UniqueIdListing(2, "QhdPYR:00WBw1Ph7x7"));
            assertThat(client.uidl(2).await()).isEqualTo(new UniqueIdListing(2, "QhdPYR:00WBw1Ph7x7"));
            assertThat(client.retrieve(1, 1000).await())
                    .asString()
                    .isEqualTo("A: 1\r\n\r\n.\r\n..dots\r\nbare\ncr\r!\r\n");
            assertThat(client.top(1, 0, 1000).await()).asString().isEqualTo("A: 1\r\n\r\n");
            client.delete(1).await();
            client.reset().await();
            client.noop().await();
            client.quit().await();
        });
    }

    @Test
    void anEmptyMessageAndAnEmptyMaildropAreNothingAtAll() throws Exception {
        playEveryWay(SERVER + """
            C: STAT
            S: +OK 0 0
            C: LIST
            S: +OK
            S: .
            C: RETR 1
            S: +OK 0 octets
            S: .
            """, client -> {
            assertThat(client.stat().await()).isEqualTo(new DropListing(0, 0));
            assertThat(client.list().await()).isEmpty();
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            assertThat(client.retrieve(1, Channels.newChannel(message)).await()).isZero();
            assertThat(message.size()).isZero();
        });
    }

    @Test
    void withPipeliningAllIsAskedBeforeAnythingIsAnswered() throws Exception {
        playEveryWay(SERVER + """
            C: STAT
            C: LIST
            C: RETR 1
            C: DELE 1
            S: +OK 1 6
            S: +OK
            S: 1 6
            S: .
            S: +OK
            S: A: 1
            S: .
            S: -ERR no
            """, client -> {
            assertThat(client.capabilities().has(Capability.PIPELINING)).isTrue();
            Pending<DropListing> stat = client.stat();
            Pending<List<ScanListing>> list = client.list();
            Pending<byte[]> message = client.retrieve(1, 100);
            Pending<Void> delete = client.delete(1);
            assertThat(stat.await()).isEqualTo(new DropListing(1, 6));
            assertThat(list.await()).containsExactly(new ScanListing(1, 6));
            assertThat(message.await()).asString().isEqualTo("A: 1\r\n");
            assertThat(fault(delete).cause()).isEqualTo(Cause.REFUSED);
        });
    }

    @Test
    void withoutPipeliningEachAnswerIsAwaited() throws Exception {
        playEveryWay(OLD_SERVER + """
            C: STAT
            QUIET
            S: +OK 1 6
            C: NOOP
            QUIET
            S: +OK
            C: DELE 1
            QUIET
            S: +OK
            """, client -> {
            Pending<DropListing> stat = client.stat();
            Pending<Void> noop = client.noop();
            client.delete(1).await();
            stat.await();
            noop.await();
        });
    }

    @Test
    void nothingIsSentBehindQuit() throws Exception {
        playEveryWay(SERVER + """
            C: NOOP
            C: QUIT
            QUIET
            S: +OK
            S: +OK
            CLOSE
            """, client -> {
            Pending<Void> noop = client.noop();
            Pending<Void> quit = client.quit();
            Pending<Void> late = client.noop();
            noop.await();
            quit.await();
            assertThat(fault(late).cause()).isEqualTo(Cause.CLOSED_HERE);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -ERR [AUTH] no                 | CREDENTIALS_REFUSED
            -ERR                           | CREDENTIALS_REFUSED
            -ERR [IN-USE] taken            | REFUSED_FOR_NOW
            -ERR [LOGIN-DELAY] wait        | REFUSED_FOR_NOW
            -ERR [SYS/TEMP] the disk is asleep | REFUSED_FOR_NOW
            -ERR [SYS/PERM] no maildrop    | REFUSED
            """)
    void aRefusedLoginSaysWhoseFaultItIsAndTheSessionGoesOn(String reply, Cause cause) throws Exception {
        for (String commands :
                List.of("C: USER mrose\nS: +OK\nC: PASS secret\n", "C: AUTH PLAIN AG1yb3NlAHNlY3JldA==\n")) {
            String offer = commands.contains("AUTH") ? "SASL PLAIN" : "USER";
            playEveryWay(
                    "S: +OK\nC: CAPA\nS: +OK\nS: " + offer + "\nS: .\n" + commands + "S: " + reply
                            + "\nC: NOOP\nS: +OK\n",
                    client -> {
                        Fault fault = fault(client.login(MROSE));
                        assertThat(fault.cause()).isEqualTo(cause);
                        assertThat(fault.lastReply()).contains(reply);
                        assertThat(fault.step()).isEqualTo("logging in");
                        assertThat(fault.toString()).doesNotContain("secret");
                        client.noop().await();
                    });
        }
    }

    @Test
    void aUserWhoIsRefusedIsNotAskedForThePassword() throws Exception {
        playEveryWay(
                OLD_SERVER + "C: USER mrose\nS: -ERR never heard of mrose\n",
                client -> assertThat(fault(client.login(MROSE)).cause()).isEqualTo(Cause.CREDENTIALS_REFUSED));
    }

    @Test
    void plainComesWithTheCommandWhereThereIsRoomAndElseBehindAChallenge() throws Exception {
        String longPassword = "x".repeat(200);
        playEveryWay(
                SERVER + "C: AUTH PLAIN AG1yb3NlAHNlY3JldA==\nS: +OK in\n",
                client -> client.login(MROSE).await());
        playEveryWay(
                SERVER + "C: AUTH PLAIN\nS: + \nC: AG1yb3NlAHh4eHh4...\nS: +OK in\n",
                client -> client.login(Credentials.of("mrose", Secret.of(longPassword)))
                        .await());
    }

    @Test
    void loginIsAskedForNameAndPassword() throws Exception {
        playEveryWay("""
            S: +OK
            C: CAPA
            S: +OK
            S: SASL LOGIN
            S: .
            C: AUTH LOGIN
            S: + VXNlciBOYW1lAA==
            C: bXJvc2U=
            S: + UGFzc3dvcmQA
            C: c2VjcmV0
            S: +OK in
            """, client -> client.login(MROSE).await());
    }

    @Test
    void aPasswordIsNotShownInTheClearUnlessThatWasAllowed() throws Exception {
        server(SERVER).playEveryWay(port -> {
            try (Pop3Client client = builder(port, TlsMode.PLAINTEXT)
                    .plaintextLogin(false)
                    .connect()
                    .await()) {
                Fault fault = fault(client.login(MROSE));
                assertThat(fault.cause()).isEqualTo(Cause.MECHANISM_NOT_OFFERED);
                assertThat(fault.detail()).startsWith("the connection is in the clear");
            }
        });
    }

    @Test
    void apopProvesThePasswordInTheClearWhereNothingElseMayBeUsed() throws Exception {
        String greeting = "S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\nC: CAPA\n";
        for (String told : List.of("S: -ERR unknown command\n", "S: +OK\nS: USER\nS: SASL PLAIN LOGIN\nS: .\n")) {
            server(greeting + told + """
                    C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
                    S: -ERR [AUTH] permission denied
                    C: APOP mrose 3f18b52881e44c0cc6067f46e0ced7bc
                    S: +OK maildrop has 1 message (369 octets)
                    """).playEveryWay(port -> {
                try (Pop3Client client = builder(port, TlsMode.PLAINTEXT)
                        .plaintextLogin(false)
                        .connect()
                        .await()) {
                    assertThat(fault(client.login(Credentials.of("mrose", Secret.of("tanstaaf"))))
                                    .cause())
                            .isEqualTo(Cause.CREDENTIALS_REFUSED);
                    client.login(MROSE).await();
                }
            });
        }
    }

    @Test
    void apopIsNotForPasswordsBeyondAsciiNorForWhoActsAsSomebodyElse() throws Exception {
        server(OLD_SERVER).playEveryWay(port -> {
            try (Pop3Client client = builder(port, TlsMode.PLAINTEXT)
                    .plaintextLogin(false)
                    .connect()
                    .await()) {
                for (Credentials credentials :
                        List.of(Credentials.of("mrose", Secret.of("grün")), MROSE.actingAs("bbb"))) {
                    assertThat(fault(client.login(credentials)).cause()).isEqualTo(Cause.MECHANISM_NOT_OFFERED);
                }
            }
        });
    }

    @Test
    void userAndPassAreInUtf8WhereTheServerTakesThat() throws Exception {
        Credentials credentials = Credentials.of("zoë", Secret.of("grün"));
        String server = "S: +OK\nC: CAPA\nS: +OK\nS: USER\nS: UTF8%s\nS: .\n";
        playEveryWay(
                server.formatted(""),
                client -> assertThat(fault(client.login(credentials)).cause()).isEqualTo(Cause.MECHANISM_NOT_OFFERED));
        playEveryWay(
                server.formatted(" USER") + "C: USER zoë\nS: +OK\nC: PASS grün\nS: +OK\n",
                client -> client.login(credentials).await());
    }

    @Test
    void headersInUtf8AndWordsInAnotherLanguageAreAskedFor() throws Exception {
        playEveryWay(SERVER + """
            C: UTF8
            S: +OK UTF8 enabled
            C: LANG
            S: +OK Language listing follows:
            S: en English
            S: i-default
            S: ja 日本語
            S: .
            C: LANG ja
            S: +OK ja 日本語で話します
            C: LANG uga
            S: -ERR invalid language UGA
            C: LANG *
            S: +OK en-boont Language changed
            """, client -> {
            client.utf8().await();
            assertThat(client.languages().await())
                    .containsExactly(
                            new LanguageListing("en", "English"),
                            new LanguageListing("i-default", ""),
                            new LanguageListing("ja", "日本語"));
            assertThat(client.language("ja").await()).isEqualTo(new LanguageListing("ja", "日本語で話します"));
            assertThat(fault(client.language("uga")).cause()).isEqualTo(Cause.REFUSED);
            assertThat(client.language(Lang.ANY).await().tag()).isEqualTo("en-boont");
        });
    }

    @Test
    void aTokenIsAskedForAndOneThatStaysTheSameIsNotTriedAgain() throws Exception {
        String capable =
                "S: +OK\nC: CAPA\nS: +OK\nS: SASL XOAUTH2 PLAIN\nS: .\nC: AUTH XOAUTH2\nS: + \nC: dXNlcj1tcm9zZQFhdXRoPUJlYXJlciB2RjlkZnQBAQ==\n";
        playEveryWay(
                capable + "S: +OK in\n",
                client -> client.login(Credentials.of("mrose", () -> Secret.of("vF9dft")))
                        .await());
        playEveryWay(
                capable + "S: -ERR [AUTH] no\n",
                client -> assertThat(fault(client.login(Credentials.of("mrose", () -> Secret.of("vF9dft"))))
                                .cause())
                        .isEqualTo(Cause.CREDENTIALS_REFUSED));
    }

    @Test
    void aServerWithoutAWayInIsToldOf() throws Exception {
        playEveryWay("S: +OK\nC: CAPA\nS: +OK\nS: SASL GSSAPI NTLM\nS: .\n", client -> {
            Fault fault = fault(client.login(MROSE));
            assertThat(fault.cause()).isEqualTo(Cause.MECHANISM_NOT_OFFERED);
            assertThat(fault.detail()).contains("GSSAPI", "NTLM");
        });
        playEveryWay(
                OLD_SERVER,
                client -> assertThat(fault(client.login(MROSE.actingAs("bbb"))).cause())
                        .isEqualTo(Cause.MECHANISM_NOT_OFFERED));
    }

    @Test
    void aNameThatFitsIntoNoCommandIsToldOf() throws Exception {
        playEveryWay(
                OLD_SERVER,
                client -> assertThat(fault(client.login(Credentials.of("m rose", Secret.of("secret"))))
                                .cause())
                        .isEqualTo(Cause.CREDENTIALS_REFUSED));
    }

    @Test
    void aServerThatDoesNotProveThatItKnowsThePasswordIsNotBelieved() throws Exception {
        String scram = "S: +OK\nC: CAPA\nS: +OK\nS: SASL SCRAM-SHA-256 PLAIN\nS: .\nC: AUTH SCRAM-SHA-256 ...\n";
        playEveryWay(
                scram + "S: +OK come in\n",
                client -> assertThat(fault(client.login(MROSE)).cause()).isEqualTo(Cause.PROTOCOL_BROKEN));
        playEveryWay(
                scram + "S: + cj1mb3JnZWQ=\nC: *\n",
                client -> assertThat(fault(client.login(MROSE)).cause()).isEqualTo(Cause.PROTOCOL_BROKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ !!", "* OK", "220 mx ESMTP", "+OKAY", ".", "bare\\n", ""})
    void whatIsNoReplyEndsTheConnection(String line) throws Exception {
        playEveryWay(SERVER + "C: STAT\nS: " + line + "\n", client -> {
            Pending<DropListing> stat = client.stat();
            assertThat(fault(stat).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            assertThat(fault(client.noop()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
        });
    }

    @Test
    void aChallengeOutsideOfALoginEndsTheConnection() throws Exception {
        playEveryWay(
                SERVER + "C: STAT\nS: + AAAA\n",
                client -> assertThat(fault(client.stat()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN));
    }

    @Test
    void aListingThatCannotBeReadIsToldOfAndTheSessionGoesOn() throws Exception {
        playEveryWay(SERVER + """
            C: STAT
            S: +OK many messages
            C: LIST
            S: +OK
            S: 1 120
            S: 2 large
            S: .
            C: UIDL 1
            S: +OK 1
            C: NOOP
            S: +OK
            """, client -> {
            assertThat(fault(client.stat()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            Fault list = fault(client.list());
            assertThat(list.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            assertThat(list.detail()).contains("in the line \"2 large\": expected a number");
            assertThat(fault(client.uidl(1)).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            client.noop().await();
        });
    }

    @Test
    void aDropInTheMiddleOfAMessageIsNeverAWholeMessage() throws Exception {
        playEveryWay(SERVER + "C: RETR 1\nS: +OK 10 octets\nS: A: 1\nS: .x\nS> .\nCLOSE\n", client -> {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            Fault fault = fault(client.retrieve(1, Channels.newChannel(part)));
            assertThat(fault.cause()).isEqualTo(Cause.CONNECTION_LOST);
            assertThat(fault.step()).isEqualTo("retrieving a message");
            assertThat("A: 1\r\nx\r\n").startsWith(part.toString(StandardCharsets.US_ASCII));
        });
    }

    @Test
    void aDropInTheMiddleOfAListIsNeverAWholeList() throws Exception {
        playEveryWay(
                SERVER + "C: LIST\nS: +OK\nS: 1 120\nCLOSE\n",
                client -> assertThat(fault(client.list()).cause()).isEqualTo(Cause.CONNECTION_LOST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: STAT\n",
                "C: STAT\nS> +OK 1",
                "C: RETR 1\nS: +OK\nS: A: 1\n",
                "C: RETR 1\nS: +OK\nS> x\\n.\\n"
            })
    void aServerThatFallsSilentIsGivenUp(String silence) throws Exception {
        server(SERVER + silence).play(port -> {
            try (Pop3Client client = builder(port, TlsMode.PLAINTEXT)
                    .timeout(Duration.ofSeconds(1))
                    .connect()
                    .await()) {
                Fault fault = fault(silence.contains("STAT") ? client.stat() : client.retrieve(1, 100));
                assertThat(fault.cause()).isEqualTo(Cause.TIMEOUT);
                assertThat(fault.toString()).contains("nothing came for PT1S");
            }
        });
    }

    @Test
    void aConnectionThatAsksNothingMayRestForLongerThanAnAnswerMayTake() throws Exception {
        server(SERVER + "C: NOOP\nS: +OK\n").play(port -> {
            try (Pop3Client client = builder(port, TlsMode.PLAINTEXT)
                    .timeout(Duration.ofMillis(500))
                    .connect()
                    .await()) {
                CompletableFuture<Void> later = new CompletableFuture<>();
                CompletableFuture.delayedExecutor(800, TimeUnit.MILLISECONDS).execute(() -> later.complete(null));
                later.join();
                client.noop().await();
            }
        });
    }

    @Test
    void eachMistakeInTheGreetingIsToldApart() {
        server("").play(port -> {
            Fault silent = fault(builder(port, TlsMode.PLAINTEXT)
                    .timeout(Duration.ofMillis(300))
                    .connect());
            assertThat(silent.cause()).isEqualTo(Cause.TIMEOUT);
            assertThat(silent.step()).isEqualTo("waiting for the greeting");
        });
        assertThat(refusedBy("CLOSE", TlsMode.PLAINTEXT).cause()).isEqualTo(Cause.CONNECTION_LOST);
        assertThat(refusedBy("S: 220 mx ESMTP", TlsMode.PLAINTEXT).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
        assertThat(refusedBy("S: -ERR go away", TlsMode.PLAINTEXT).cause()).isEqualTo(Cause.REFUSED);
        Fault busy = refusedBy("S: -ERR [SYS/TEMP] too many connections", TlsMode.PLAINTEXT);
        assertThat(busy.cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
        assertThat(busy.lastReply()).contains("-ERR [SYS/TEMP] too many connections");
        assertThat(refusedBy("S: +OK\nC: CAPA\nCLOSE", TlsMode.PLAINTEXT).cause())
                .isEqualTo(Cause.CONNECTION_LOST);
    }

    @Test
    void tlsAnsweredInTheClearAndTheReverseAreToldApart() {
        server("S: +OK ready\nDEAF")
                .playEveryWay(port -> assertThat(
                                fault(builder(port, TlsMode.IMPLICIT).connect()).cause())
                        .isEqualTo(Cause.TLS_ON_PLAIN_PORT));
        assertThat(refusedBy("S> \u0015\u0003\u0003\u0000\u0002\u0002F", TlsMode.PLAINTEXT)
                        .cause())
                .isEqualTo(Cause.PLAIN_ON_TLS_PORT);
    }

    @Test
    void whatSomebodyPutsBehindTheConsentToStlsIsNotRead() {
        String stls = "S: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\n";
        for (String injected : List.of("S: +OK\nS: +OK forged\n", "S> +OK\\r\\n+", "S: +OK\nS: -ERR forged\n")) {
            // in one write: behind a consent that comes alone, the client begins TLS, and rightly so
            server(stls + injected).play(port -> {
                Fault fault = fault(builder(port, TlsMode.STARTTLS_REQUIRED).connect());
                assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
                assertThat(fault.detail()).contains("more in the clear behind its consent to STLS");
            });
        }
    }

    @Test
    void stlsIsInsistedOnOrTakenWhereItIsOffered() throws Exception {
        String none = "S: +OK\nC: CAPA\nS: +OK\nS: USER\nS: .\n";
        String refused = "S: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: -ERR not today\n";
        String unknown = OLD_SERVER + "C: STLS\nS: -ERR unknown command\n"; // who does not know CAPA may know STLS
        for (String server : List.of(none, refused, unknown)) {
            assertThat(refusedBy(server, TlsMode.STARTTLS_REQUIRED).cause()).isEqualTo(Cause.STARTTLS_NOT_OFFERED);
            server(server + "C: NOOP\nS: +OK\n").playEveryWay(client(TlsMode.STARTTLS_OPTIONAL, client -> {
                assertThat(client.tls()).isEmpty();
                client.noop().await();
            }));
        }
        assertThat(refusedBy("S: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nCLOSE", TlsMode.STARTTLS_OPTIONAL)
                        .cause())
                .isEqualTo(Cause.CONNECTION_LOST);
    }

    @Test
    void whatWasSaidBeforeTlsIsForgottenBehindIt() throws Exception {
        server("""
            S: +OK
            C: CAPA
            S: +OK
            S: STLS
            S: PIPELINING
            S: X-FORGED
            S: .
            C: STLS
            S: +OK begin
            TLS
            C: CAPA
            S: +OK
            S: SASL PLAIN
            S: .
            C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
            S: +OK in
            C: NOOP
            QUIET
            S: +OK
            C: NOOP
            S: +OK
            """).playEveryWay(client(TlsMode.STARTTLS_REQUIRED, client -> {
            assertThat(client.tls()).get().asString().startsWith("TLSv1.3 ");
            assertThat(client.capabilities().list()).containsExactly(Capability.of("SASL", "PLAIN"));
            client.login(MROSE).await();
            client.noop();
            client.noop().await();
        }));
    }

    @Test
    void aServerThatSpeaksUnaskedIsNotTrustedWithTheNextQuestion() throws Exception {
        play(SERVER + "C: NOOP\nS: +OK\nS: -ERR [SYS/TEMP] the server stops\nDEAF", client -> {
            client.noop().await();
            Fault fault = fault(client.stat()); // asked before or behind its goodbye, it fails in the same way
            assertThat(fault.cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
            assertThat(fault.lastReply()).contains("-ERR [SYS/TEMP] the server stops");
        });
        play(SERVER + "C: NOOP\nS: +OK\nS: +OK and more\nDEAF", client -> {
            client.noop().await();
            assertThat(fault(client.stat()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
        });
    }

    @Test
    void aMessageOverTheLimitIsPassedOverAndTheSessionGoesOn() throws Exception {
        playEveryWay(SERVER + """
            C: RETR 1
            S: +OK
            S: A: 123
            S: .
            C: TOP 1 0
            S: +OK
            S: A: 123
            S: .
            C: RETR 2
            S: +OK
            S: B: 12
            S: .
            """, client -> {
            Fault fault = fault(client.retrieve(1, 7));
            assertThat(fault.cause()).isEqualTo(Cause.LIMIT);
            assertThat(fault.detail()).isEqualTo("it has 8 octets, over the limit of 7");
            assertThat(fault(client.top(1, 0, 7)).cause()).isEqualTo(Cause.LIMIT);
            assertThat(client.retrieve(2, 7).await()).asString().isEqualTo("B: 12\r\n");
        });
    }

    @Test
    void aLineWithoutEndAndAListWithoutEndAreGivenUp() throws Exception {
        play(
                SERVER + "C: STAT\nS> +OK " + "x".repeat(8 * 1024 * 1024) + "\n",
                client -> assertThat(fault(client.stat()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN));
        play(
                SERVER + "C: UIDL\nS: +OK\n" + ("S: 1 " + "x".repeat(4000) + "\n").repeat(4300),
                client -> assertThat(fault(client.uidl()).cause()).isEqualTo(Cause.LIMIT));
    }

    @Test
    void aSinkThatFailsEndsTheConnectionWithItsOwnWords() throws Exception {
        playEveryWay(SERVER + "C: RETR 1\nS: +OK\nS: A: 1\nS: .\n", client -> {
            Pending<Long> message = client.retrieve(1, sink(piece -> {
                throw new IOException("the disk is full");
            }));
            assertThatThrownBy(message::await)
                    .isInstanceOfSatisfying(FaultException.class, e -> {
                        assertThat(e.fault().cause()).isEqualTo(Cause.CLOSED_HERE);
                        assertThat(e.fault().detail()).contains("the disk is full");
                    })
                    .hasRootCauseMessage("the disk is full");
            assertThat(fault(client.noop()).cause()).isEqualTo(Cause.CLOSED_HERE);
        });
        playEveryWay(
                SERVER + "C: RETR 1\nS: +OK\nS: A: 1\nS: .\n",
                client -> assertThat(fault(client.retrieve(1, sink(piece -> {
                                    throw new IllegalStateException("a bug of the application");
                                })))
                                .detail())
                        .contains("a bug of the application"));
    }

    /** On workers that hear of the failure before they do anything else, where the connection has to end before that. */
    @Test
    void behindASinkThatHasFailedNothingIsSent() throws Exception {
        ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
        Workers workers = Workers.of(task -> {
            if (working.get()) {
                task.run();
            } else {
                new Thread(() -> {
                            working.set(true);
                            task.run();
                        })
                        .start();
            }
        });
        server(SERVER + "C: RETR 1\nS: +OK\nS: A: 1\nS: .\n").playEveryWay(port -> {
            Pop3Client client =
                    builder(port, TlsMode.PLAINTEXT).workers(workers).connect().await();
            CompletableFuture<Void> chained = new CompletableFuture<>();
            CompletableFuture<Void> behind = client.retrieve(1, sink(piece -> {
                        chained.join();
                        throw new IOException("the disk is full");
                    }))
                    .<Void>thenApply(octets -> null)
                    .exceptionallyCompose(failure -> client.noop());
            chained.complete(null);
            assertThat(fault((Pending<Void>) behind).cause()).isEqualTo(Cause.CLOSED_HERE);
        });
    }

    private interface Taker {
        void take(ByteBuffer piece) throws IOException;
    }

    private static WritableByteChannel sink(Taker taker) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer piece) throws IOException {
                int octets = piece.remaining();
                taker.take(piece);
                piece.position(piece.limit());
                return octets;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    static List<Function<Pop3Client, Pending<?>>> questions() {
        return List.of(
                client -> client.login(MROSE),
                Pop3Client::capa,
                Pop3Client::stat,
                Pop3Client::list,
                client -> client.retrieve(1, 100),
                client -> client.retrieve(1, sink(piece -> {})),
                Pop3Client::quit);
    }

    @Test
    void toCancelAnyResultClosesTheConnectionAndEndsWhatIsUnderWay() throws Exception {
        for (Function<Pop3Client, Pending<?>> question : questions()) {
            playEveryWay(SERVER + "C: NOOP\nC: ...\n", client -> {
                Pending<Void> before = client.noop();
                Pending<?> cancelled = question.apply(client);
                cancelled.cancel(true);
                assertThat(fault(cancelled).detail()).isEqualTo("it was cancelled");
                assertThat(fault(before).cause()).isEqualTo(Cause.CLOSED_HERE);
                assertThat(fault(client.noop()).cause()).isEqualTo(Cause.CLOSED_HERE);
            });
        }
    }

    @Test
    void toCancelTheConnectingClosesWhatThereIs() throws Exception {
        server("S: +OK\nC: CAPA\n").playEveryWay(port -> {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            Pending<Pop3Client> connecting = builder(port, TlsMode.PLAINTEXT)
                    .witness((speaker, line) -> {
                        if (line.equals("CAPA")) {
                            asked.complete(null);
                        }
                    })
                    .connect();
            asked.get(10, TimeUnit.SECONDS);
            connecting.cancel(true);
        });
    }

    @Test
    void whatIsChainedToAResultMayBlock() throws Exception {
        playEveryWay(SERVER + "C: STAT\nS: +OK 1 1\nC: NOOP\nS: -ERR no\nC: NOOP\nS: +OK\n", client -> {
            assertThat(client.stat()
                            .thenApply(stat -> fault(client.noop()).cause())
                            .join())
                    .isEqualTo(Cause.REFUSED);
            client.noop().await();
        });
        server("S: 220 mx ESMTP\nDEAF").play(port -> {
            CompletableFuture<String> thread = new CompletableFuture<>();
            builder(port, TlsMode.IMPLICIT)
                    .connect()
                    .whenComplete((client, failure) ->
                            thread.complete(Thread.currentThread().getName()));
            assertThat(thread.get(10, TimeUnit.SECONDS)).doesNotContain("loop");
        });
    }

    @Test
    void aClientThatIsClosedSaysSoAndToCloseItAgainDoesNothing() throws Exception {
        playEveryWay(SERVER, client -> {
            client.close();
            client.close();
            assertThat(fault(client.stat()).cause()).isEqualTo(Cause.CLOSED_HERE);
        });
    }

    @Test
    void workersThatTakeNoTaskFailTheResultRatherThanForgetIt() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        Workers workers = Workers.of(task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            new Thread(task).start();
        });
        server("S: +OK ready\nDEAF").play(port -> {
            Fault fault =
                    fault(builder(port, TlsMode.PLAINTEXT).workers(workers).connect());
            assertThat(fault.detail()).contains("workers take no more tasks");
        });
        full.set(false);
        server(SERVER + "C: RETR 1\nS: +OK\nS: A: 1\nS: .\n").play(port -> {
            try (Pop3Client client =
                    builder(port, TlsMode.PLAINTEXT).workers(workers).connect().await()) {
                full.set(true);
                assertThat(fault(client.retrieve(1, 100)).detail()).contains("workers take no more tasks");
            }
        });
    }
}
