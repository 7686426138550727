package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.TokenSupplier;
import dev.yubin.smtp.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AUTH against servers that keep to a script: RFC 4954. */
@Timeout(120)
class SmtpLoginTest {
    private static final Credentials ANN = Credentials.of("ann", Secret.of("pencil"));
    /** NUL ann NUL pencil. */
    private static final String PLAIN = "AGFubgBwZW5jaWw=";

    private static String offering(String mechanisms) {
        return """
                S: 220
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 AUTH %s
                """.formatted(mechanisms);
    }

    private interface Part {
        void play(SmtpClient client) throws Exception;
    }

    private static void playEveryWay(String script, boolean plaintextLogin, Part part) {
        ScriptedServer.of(script).playEveryWay(port -> {
            try (SmtpClient client = SmtpClient.builder("localhost", port, TlsMode.PLAINTEXT)
                    .name("bar.com")
                    .plaintextLogin(plaintextLogin)
                    .connect()
                    .await()) {
                part.play(client);
            }
        });
    }

    private static void logIn(String script, Credentials credentials) {
        playEveryWay(script, true, client -> client.login(credentials).await());
    }

    private static Fault fault(String script, Credentials credentials, boolean plaintextLogin) {
        AtomicReference<Fault> fault = new AtomicReference<>();
        playEveryWay(
                script,
                plaintextLogin,
                client -> fault.set(catchThrowableOfType(
                                FaultException.class,
                                () -> client.login(credentials).await())
                        .fault()));
        return fault.get();
    }

    @Test
    void plainGoesWithTheCommand() throws Exception {
        logIn(offering("GSSAPI LOGIN PLAIN") + "C: AUTH PLAIN " + PLAIN + "\nS: 235 2.7.0 welcome\n", ANN);
    }

    /** RFC 9422: who is known may send more. */
    @Test
    void limitsAreAskedForAgainBehindALogin() throws Exception {
        playEveryWay(
                offering("PLAIN").replace("250 AUTH", "250-LIMITS RCPTMAX=1\nS: 250 AUTH")
                        + "C: AUTH PLAIN " + PLAIN + "\nS: 235 2.7.0 welcome\n" + """
                        C: EHLO bar.com
                        S: 250-foo.com
                        S: 250 LIMITS RCPTMAX=1000
                        """,
                true,
                client -> {
                    client.login(ANN).await();
                    assertThat(client.extensions().limit(Limit.RCPTMAX)).hasValue(1000);
                });
    }

    @Test
    void whatDoesNotFitTheCommandIsAskedFor() throws Exception {
        String password = "x".repeat(370); // RFC 4954 section 4: 512 octets with CR LF, and this makes 513 or more
        String response = Base64.getEncoder().encodeToString(("\0ann\0" + password).getBytes());
        assertThat("AUTH PLAIN " + response + "\r\n").hasSizeGreaterThan(512);
        logIn(
                offering("PLAIN") + "C: AUTH PLAIN\nS: 334 \nC: " + response + "\nS: 235 2.7.0 welcome\n",
                Credentials.of("ann", Secret.of(password)));
    }

    @Test
    void loginIsAskedLineByLine() throws Exception {
        logIn(offering("LOGIN") + """
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: YW5u
                S: 334 UGFzc3dvcmQ6
                C: cGVuY2ls
                S: 235 2.7.0 welcome
                """, ANN);
    }

    /** RFC 2195 section 2. */
    @Test
    void cramMd5AnswersTheChallenge() throws Exception {
        logIn(offering("CRAM-MD5 PLAIN LOGIN") + """
                C: AUTH CRAM-MD5
                S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
                C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
                S: 235 2.7.0 welcome
                """, Credentials.of("tim", Secret.of("tanstaaftanstaaf")));
    }

    @Test
    void aTokenIsAskedForAndOneThatIsRefusedIsRenewedOnce() throws Exception {
        TokenSupplier tokens = new TokenSupplier() {
            @Override
            public Secret token() {
                return Secret.of("expired");
            }

            @Override
            public Secret renewed(Secret refused) {
                return Secret.of("vF9dft");
            }
        };
        String script = offering("PLAIN XOAUTH2") + """
                C: AUTH XOAUTH2
                S: 334\s
                C: dXNlcj1hbm4BYXV0aD1CZWFyZXIgZXhwaXJlZAEB
                S: 334 eyJzdGF0dXMiOiI0MDEifQ==
                C:
                S: 535 5.7.8 expired
                C: AUTH XOAUTH2
                S: 334\s
                C: dXNlcj1hbm4BYXV0aD1CZWFyZXIgdkY5ZGZ0AQE=
                S: %s
                """;
        logIn(script.formatted("235 2.7.0 welcome"), Credentials.of("ann", tokens));
        assertThat(fault(script.formatted("535 5.7.8 expired"), Credentials.of("ann", tokens), true)
                        .cause())
                .isEqualTo(Cause.CREDENTIALS_REFUSED);
    }

    /** RFC 7628 section 3.2.3: the server tells why, is answered with a dummy, and refuses then. */
    @Test
    void aTokenThatHasExpiredIsRenewedOnceForOauthbearerToo() throws Exception {
        TokenSupplier tokens = new TokenSupplier() {
            @Override
            public Secret token() {
                return Secret.of("expired");
            }

            @Override
            public Secret renewed(Secret refused) {
                assertThat(refused).isEqualTo(Secret.of("expired"));
                return Secret.of("fresh");
            }
        };
        logIn(
                offering("OAUTHBEARER") + """
                C: AUTH OAUTHBEARER
                S: 334\s
                C: %s
                S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
                C: AQ==
                S: 535 5.7.8 expired
                C: AUTH OAUTHBEARER
                S: 334\s
                C: %s
                S: 235 2.7.0 welcome
                """.formatted(bearer("expired"), bearer("fresh")),
                Credentials.of("ann", tokens));
    }

    private static String bearer(String token) {
        String message = "n,a=ann,\001auth=Bearer " + token + "\001\001";
        return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void withoutATokenTheExchangeIsGivenUp() throws Exception {
        Credentials none = Credentials.of("ann", () -> {
            throw new IOException("the authorization server is down");
        });
        Fault fault = fault(offering("OAUTHBEARER") + "C: AUTH OAUTHBEARER\nS: 334 \nC: *\nEOF", none, true);
        assertThat(fault.cause()).isEqualTo(Cause.TOKEN_UNAVAILABLE);
        assertThat(fault.detail()).isEqualTo("the authorization server is down");
    }

    @Test
    void aSupplierThatFailsInAnyOtherWayLeavesNobodyWaiting() throws Exception {
        Credentials none = Credentials.of("ann", () -> {
            throw new IllegalStateException("no session");
        });
        Fault fault = fault(offering("OAUTHBEARER") + "C: AUTH OAUTHBEARER\nS: 334 \nC: *\nEOF", none, true);
        assertThat(fault.cause()).isEqualTo(Cause.TOKEN_UNAVAILABLE);
        assertThat(fault.detail())
                .isEqualTo("the supplier of tokens fails: java.lang.IllegalStateException: no session");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            535 5.7.8 wrong         | CREDENTIALS_REFUSED
            454 4.7.0 try later     | REFUSED_FOR_NOW
            421 4.7.0 too many      | REFUSED_FOR_NOW
            504 5.5.4 unknown       | MECHANISM_NOT_OFFERED
            534 5.7.9 too weak      | MECHANISM_NOT_OFFERED
            538 5.7.11 TLS first    | MECHANISM_NOT_OFFERED
            550 5.7.1 no            | REFUSED
            """)
    void aRefusalSaysWhatToDo(String reply, Cause cause) throws Exception {
        Fault fault = fault(offering("PLAIN") + "C: AUTH PLAIN ...\nS: " + reply, ANN, true);
        assertThat(fault.cause()).isEqualTo(cause);
        assertThat(fault.step()).isEqualTo("logging in");
        assertThat(fault.lastReply()).hasValue(reply);
    }

    @Test
    void thePasswordIsNotShownInTheClear() throws Exception {
        Fault fault = fault(offering("LOGIN PLAIN") + "EOF", ANN, false);
        assertThat(fault.cause()).isEqualTo(Cause.MECHANISM_NOT_OFFERED);
        assertThat(fault.detail()).endsWith("in the clear");
    }

    @Test
    void whereNothingIsOfferedNothingIsTried() throws Exception {
        assertThat(fault("S: 220\nC: EHLO bar.com\nS: 250 foo.com\nEOF", ANN, true)
                        .cause())
                .isEqualTo(Cause.MECHANISM_NOT_OFFERED);
    }

    @Test
    void aServerThatDoesNotProveThatItKnowsThePasswordIsTrustedWithNothing() throws Exception {
        Fault fault = fault(
                offering("SCRAM-SHA-256 PLAIN") + "C: AUTH SCRAM-SHA-256 ...\nS: 235 2.7.0 come in\nEOF", ANN, false);
        assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
    }

    @ParameterizedTest
    @CsvSource({"no base64!", "cj1ub3RvdXJz"}) // the second: r=notours
    void aChallengeThatMakesNoSenseIsAnsweredWithAStarAndTheConnectionClosed(String challenge) throws Exception {
        Fault fault = fault(
                offering("SCRAM-SHA-256") + "C: AUTH SCRAM-SHA-256 ...\nS: 334 " + challenge + "\nC: *\nEOF",
                ANN,
                false);
        assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
        assertThat(fault.toString()).doesNotContain(challenge).contains("334 [secret]");
    }

    @Test
    void theSessionGoesOnBehindARefusal() throws Exception {
        playEveryWay(offering("PLAIN") + """
                C: AUTH PLAIN AGFubgBwZW4=
                S: 535 5.7.8 wrong
                C: AUTH PLAIN AGFubgBwZW5jaWw=
                S: 235 2.7.0 welcome
                """, true, client -> {
            var wrong = client.login(Credentials.of("ann", Secret.of("pen")));
            var right = client.login(ANN);
            assertThat(catchThrowableOfType(FaultException.class, wrong::await)).isNotNull();
            right.await();
        });
    }
}
