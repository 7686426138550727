package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTest {
    // RFC 7628 section 4.1
    private static final Secret EXAMPLE =
            base64("bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQz"
                    + "AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB");
    // Section 4.3
    private static final Secret QUERY =
            base64("bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9AQE=");
    private static final Secret ERROR = base64("eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxl"
            + "X3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4"
            + "YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=");
    // https://developers.google.com/gmail/imap/xoauth2-protocol
    private static final Secret GOOGLES =
            base64("dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRj"
                    + "Mk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==");

    private static final Secret TOKEN = Secret.of("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
    private static final SaslConnection SEEN = SaslConnection.inTheClear(true);

    private static Secret base64(String text) {
        return Secret.of(Base64.getDecoder().decode(text));
    }

    /** Those of one authorization server. */
    private record Issued(Secret token, String account) implements Authenticator, Tokens {
        @Override
        public Optional<String> verify(String user, Secret password) {
            return Optional.empty();
        }

        @Override
        public Optional<Tokens> tokens() {
            return Optional.of(this);
        }

        @Override
        public Optional<String> account(Secret shown) {
            return Optional.of(account).filter(a -> shown.equals(token));
        }

        @Override
        public Optional<String> scope() {
            return Optional.of("example_scope");
        }

        @Override
        public Optional<URI> openIdConfiguration() {
            return Optional.of(URI.create("https://example.com/.well-known/openid-configuration"));
        }
    }

    private static final Issued USERS = new Issued(TOKEN, "user@example.com");

    private static SaslServer server(Mechanism mechanism) {
        return SaslServer.begin(mechanism, USERS, SEEN);
    }

    @Test
    void theServerSpeaksAsInTheRfcsExamples() {
        assertThat(server(Mechanism.OAUTHBEARER).step(EXAMPLE)).isEqualTo(new Success("user@example.com"));
        SaslServer asked = server(Mechanism.OAUTHBEARER);
        assertThat(asked.step(QUERY)).isEqualTo(new Challenge(ERROR));
        assertThat(asked.step(Secret.of("\1"))).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
    }

    @Test
    void theClientSpeaksAsInTheRfcsExample() throws Exception {
        TlsEnds tls = TlsEnds.shakeHands(false);
        SaslConnection over = SaslConnection.ofClient(tls.session(), "server.example.com", 143);
        SaslClient client = SaslClient.of(Mechanism.OAUTHBEARER, Credentials.of("user@example.com", () -> TOKEN), over);
        assertThat(client.initialResponse()).isEmpty();
        assertThat(client.respond(Secret.of(""))).isEqualTo(EXAMPLE);
        assertThat(client.respond(ERROR)).isEqualTo(Secret.of("\1"));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.respond(ERROR));
    }

    @Test
    void bothSidesSpeakXoauth2AsGoogleDoes() throws Exception {
        Secret token = Secret.of("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
        Issued users = new Issued(token, "someuser@example.com");
        assertThat(SaslServer.begin(Mechanism.XOAUTH2, users, SEEN).step(GOOGLES))
                .isEqualTo(new Success("someuser@example.com"));
        SaslClient client = SaslClient.of(Mechanism.XOAUTH2, Credentials.of("someuser@example.com", () -> token), SEEN);
        assertThat(client.respond(Secret.of(""))).isEqualTo(GOOGLES);
        assertThat(client.respond(Secret.of("{\"status\":\"400\"}"))).isEqualTo(Secret.of(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "||",
                "n,",
                "n,,",
                "n,,|",
                "n,,||",
                "n,,auth=Bearer x||",
                "x,,|auth=Bearer x||",
                "p=tls-exporter,,|auth=Bearer x||",
                "n,user,|auth=Bearer x||",
                "n,a=,|auth=Bearer x||",
                "n,a=x=y,|auth=Bearer x||",
                "n,,|auth=Bearer x|",
                "n,,|auth=Bearer x",
                "n,,|auth=Basic x||",
                "n,,|host=x||",
                "n,,|auth=Bearer x|auth=Bearer y||",
                "n,,|auth=Bearer x|x||",
                "n,,|auth=Bearer x|1=x||",
                "n,,|auth=Bearer \0||",
                "n,,|auth=Bearer x|||"
            })
    void aMessageOutsideTheGrammarIsMalformed(String message) {
        assertThat(server(Mechanism.OAUTHBEARER).step(Secret.of(message.replace('|', '\1'))))
                .isEqualTo(new Failure(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "||",
                "user=x",
                "user=x||",
                "user=x|auth=Bearer y|",
                "auth=Bearer y||",
                "user=x|auth=y||",
                "usr=x|auth=Bearer y||"
            })
    void anXoauth2MessageOutsideTheGrammarIsMalformed(String message) {
        assertThat(server(Mechanism.XOAUTH2).step(Secret.of(message.replace('|', '\1'))))
                .isEqualTo(new Failure(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,|auth=Bearer TOKEN||",
                "y,a=user@example.com,|auth=Bearer TOKEN||",
                "n,,|auth=bEARER TOKEN||",
                "n,,|port=143|auth=Bearer TOKEN|unknown=\t\r\n~||"
            })
    void aMessageMayAlso(String message) {
        String text = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
        assertThat(server(Mechanism.OAUTHBEARER)
                        .step(Secret.of(message.replace('|', '\1').replace("TOKEN", text))))
                .isEqualTo(new Success("user@example.com"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OAUTHBEARER", "XOAUTH2"})
    void anErrorIsAcknowledgedBeforeTheLoginFailsWhateverIsWrong(Mechanism mechanism) {
        for (String[] wrong : new String[][] {{"user@example.com", "forged"}, {"other@example.com", "forged"}}) {
            SaslServer server = server(mechanism);
            Bearer.Form form = Bearer.Form.valueOf(mechanism.text());
            assertThat(server.step(Secret.of(form.write(wrong[0], wrong[1], SEEN))))
                    .isEqualTo(new Challenge(ERROR));
            assertThat(server.step(Secret.of(""))).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        }
    }

    @Test
    void aDirectoryThatIsDownIsNotAWrongToken() {
        Authenticator down = new Authenticator() {
            @Override
            public Optional<String> verify(String user, Secret password) {
                return Optional.empty();
            }

            @Override
            public Optional<Tokens> tokens() {
                return Optional.of(token -> {
                    throw new UnavailableException("no route to the authorization server", null);
                });
            }
        };
        assertThat(SaslServer.begin(Mechanism.OAUTHBEARER, down, SEEN).step(EXAMPLE))
                .isEqualTo(new Failure(Reason.UNAVAILABLE));
    }

    @Test
    void aScopeWithQuotesStaysWithinItsOwn() throws Exception {
        Authenticator quoting = new Authenticator() {
            @Override
            public Optional<String> verify(String user, Secret password) {
                return Optional.empty();
            }

            @Override
            public Optional<Tokens> tokens() {
                return Optional.of(new Tokens() {
                    @Override
                    public Optional<String> account(Secret token) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<String> scope() {
                        return Optional.of("a\"b\\c\n");
                    }
                });
            }
        };
        Challenge error = (Challenge)
                SaslServer.begin(Mechanism.OAUTHBEARER, quoting, SEEN).step(EXAMPLE);
        assertThat(error.challenge().text())
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"a\\\"b\\\\c\\u000a\"}");
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() throws Exception {
        List<String> asked = new ArrayList<>();
        TokenSupplier tokens = new TokenSupplier() {
            @Override
            public Secret token() {
                asked.add("token");
                return Secret.of("expired");
            }

            @Override
            public Secret renewed(Secret refused) {
                asked.add("renewed");
                assertThat(refused).isEqualTo(Secret.of("expired"));
                return TOKEN;
            }
        };
        SaslClient client = SaslClient.of(Mechanism.OAUTHBEARER, Credentials.of("user@example.com", tokens), SEEN);
        List<Outcome> outcomes = new ArrayList<>();
        client.logIn(attempt -> attempt(attempt, outcomes)).await();
        assertThat(asked).containsExactly("token", "renewed");
        assertThat(outcomes).containsExactly(new Failure(Reason.WRONG_CREDENTIALS), new Success("user@example.com"));
    }

    @Test
    void aTokenThatStaysTheSameOrIsRefusedAgainIsTheEnd() {
        for (TokenSupplier tokens : List.<TokenSupplier>of(() -> Secret.of("forged"), new TokenSupplier() {
            private int given;

            @Override
            public Secret token() {
                return Secret.of("forged" + given++);
            }
        })) {
            SaslClient client = SaslClient.of(Mechanism.XOAUTH2, Credentials.of("user@example.com", tokens), SEEN);
            List<Outcome> outcomes = new ArrayList<>();
            assertThatExceptionOfType(dev.yubin.protocol.FaultException.class)
                    .isThrownBy(() ->
                            client.logIn(attempt -> attempt(attempt, outcomes)).await());
            assertThat(outcomes).hasSizeBetween(1, 2).containsOnly(new Failure(Reason.WRONG_CREDENTIALS));
        }
    }

    @Test
    void aRefusalForNowIsNoReasonForAnotherToken() {
        SaslClient client = SaslClient.of(Mechanism.XOAUTH2, Credentials.of("user@example.com", () -> TOKEN), SEEN);
        List<SaslClient> tried = new ArrayList<>();
        client.logIn(attempt -> {
            tried.add(attempt);
            return Pending.<Void>failed(Refusals.failure(Cause.REFUSED_FOR_NOW));
        });
        assertThat(tried).hasSize(1);
    }

    private static Pending<Void> attempt(SaslClient client, List<Outcome> outcomes) {
        try {
            Outcome outcome = Refusals.outcome(client, USERS, SEEN);
            outcomes.add(outcome);
            Pending<Void> done = new Pending<>();
            done.complete(null);
            return outcome instanceof Success ? done : Pending.failed(Refusals.failure(Cause.CREDENTIALS_REFUSED));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whereThereIsNoTokenTheFaultSaysSo() {
        SaslClient client = SaslClient.of(
                Mechanism.OAUTHBEARER,
                Credentials.of("user@example.com", () -> {
                    throw new IOException("the authorization server is down");
                }),
                SEEN);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.respond(Secret.of("")))
                .withMessage("the authorization server is down")
                .satisfies(e -> assertThat(SaslClient.cause(e)).isEqualTo(Cause.TOKEN_UNAVAILABLE));
        SaslClient unfit =
                SaslClient.of(Mechanism.OAUTHBEARER, Credentials.of("user@example.com", () -> Secret.of("a\1b")), SEEN);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> unfit.respond(Secret.of("")));
    }
}
