package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.imap.ImapLimits;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the greeting to the login: RFC 9051 section 6.2. */
class NotAuthenticatedTest {
    /** Holds no answer back and hears everybody for ever, for many plays from one address. */
    private static final LoginThrottle UNHURRIED = new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO);

    @RegisterExtension
    final Office office = Office.with();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: a1 LOGIN bbb@osaka.test tanuki",
                "C: a1 login \"bbb@osaka.test\" \"tanuki\"",
                "C: a1 LOGIN BBB@osaka.test {6+}\nC: tanuki",
                "C: a1 LOGIN {14}\nS: + ...\nC: bbb@osaka.test {6}\nS: + ...\nC: tanuki"
            })
    void loginTakesNameAndPasswordInEveryForm(String login) {
        office.play("""
                S: * OK ...
                %s
                S: a1 OK [CAPABILITY IMAP4rev2 ...] LOGIN done
                """.formatted(login));
    }

    @Test
    void aFailedLoginIsAnsweredLate() {
        long begun = System.nanoTime();
        office.wire().play(Wire.Pace.PIPELINED, """
                S: * OK ...
                C: a1 LOGIN bbb@osaka.test wrong
                S: a1 NO [AUTHENTICATIONFAILED] user name or password is wrong
                C: a2 NOOP
                S: a2 OK NOOP done
                """);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
    }

    @Nested
    class WhereNobodyIsHeldBack {
        @RegisterExtension
        final Office office = Office.with().described(builder -> builder.throttle(UNHURRIED));

        @Test
        void aFailedLoginIsAnsweredInTheSameWordsWhoeverWasNamed() {
            office.play("""
                    S: * OK ...
                    C: a1 LOGIN nobody@osaka.test tanuki
                    S: a1 NO [AUTHENTICATIONFAILED] user name or password is wrong
                    C: a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHdyb25n
                    S: a2 NO [AUTHENTICATIONFAILED] user name or password is wrong
                    C: a3 LOGIN bbb@osaka.test tanuki
                    S: a3 OK [CAPABILITY ...] LOGIN done
                    """);
        }
    }

    @Test
    void saslExchangesLogIn() {
        office.wire().playEveryWay("""
                S: * OK ...
                C: a1 AUTHENTICATE PLAIN
                S: +\\x20
                C: AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: a1 OK [CAPABILITY IMAP4rev2 ...] AUTHENTICATE done
                """);
        office.play("""
                S: * OK ...
                C: a1 AUTHENTICATE plain AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: a1 OK [CAPABILITY IMAP4rev2 ...] AUTHENTICATE done
                """);
        office.play("""
                S: * OK ...
                C: a1 AUTHENTICATE LOGIN
                S: + VXNlcm5hbWU6
                C: YmJiQG9zYWthLnRlc3Q=
                S: + UGFzc3dvcmQ6
                C: dGFudWtp
                S: a1 OK [CAPABILITY IMAP4rev2 ...] AUTHENTICATE done
                """);
    }

    @Test
    void aSaslExchangeCanBeGivenUpOrBrokenAndIsForgotten() {
        office.play("""
                S: * OK ...
                C: a1 AUTHENTICATE PLAIN
                S: + ...
                C: *
                S: a1 BAD AUTHENTICATE cancelled
                C: a2 AUTHENTICATE PLAIN
                S: + ...
                C: not base64!
                S: a2 BAD expected base64
                C: a3 AUTHENTICATE X-NONE
                S: a3 NO X-NONE is not offered here
                C: a4 AUTHENTICATE
                S: a4 BAD ...
                C: a5 NOOP
                S: a5 OK NOOP done
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGIN", "LOGIN a", "LOGIN a b c", "LOGIN a {1}x", "STARTTLS now", "LOGIN (a) b"})
    void whatBreaksTheGrammarIsBad(String command) {
        office.play("""
                S: * OK ...
                C: a1 %s
                S: a1 BAD ...
                C: a2 NOOP
                S: a2 OK NOOP done
                """.formatted(command));
    }

    @Test
    void startTlsBeginsAnew() {
        office.play("""
                S: * OK ...
                C: a1 STARTTLS
                S: a1 OK begin TLS now
                TLS
                C: a2 CAPABILITY
                S: * CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN
                S: a2 OK CAPABILITY done
                C: a3 STARTTLS
                S: a3 BAD [CLIENTBUG] TLS is begun already
                C: a4 LOGIN bbb@osaka.test tanuki
                S: a4 OK [CAPABILITY ...] LOGIN done
                C: a5 LOGOUT
                S: * BYE ...
                S: a5 OK LOGOUT done
                EOF
                """);
    }

    /** Not cut behind the LF of STARTTLS: what comes later is taken for TLS. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1 STARTTLS\\r\\na2 NOOP\\r\\n",
                "a1 STARTTLS\\r\\na2",
                "a1 STARTTLS\\r\\na2 LOGIN eve mallory\\r\\n",
                "a1 START\nC> TLS\\r\\na2 LOGIN eve mallory\\r\\n",
                "a1 STARTTLS\\r\nC> \\na2 LOGIN eve mallory\\r\\n",
                "a1 STARTTLS\\r\\na\nC> 2 LOGIN eve mallory\\r\\n"
            })
    void whatIsSentInTheClearBehindStartTlsEndsTheConnection(String injected) {
        office.wire().play("""
                S: * OK ...
                C> %s
                EOF
                """.formatted(injected));
    }

    @Test
    void anOddClientAtATlsHandshakeIsDropped() {
        office.wire().waiting().playEveryWay("""
                S: * OK ...
                C: a1 STARTTLS
                S: a1 OK begin TLS now
                C: no handshake
                EOF
                """);
    }

    @Nested
    class WithoutPasswordsInTheClear {
        @RegisterExtension
        final Office office = Office.with().described(builder -> builder.plaintextLogin(false));

        @Test
        void onlyTlsOrAMechanismThatShowsNoneWillDo() {
            office.play("""
                    S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE STARTTLS LOGINDISABLED AUTH=SCRAM-SHA-256] Yubin ready
                    C: a1 LOGIN bbb@osaka.test tanuki
                    S: a1 NO [PRIVACYREQUIRED] begin TLS first
                    C: a2 AUTHENTICATE PLAIN
                    S: a2 NO [PRIVACYREQUIRED] begin TLS first
                    C: a3 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                    S: a3 NO [PRIVACYREQUIRED] begin TLS first
                    """);
            office.play("""
                    S: * OK ...
                    C: a1 STARTTLS
                    S: a1 OK ...
                    TLS
                    C: a2 LOGIN bbb@osaka.test tanuki
                    S: a2 OK ...
                    """);
        }
    }

    @Nested
    class WhereTlsIsRequired {
        @RegisterExtension
        final Office office = Office.with().mode(TlsMode.STARTTLS_REQUIRED);

        @Test
        void noLoginOfAnyKindIsHeardBeforeIt() {
            office.play("""
                    S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE STARTTLS LOGINDISABLED] Yubin ready
                    C: a1 LOGIN bbb@osaka.test tanuki
                    S: a1 NO [PRIVACYREQUIRED] begin TLS first
                    C: a2 AUTHENTICATE SCRAM-SHA-256 biwsbj1iYmJAb3Nha2EudGVzdCxyPWFiYw==
                    S: a2 NO [PRIVACYREQUIRED] begin TLS first
                    """);
        }
    }

    @Nested
    class WithinTlsFromTheFirstOctet {
        @RegisterExtension
        final Office office = Office.with().mode(TlsMode.IMPLICIT).described(builder -> builder.plaintextLogin(false));

        @Test
        void passwordsAreTakenAndNothingMoreIsOffered() {
            office.wire().implicitTls().playEveryWay("""
                    S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN] Yubin ready
                    C: a1 STARTTLS
                    S: a1 BAD [CLIENTBUG] TLS is begun already
                    C: a2 LOGIN bbb@osaka.test tanuki
                    S: a2 OK [CAPABILITY ...] LOGIN done
                    """);
        }
    }

    @Nested
    class WithTokensAlone {

        /** Those who have tokens and no passwords. */
        private final Authenticator tokens = new Authenticator() {
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
                return Optional.of(
                        token -> Optional.of("bbb@osaka.test").filter(account -> token.equals(Secret.of("vF9dft"))));
            }
        };

        @RegisterExtension
        final Office office =
                Office.with().described(builder -> builder.throttle(UNHURRIED)).users(tokens);

        @Test
        void aTokenIsTakenAndAForgedOneIsExplainedBeforeItIsRefused() {
            office.wire().playEveryWay("""
                    S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE STARTTLS LOGINDISABLED AUTH=OAUTHBEARER AUTH=XOAUTH2] Yubin ready
                    C: a1 LOGIN bbb@osaka.test tanuki
                    S: a1 NO LOGIN is not offered here
                    C: a2 AUTHENTICATE PLAIN
                    S: a2 NO PLAIN is not offered here
                    C: a3 AUTHENTICATE OAUTHBEARER bixhPWJiYkBvc2FrYS50ZXN0LAFhdXRoPUJlYXJlciBmb3JnZWQBAQ==
                    S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
                    C: AQ==
                    S: a3 NO [AUTHENTICATIONFAILED] user name or password is wrong
                    C: a4 AUTHENTICATE XOAUTH2
                    S: +\\x20
                    C: dXNlcj1iYmJAb3Nha2EudGVzdAFhdXRoPUJlYXJlciB2RjlkZnQBAQ==
                    S: a4 OK [CAPABILITY IMAP4rev2 ...] AUTHENTICATE done
                    """);
        }
    }

    @Nested
    class WithoutTls {
        @RegisterExtension
        final Office office = Office.with().mode(TlsMode.PLAINTEXT);

        @Test
        void startTlsIsNotOffered() {
            office.play("""
                    S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN] Yubin ready
                    C: a1 STARTTLS
                    S: a1 BAD TLS is not offered here
                    """);
        }
    }

    @Nested
    class UnderStrictLimits {
        private final SessionLimits strict = new SessionLimits(
                ImapLimits.standard(),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                2,
                100,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                3,
                1,
                1,
                1,
                1,
                Duration.ofSeconds(10));

        @RegisterExtension
        final Office office =
                Office.with().described(builder -> builder.limits(strict).throttle(UNHURRIED));

        @Test
        void silenceBeforeLoginEndsInBye() {
            office.wire().play("""
                    S: * OK ...
                    S: * BYE you were silent for too long
                    EOF
                    """);
        }

        @Test
        void anotherSilenceHoldsOnceTheUserIsKnown() {
            try (Clients clients = new Clients(office, "A")) {
                Wire.to(office.server().port()).play("""
                        S: * OK ...
                        S: * BYE you were silent for too long
                        EOF
                        """);
                clients.play("""
                        A C: a1 NOOP
                        A S: a1 OK NOOP done
                        """);
            }
        }

        @Test
        void whoFailsToLogInTooOftenIsSentAway() {
            office.play("""
                    S: * OK ...
                    C: a1 LOGIN bbb@osaka.test wrong
                    S: a1 NO [AUTHENTICATIONFAILED] ...
                    S: * BYE too many failed logins
                    EOF
                    """);
        }

        @Test
        void whoIsWrongTooOftenIsSentAway() {
            office.play("""
                    S: * OK ...
                    C: a1 XYZZY
                    C: a2 XYZZY
                    C: a3 XYZZY
                    C: a4 NOOP
                    S: a1 BAD ...
                    S: a2 BAD ...
                    S: a3 BAD ...
                    S: * BYE too many commands that are wrong
                    EOF
                    """);
        }

        @Test
        void oneConnectionTooManyIsTurnedAway() {
            try (Clients clients = new Clients(office, "A", "B")) {
                Wire.to(office.server().port()).play("""
                        S: * BYE [UNAVAILABLE] too many connections; come again later
                        EOF
                        """);
                clients.play("""
                        A C: a1 NOOP
                        A S: a1 OK NOOP done
                        """);
            }
        }
    }

    @Nested
    class FullBehindTls {
        @RegisterExtension
        final Office office = Office.with()
                .mode(TlsMode.IMPLICIT)
                .described(builder -> builder.listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.PLAINTEXT)
                        .limits(new SessionLimits(
                                ImapLimits.standard(),
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                10,
                                1,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(30),
                                20,
                                5,
                                8,
                                1000,
                                1000,
                                Duration.ofSeconds(10))));

        /** A handshake costs the server more than all that it would say. */
        @Test
        void oneConnectionTooManyIsClosedBeforeTls() throws IOException {
            InetSocketAddress plain = office.server().addresses().get(1);
            try (Socket first = new Socket(plain.getAddress(), plain.getPort())) {
                assertThat(first.getInputStream().read()).isEqualTo('*');
                try (Socket second =
                        new Socket(plain.getAddress(), office.server().port())) {
                    second.setSoTimeout(20_000);
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
    }

    @Nested
    class WhereTooManyHaveFailed {
        @RegisterExtension
        final Office office = Office.with().described(builder -> {
            LoginThrottle throttle = new LoginThrottle(1);
            throttle.failed(InetAddress.getLoopbackAddress());
            return builder.throttle(throttle);
        });

        @Test
        void noLoginIsHeard() {
            office.play("""
                    S: * OK ...
                    C: a1 LOGIN bbb@osaka.test tanuki
                    S: a1 NO [UNAVAILABLE] ...
                    C: a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                    S: a2 NO [UNAVAILABLE] ...
                    """);
        }
    }
}
