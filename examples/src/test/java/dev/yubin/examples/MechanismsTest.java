package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Certificates;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.ScramAuthenticator;
import dev.yubin.protocol.sasl.ScramHash;
import dev.yubin.protocol.sasl.ScramKeys;
import dev.yubin.protocol.sasl.SharedSecrets;
import dev.yubin.protocol.sasl.TokenSupplier;
import dev.yubin.protocol.sasl.Tokens;
import dev.yubin.protocol.sasl.UserTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every SASL mechanism, our clients against our servers, in SMTP, POP3 and IMAP. */
@Timeout(60)
class MechanismsTest {
    private static final Secret SESAME = Secret.of("sesame");
    private static final Secret WRONG = Secret.of("mustard");
    /** As long as tokens with many claims in them become. */
    private static final Secret TOKEN = Secret.of("t".repeat(10_240));

    private static final UserTable TABLE =
            new UserTable(4096).keepPasswords().keepSha1Keys().add(Spoken.USER, SESAME);

    /** Those of whom nothing but the keys of SHA-1 is known. */
    private static final ScramAuthenticator OLD_KEYS = new ScramAuthenticator() {
        @Override
        public Optional<ScramKeys> scramKeys(String account, ScramHash hash) {
            return TABLE.scramKeys(account, hash);
        }

        @Override
        public Set<ScramHash> scramHashes() {
            return Set.of(ScramHash.SHA_1);
        }

        @Override
        public int iterations() {
            return TABLE.iterations();
        }
    };

    /** Those who log in otherwise than with keys; each ability by itself. */
    private record Abilities(
            boolean takesPasswords,
            Optional<SharedSecrets> sharedSecrets,
            Optional<Tokens> tokens,
            Optional<Certificates> certificates)
            implements Authenticator {
        static final Abilities PASSWORDS = new Abilities(true, Optional.empty(), Optional.empty(), Optional.empty());
        static final Abilities SHARED_SECRETS =
                new Abilities(false, TABLE.sharedSecrets(), Optional.empty(), Optional.empty());
        static final Abilities TOKENS = new Abilities(
                false,
                Optional.empty(),
                Optional.of(token -> Optional.of(Spoken.USER).filter(user -> token.equals(TOKEN))),
                Optional.empty());
        static final Abilities CERTIFICATES = new Abilities(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of(certificate -> Optional.of(Spoken.USER)
                        .filter(user ->
                                certificate.equals(Spoken.ANN.certificates().get(0)))));

        @Override
        public Optional<String> verify(String user, Secret password) {
            return Optional.of(user).filter(name -> name.equals(Spoken.USER) && password.equals(SESAME));
        }
    }

    private static Credentials with(Secret password) {
        return Credentials.of(Spoken.USER, password);
    }

    /** What both sides said, for a login that succeeds or fails with {@code fault}. */
    private static List<String> said(
            Spoken spoken,
            TlsMode mode,
            Authenticator users,
            Credentials credentials,
            Optional<TlsIdentity> identity,
            Optional<Cause> fault)
            throws FaultException {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        try (Listener server = spoken.open(mode, users)) {
            Optional<Cause> failed = Optional.empty();
            try {
                spoken.logIn(server.port(), mode, credentials, identity, (speaker, line) -> said.add(line));
            } catch (FaultException e) {
                failed = Optional.of(e.fault()).map(Fault::cause);
            }
            assertThat(failed).as("%s", said).isEqualTo(fault);
        }
        assertThat(said).noneMatch(line -> line.contains("sesame") || line.contains("ttt") || line.contains("dHR0"));
        return said;
    }

    private static List<String> said(Spoken spoken, TlsMode mode, Authenticator users, Credentials credentials)
            throws FaultException {
        return said(spoken, mode, users, credentials, Optional.empty(), Optional.empty());
    }

    private static void refused(Spoken spoken, TlsMode mode, Authenticator users, Credentials credentials, Cause cause)
            throws FaultException {
        said(spoken, mode, users, credentials, Optional.empty(), Optional.of(cause));
    }

    /** How many exchanges with this mechanism were begun. */
    private static long begun(List<String> said, String mechanism) {
        return said.stream()
                .filter(line -> line.matches("(?i)(?:[A-Z]\\w* )?AUTH(?:ENTICATE)? " + mechanism + "(?: .*)?"))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void aPasswordIsProvedAndTheLoginBoundToTls(Spoken spoken) throws FaultException {
        for (TlsMode mode : List.of(TlsMode.IMPLICIT, TlsMode.STARTTLS_REQUIRED)) {
            assertThat(begun(said(spoken, mode, TABLE, with(SESAME)), "SCRAM-SHA-256-PLUS"))
                    .isOne();
            refused(spoken, mode, TABLE, with(WRONG), Cause.CREDENTIALS_REFUSED);
            assertThat(begun(said(spoken, mode, OLD_KEYS, with(SESAME)), "SCRAM-SHA-1-PLUS"))
                    .isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void inTheClearAPasswordStaysHidden(Spoken spoken) throws FaultException {
        TlsMode clear = TlsMode.PLAINTEXT;
        assertThat(begun(said(spoken, clear, TABLE, with(SESAME)), "SCRAM-SHA-256"))
                .isOne();
        assertThat(begun(said(spoken, clear, OLD_KEYS, with(SESAME)), "SCRAM-SHA-1"))
                .isOne();
        assertThat(begun(said(spoken, clear, Abilities.SHARED_SECRETS, with(SESAME)), "CRAM-MD5"))
                .isOne();
        for (Authenticator users : List.of(TABLE, OLD_KEYS, Abilities.SHARED_SECRETS)) {
            refused(spoken, clear, users, with(WRONG), Cause.CREDENTIALS_REFUSED);
            Credentials nobody = Credentials.of("nobody@osaka.test", SESAME);
            refused(spoken, clear, users, nobody, Cause.CREDENTIALS_REFUSED);
        }
        refused(spoken, clear, Abilities.PASSWORDS, with(SESAME), Cause.MECHANISM_NOT_OFFERED);
        refused(spoken, clear, Abilities.TOKENS, with(SESAME), Cause.MECHANISM_NOT_OFFERED);
    }

    @ParameterizedTest
    @EnumSource
    void withinTlsAPasswordMayTravel(Spoken spoken) throws FaultException {
        TlsMode mode = TlsMode.IMPLICIT;
        assertThat(begun(said(spoken, mode, Abilities.PASSWORDS, with(SESAME)), "PLAIN"))
                .isOne();
        refused(spoken, mode, Abilities.PASSWORDS, with(WRONG), Cause.CREDENTIALS_REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfTenKilobytesLogsIn(Spoken spoken) throws FaultException {
        Credentials token = Credentials.of(Spoken.USER, () -> TOKEN);
        assertThat(begun(said(spoken, TlsMode.IMPLICIT, Abilities.TOKENS, token), "OAUTHBEARER"))
                .isOne();
        refused(spoken, TlsMode.IMPLICIT, TABLE, token, Cause.MECHANISM_NOT_OFFERED);
        refused(spoken, TlsMode.PLAINTEXT, Abilities.TOKENS, token, Cause.MECHANISM_NOT_OFFERED);
        Credentials other = Credentials.of("bob@osaka.test", () -> TOKEN);
        refused(spoken, TlsMode.IMPLICIT, Abilities.TOKENS, other, Cause.CREDENTIALS_REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatHasExpiredIsRenewedOnceAndAForgedOneIsRefused(Spoken spoken) throws FaultException {
        TokenSupplier expiring = new TokenSupplier() {
            @Override
            public Secret token() {
                return Secret.of("expired");
            }

            @Override
            public Secret renewed(Secret refused) {
                return TOKEN;
            }
        };
        List<String> said = said(spoken, TlsMode.IMPLICIT, Abilities.TOKENS, Credentials.of(Spoken.USER, expiring));
        assertThat(begun(said, "OAUTHBEARER")).isEqualTo(2);
        Credentials forged = Credentials.of(Spoken.USER, () -> Secret.of("forged"));
        refused(spoken, TlsMode.IMPLICIT, Abilities.TOKENS, forged, Cause.CREDENTIALS_REFUSED);
        Credentials none = Credentials.of(Spoken.USER, () -> {
            throw new IOException("the authorization server is down");
        });
        refused(spoken, TlsMode.IMPLICIT, Abilities.TOKENS, none, Cause.TOKEN_UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateLogsInWhereTlsHasVerifiedIt(Spoken spoken) throws FaultException {
        for (TlsMode mode : List.of(TlsMode.IMPLICIT, TlsMode.STARTTLS_REQUIRED)) {
            List<String> said = said(
                    spoken,
                    mode,
                    Abilities.CERTIFICATES,
                    Credentials.certificate(),
                    Optional.of(Spoken.ANN),
                    Optional.empty());
            assertThat(begun(said, "EXTERNAL")).isOne();
            refused(
                    spoken,
                    mode,
                    Abilities.CERTIFICATES,
                    Credentials.certificate(),
                    Cause.MECHANISM_NOT_OFFERED); // it shows none
            said(
                    spoken,
                    mode,
                    Abilities.CERTIFICATES,
                    Credentials.certificate().actingAs("bob@osaka.test"),
                    Optional.of(Spoken.ANN),
                    Optional.of(Cause.CREDENTIALS_REFUSED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStrangersCertificateEndsTheConnection(Spoken spoken) throws FaultException {
        try (Listener server = spoken.open(TlsMode.IMPLICIT, Abilities.CERTIFICATES)) {
            Optional<TlsIdentity> stranger = Optional.of(TlsIdentity.selfSigned("ann"));
            try {
                spoken.logIn(
                        server.port(), TlsMode.IMPLICIT, Credentials.certificate(), stranger, (speaker, line) -> {});
                throw new AssertionError("it was let in");
            } catch (FaultException e) {
                // in TLS 1.3 the client is through before the server has looked, and hears of it in what it reads next
                assertThat(e.fault().cause())
                        .isIn(Cause.TLS_HANDSHAKE, Cause.CERTIFICATE_UNTRUSTED, Cause.CONNECTION_LOST);
            }
        }
    }
}
