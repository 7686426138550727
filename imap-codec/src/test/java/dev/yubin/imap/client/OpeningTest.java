package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the connection to the login, with a server that says what is written here. */
class OpeningTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final Credentials CREDENTIALS = Credentials.of("bbb@osaka.test", Secret.of("tanuki"));

    private static ImapClient.Builder to(int port, TlsMode mode) {
        return ImapClient.builder("127.0.0.1", port, mode).trust(TlsTrust.in(IDENTITY));
    }

    private static ImapClient inTheClear(int port) throws FaultException {
        return to(port, TlsMode.PLAINTEXT).plaintextLogin(true).connect().await();
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    // ------------------------------------------------------------------ greetings

    @Test
    void aGreetingWithCapabilitiesIsEnough() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 LITERAL+] ready
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                assertThat(imap.capabilities().capabilities()).containsExactly("IMAP4rev1", "LITERAL+");
            }
        });
    }

    @Test
    void aGreetingWithoutThemIsFollowedByAQuestion() throws Exception {
        ScriptedServer.of("""
                S: * OK
                C: A1 CAPABILITY
                S: * CAPABILITY IMAP4rev1 IDLE
                S: A1 OK done
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                assertThat(imap.capabilities().has("idle")).isTrue();
                assertThat(imap.preauthenticated()).isFalse();
            }
        });
    }

    @Test
    void whoIsGreetedWithPreauthIsLoggedInAndAsksForNoTls() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome home
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = to(port, TlsMode.STARTTLS_OPTIONAL).connect().await()) {
                assertThat(imap.preauthenticated()).isTrue();
            }
        });
    }

    @Test
    void preauthIsAFailureWhereTlsIsRequired() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome home
                EOF
                """)
                .playEveryWay(port -> assertThat(
                                fault(to(port, TlsMode.STARTTLS_REQUIRED).connect()))
                        .returns(Cause.STARTTLS_NOT_OFFERED, Fault::cause)
                        .returns("upgrading to TLS", Fault::step));
    }

    @Test
    void aServerThatSaysByeIsToBeTriedLater() throws Exception {
        ScriptedServer.of("""
                S: * BYE too many connections
                EOF
                """).playEveryWay(port -> {
            Fault fault = fault(to(port, TlsMode.PLAINTEXT).connect());

            assertThat(fault.cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
            assertThat(fault.step()).isEqualTo("waiting for the greeting");
            assertThat(fault.lastReply()).contains("* BYE too many connections");
        });
    }

    @Test
    void aServerOfAnotherProtocolIsKnownByItsGreeting() throws Exception {
        for (String greeting :
                List.of("220 mail.osaka.test ESMTP", "+OK POP3 ready", "* 3 EXISTS", "* NO", "A1 OK hi")) {
            ScriptedServer.of("S: " + greeting + "\nEOF").playEveryWay(port -> {
                Fault fault = fault(to(port, TlsMode.PLAINTEXT).connect());

                assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
                assertThat(fault.step()).isEqualTo("waiting for the greeting");
            });
        }
    }

    @Test
    void aServerThatSaysNothingIsLeft() throws Exception {
        ScriptedServer.of("EOF")
                .play(port -> assertThat(fault(to(port, TlsMode.PLAINTEXT)
                                .timeout(Duration.ofMillis(50))
                                .connect()))
                        .returns(Cause.TIMEOUT, Fault::cause)
                        .returns("waiting for the greeting", Fault::step));
    }

    @Test
    void aConnectionThatEndsWithoutAGreetingIsLost() throws Exception {
        ScriptedServer.of("CLOSE")
                .play(port -> assertThat(
                                fault(to(port, TlsMode.PLAINTEXT).connect()).cause())
                        .isEqualTo(Cause.CONNECTION_LOST));
    }

    // ------------------------------------------------------------------ TLS

    /** RFC 9051 section 7.1. */
    @Test
    void whatIsToBeShownToTheUserIsToldWithinTlsAlone() throws Exception {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
                S: * OK [ALERT] call this number
                C: A1 STARTTLS
                S: A1 OK [ALERT] call that number
                TLS
                C: A2 CAPABILITY
                S: * OK [ALERT] the disk is full
                S: * CAPABILITY IMAP4rev1
                S: A2 OK done
                EOF
                """).identity(IDENTITY.key(), IDENTITY.certificates()).play(port -> {
            ImapNews news = new ImapNews() {
                @Override
                public void alert(String words) {
                    shown.add(words);
                }
            };
            try (ImapClient imap =
                    to(port, TlsMode.STARTTLS_REQUIRED).news(news).connect().await()) {
                assertThat(shown.poll(20, TimeUnit.SECONDS)).isEqualTo("the disk is full");
                assertThat(imap.tls()).isPresent();
            }
        });
    }

    /** RFC 9051 section 6.2.1: whoever sits between may have said it. */
    @Test
    void nothingThatWasSaidInTheClearCountsWithinTls() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS LITERAL+] ready
                S: * ENABLED UTF8=ACCEPT IMAP4rev2
                C: A1 STARTTLS
                S: * ENABLED UTF8=ACCEPT IMAP4rev2
                S: A1 OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] go on
                TLS
                C: A2 CAPABILITY
                S: * CAPABILITY IMAP4rev1
                S: A2 OK done
                C: A3 LOGIN bbb@osaka.test tanuki
                S: A3 OK [CAPABILITY IMAP4rev1] in
                C: A4 CREATE gr&APYA3w-e
                S: * ENABLED UTF8=ACCEPT IMAP4rev2
                S: A4 OK done
                C: A5 ENABLE imap4rev2
                S: * ENABLED UTF8=ACCEPT IMAP4REV2
                S: A5 OK done
                C: A6 CREATE "größe"
                S: A6 OK done
                EOF
                """).identity(IDENTITY.key(), IDENTITY.certificates()).playUncut(port -> {
            try (ImapClient imap = to(port, TlsMode.STARTTLS_REQUIRED).connect().await()) {
                assertThat(imap.capabilities().capabilities()).containsExactly("IMAP4rev1");
                imap.login(CREDENTIALS).await();
                imap.create(new ImapName("größe")).await();
                imap.enable("imap4rev2").await();
                imap.create(new ImapName("größe")).await();
            }
        });
    }

    @Test
    void whatWasLearnedInTheClearIsForgottenBehindStarttls() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN LOGINDISABLED] ready
                C: A1 STARTTLS
                S: A1 OK begin
                TLS
                C: A2 CAPABILITY
                S: * CAPABILITY IMAP4rev1 IDLE
                S: A2 OK done
                EOF
                """).identity(IDENTITY.key(), IDENTITY.certificates()).playEveryWay(port -> {
            try (ImapClient imap = to(port, TlsMode.STARTTLS_REQUIRED).connect().await()) {
                assertThat(imap.tls()).isPresent();
                assertThat(imap.capabilities().capabilities()).containsExactly("IMAP4rev1", "IDLE");
            }
        });
    }

    /** In one write: behind a consent that comes alone, the client begins TLS, and rightly so. */
    @Test
    void octetsInTheClearBehindTheConsentToStarttlsEndTheConnection() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
                C: A1 STARTTLS
                S: A1 OK begin
                S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
                EOF
                """).play(port -> {
            Fault fault = fault(to(port, TlsMode.STARTTLS_OPTIONAL).connect());

            assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            assertThat(fault.step()).isEqualTo("upgrading to TLS");
            assertThat(fault.detail()).contains("in the clear");
        });
    }

    @Test
    void withoutStarttlsOnlyWhoDoesNotRequireItGoesOn() throws Exception {
        ScriptedServer script = ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                EOF
                """);
        script.playEveryWay(
                port -> to(port, TlsMode.STARTTLS_OPTIONAL).connect().await().close());
        script.playEveryWay(port -> assertThat(
                        fault(to(port, TlsMode.STARTTLS_REQUIRED).connect()).cause())
                .isEqualTo(Cause.STARTTLS_NOT_OFFERED));
    }

    @Test
    void whereStarttlsIsRefusedOnlyWhoDoesNotRequireItGoesOn() throws Exception {
        ScriptedServer script = ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
                C: A1 STARTTLS
                S: A1 NO not today
                EOF
                """);
        script.playEveryWay(
                port -> to(port, TlsMode.STARTTLS_OPTIONAL).connect().await().close());
        script.playEveryWay(port -> assertThat(
                        fault(to(port, TlsMode.STARTTLS_REQUIRED).connect()).cause())
                .isEqualTo(Cause.STARTTLS_NOT_OFFERED));
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"STARTTLS_OPTIONAL", "STARTTLS_REQUIRED"})
    void aByeInThePlaceOfTheConsentToStarttlsIsNoRefusalOfIt(TlsMode mode) throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
                C: A1 STARTTLS
                S: * BYE shutting down
                EOF
                """)
                .playEveryWay(port -> assertThat(fault(to(port, mode).connect()))
                        .returns(Cause.REFUSED_FOR_NOW, Fault::cause)
                        .returns("upgrading to TLS", Fault::step));
    }

    // ------------------------------------------------------------------ logging in

    @Test
    void plainSaysAllAtOnceWhereItMay() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR] ready
                C: A1 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: A1 OK [CAPABILITY IMAP4rev1 IDLE] welcome
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                imap.login(CREDENTIALS).await();
                assertThat(imap.capabilities().has("IDLE")).isTrue();
            }
        });
    }

    @Test
    void plainWaitsForTheGoAheadWhereItMust() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
                C: A1 AUTHENTICATE PLAIN
                S: +
                C: AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: A1 OK welcome
                C: A2 CAPABILITY
                S: * CAPABILITY IMAP4rev1 IDLE
                S: A2 OK done
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                imap.login(CREDENTIALS).await();
                assertThat(imap.capabilities().has("IDLE")).isTrue();
            }
        });
    }

    @Test
    void theMechanismLoginAnswersTwoQuestions() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 AUTH=LOGIN] ready
                C: A1 AUTHENTICATE LOGIN
                S: + VXNlcm5hbWU6
                C: YmJiQG9zYWthLnRlc3Q=
                S: + UGFzc3dvcmQ6
                C: dGFudWtp
                S: * CAPABILITY IMAP4rev1
                S: A1 OK welcome
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                imap.login(CREDENTIALS).await();
            }
        });
    }

    @Test
    void theCommandLoginIsTakenWhereNoMechanismIsOffered() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                C: A1 LOGIN bbb@osaka.test {6}
                S: + go on
                C: tänki
                S: * CAPABILITY IMAP4rev1
                S: A1 OK welcome
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                imap.login(Credentials.of("bbb@osaka.test", Secret.of("tänki"))).await();
            }
        });
    }

    @Test
    void aTokenIsAskedForAndOneThatStaysTheSameIsNotTriedAgain() throws Exception {
        Credentials token = Credentials.of("bbb@osaka.test", () -> Secret.of("vF9dft"));
        String script = """
                S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready
                C: A1 AUTHENTICATE XOAUTH2
                S: +\s
                C: dXNlcj1iYmJAb3Nha2EudGVzdAFhdXRoPUJlYXJlciB2RjlkZnQBAQ==
                S: A1 %s
                """;
        ScriptedServer.of(script.formatted("OK [CAPABILITY IMAP4rev1 IDLE] welcome"))
                .playEveryWay(port -> {
                    try (ImapClient imap = inTheClear(port)) {
                        imap.login(token).await();
                    }
                });
        ScriptedServer.of(script.formatted("NO [AUTHENTICATIONFAILED] no")).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                assertThat(fault(imap.login(token))).returns(Cause.CREDENTIALS_REFUSED, Fault::cause);
            }
        });
    }

    @Test
    void nothingIsSaidWhereLoginIsDisabled() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] ready
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                assertThat(fault(imap.login(CREDENTIALS)))
                        .returns(Cause.MECHANISM_NOT_OFFERED, Fault::cause)
                        .returns(
                                "the server offers the mechanisms [GSSAPI] and no LOGIN,"
                                        + " and none will do with these credentials",
                                Fault::detail);
            }
        });
    }

    @Test
    void thePasswordIsNotShownInTheClear() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN] ready
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = to(port, TlsMode.PLAINTEXT).connect().await()) {
                assertThat(fault(imap.login(CREDENTIALS)).cause()).isEqualTo(Cause.MECHANISM_NOT_OFFERED);
            }
        });
    }

    @Test
    void aServerThatHasNotProvedThatItKnowsThePasswordIsNotBelieved() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev2 AUTH=SCRAM-SHA-256] ready
                C: A1 AUTHENTICATE SCRAM-SHA-256 biws...
                S: A1 OK welcome
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = to(port, TlsMode.PLAINTEXT).connect().await()) {
                assertThat(fault(imap.login(CREDENTIALS)).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            }
        });
    }

    @Test
    void aChallengeThatBreaksTheMechanismIsCancelled() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev2 AUTH=SCRAM-SHA-256] ready
                C: A1 AUTHENTICATE SCRAM-SHA-256 biws...
                S: + bm9uc2Vuc2U=
                C: *
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = to(port, TlsMode.PLAINTEXT).connect().await()) {
                assertThat(fault(imap.login(CREDENTIALS)).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            }
        });
    }

    @Test
    void aRefusalSaysWhetherTheCredentialsAreAtFault() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                C: A1 LOGIN bbb@osaka.test tanuki
                S: A1 NO no
                C: A2 LOGIN bbb@osaka.test tanuki
                S: A2 NO [AUTHENTICATIONFAILED] no
                C: A3 LOGIN bbb@osaka.test tanuki
                S: A3 NO [UNAVAILABLE] the user directory sleeps
                C: A4 LOGIN bbb@osaka.test tanuki
                S: A4 NO [PRIVACYREQUIRED] not in the clear
                C: A5 LOGIN bbb@osaka.test tanuki
                S: A5 BAD what
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                for (Cause cause : List.of(
                        Cause.CREDENTIALS_REFUSED,
                        Cause.CREDENTIALS_REFUSED,
                        Cause.REFUSED_FOR_NOW,
                        Cause.MECHANISM_NOT_OFFERED,
                        Cause.PROTOCOL_BROKEN)) {
                    assertThat(fault(imap.login(CREDENTIALS)).cause()).isEqualTo(cause);
                }
            }
        });
    }

    @Test
    void aPasswordThatNoCommandCanCarryIsRefusedHere() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                EOF
                """).playEveryWay(port -> {
            try (ImapClient imap = inTheClear(port)) {
                assertThat(fault(imap.login(Credentials.of("bbb", Secret.of("a\0b"))))
                                .cause())
                        .isEqualTo(Cause.CREDENTIALS_REFUSED);
            }
        });
    }

    // ------------------------------------------------------------------ the witness

    @Test
    void aWitnessHearsBothSidesAndNoSecret() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
                C: A1 AUTHENTICATE PLAIN
                S: +
                C: AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: A1 NO no
                C: A2 AUTHENTICATE PLAIN
                S: +
                C: AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: * CAPABILITY IMAP4rev1
                S: A2 NO no
                C: A3 LOGIN bbb@osaka.test tanuki
                S: A3 BAD again?
                EOF
                """).playEveryWay(port -> {
            List<String> heard = new CopyOnWriteArrayList<>();
            try (ImapClient imap = to(port, TlsMode.PLAINTEXT)
                    .plaintextLogin(true)
                    .witness((speaker, line) -> heard.add(speaker.name().charAt(0) + ": " + line))
                    .connect()
                    .await()) {
                fault(imap.login(CREDENTIALS));
                fault(imap.login(CREDENTIALS));
                fault(imap.login(CREDENTIALS));
            }
            assertThat(String.join("\n", heard) + "\n").isEqualTo("""
                    S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
                    C: A1 AUTHENTICATE PLAIN
                    S: + [secret]
                    C: [secret]
                    S: A1 NO no
                    C: A2 AUTHENTICATE PLAIN
                    S: + [secret]
                    C: [secret]
                    S: * CAPABILITY IMAP4rev1
                    S: A2 NO no
                    C: A3 LOGIN bbb@osaka.test [secret]
                    S: A3 BAD again?
                    """);
        });
    }
}
