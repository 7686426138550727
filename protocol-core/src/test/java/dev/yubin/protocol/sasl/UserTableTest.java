package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.SharedSecrets.SharedSecret;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.SecretKeyFactorySpi;
import org.junit.jupiter.api.Test;

class UserTableTest {
    private static final int FEW = 4096;
    private static final Secret SESAME = Secret.of("sesame");

    private final UserTable users = new UserTable(FEW).add("Ann@osaka.test", SESAME);

    @Test
    void theRightPasswordOpensTheAccountUnderTheNameItWasAddedWith() throws Exception {
        assertThat(users.verify("Ann@osaka.test", SESAME)).contains("Ann@osaka.test");
        assertThat(users.verify("ANN@OSAKA.TEST", SESAME)).contains("Ann@osaka.test");
        assertThat(users.verify("ann@osaka.test", Secret.of("Sesame"))).isEmpty();
        assertThat(users.verify("bob@osaka.test", SESAME)).isEmpty();
        assertThat(users.verify("ann@osaka.test", Secret.of(""))).isEmpty();
    }

    @Test
    void aUserMayGetANewPasswordAndBeRemoved() throws Exception {
        users.add("ann@OSAKA.test", Secret.of("newer"));
        assertThat(users.verify("ann@osaka.test", SESAME)).isEmpty();
        assertThat(users.verify("ann@osaka.test", Secret.of("newer"))).contains("ann@OSAKA.test");
        users.remove("ANN@osaka.test");
        assertThat(users.verify("ann@osaka.test", Secret.of("newer"))).isEmpty();
    }

    @Test
    void keysThatWereKeptSomewhereOpenTheAccountToo() throws Exception {
        users.add(
                "bob@osaka.test",
                ScramKeys.parse(ScramKeys.of(SESAME, ScramHash.SHA_256, FEW).text()));
        assertThat(users.verify("bob@osaka.test", SESAME)).contains("bob@osaka.test");
    }

    @Test
    void keysOfOtherRoundsWouldTellKnownUsersFromUnknownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.add("bob@osaka.test", ScramKeys.of(SESAME, ScramHash.SHA_256, 5000)));
    }

    @Test
    void keysOfSha1AreKeptOnlyWhereThatIsChosen() {
        assertThat(users.scramHashes()).containsExactly(ScramHash.SHA_256);
        assertThat(users.scramKeys("ann@osaka.test", ScramHash.SHA_1)).isEmpty();
        users.keepSha1Keys().add("bob@osaka.test", SESAME);
        assertThat(users.scramHashes()).containsExactlyInAnyOrder(ScramHash.SHA_1, ScramHash.SHA_256);
        for (ScramHash hash : ScramHash.values()) {
            assertThat(users.scramKeys("bob@osaka.test", hash).orElseThrow().verify(SESAME))
                    .isTrue();
        }
        ScramKeys sha1 = ScramKeys.of(SESAME, ScramHash.SHA_1, FEW);
        assertThat(ScramKeys.parse(sha1.text())).isEqualTo(sha1);
        assertThatIllegalArgumentException().isThrownBy(() -> users.add("cat@osaka.test", sha1));
    }

    @Test
    void oneActsAsOneselfInAnyCaseAndAsNobodyElse() {
        assertThat(users.authorize("Ann@osaka.test", "ann@OSAKA.test")).contains("Ann@osaka.test");
        users.add("bob@osaka.test", SESAME);
        assertThat(users.authorize("Ann@osaka.test", "bob@osaka.test")).isEmpty();
        assertThat(users.authorize("Ann@osaka.test", "nobody@osaka.test")).isEmpty();
    }

    @Test
    void unfitNamesPasswordsAndRoundsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> users.add("", SESAME));
        assertThatIllegalArgumentException().isThrownBy(() -> users.add("a\u0007", SESAME));
        assertThatIllegalArgumentException().isThrownBy(() -> users.add("ann", Secret.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> new UserTable(4095));
    }

    @Test
    void passwordsAreKeptAsTheyAreForThoseAloneWhoAreAddedOnceThatIsChosen() throws Exception {
        assertThat(users.sharedSecrets()).isEmpty();
        users.keepPasswords().add("Bob@osaka.test", Secret.of("cafe\u0301"));
        SharedSecrets secrets = users.sharedSecrets().orElseThrow();
        assertThat(secrets.find("bob@OSAKA.test")).contains(new SharedSecret("Bob@osaka.test", Secret.of("caf\u00E9")));
        assertThat(secrets.find("ann@osaka.test")).isEmpty();
        assertThat(secrets.find("nobody@osaka.test")).isEmpty();
        assertThat(users.verify("bob@osaka.test", Secret.of("caf\u00E9"))).contains("Bob@osaka.test");
    }

    @Test
    void aDigestIsRightOnlyOfTheSecretOfAUserWhoIsKnown() {
        SharedSecrets secrets = users.keepPasswords()
                .add("Bob@osaka.test", Secret.of("tanstaaf"))
                .sharedSecrets()
                .orElseThrow();
        UnaryOperator<Secret> digest = secret -> secret;
        assertThat(SaslServer.digest(secrets, "bob@osaka.test", digest, Secret.of("tanstaaf")))
                .isEqualTo(new Outcome.Success("Bob@osaka.test"));
        for (String user : List.of("bob@osaka.test", "ann@osaka.test", "nobody@osaka.test", "\u0007")) {
            assertThat(SaslServer.digest(secrets, user, digest, SESAME))
                    .isEqualTo(new Outcome.Failure(Outcome.Reason.WRONG_CREDENTIALS));
        }
        SharedSecrets down = user -> {
            throw new UnavailableException("the directory is down", null);
        };
        assertThat(SaslServer.digest(down, "bob@osaka.test", digest, SESAME))
                .isEqualTo(new Outcome.Failure(Outcome.Reason.UNAVAILABLE));
    }

    @Test
    void anUnknownUserCostsWhatAKnownOneCosts() throws Exception {
        try (CountingPbkdf2 work = CountingPbkdf2.begin()) {
            users.verify("ann@osaka.test", SESAME);
            assertThat(work.rounds()).as("the right password").isEqualTo(FEW);
            users.verify("ann@osaka.test", Secret.of("wrong"));
            assertThat(work.rounds()).as("the wrong password").isEqualTo(FEW);
            users.verify("nobody@osaka.test", SESAME);
            assertThat(work.rounds()).as("an unknown user").isEqualTo(FEW);
        }
    }

    @Test
    void newKeysHaveTheDocumentedRounds() throws Exception {
        UserTable standard = UserTable.of("ann@osaka.test", SESAME);
        assertThat(standard.scramKeys("ann@osaka.test", ScramHash.SHA_256))
                .map(ScramKeys::iterations)
                .contains(600_000);
        assertThat(standard.verify("ann@osaka.test", SESAME)).contains("ann@osaka.test");
    }

    /** Java's own PBKDF2, with the rounds counted that this thread asks of it. */
    private static final class CountingPbkdf2 extends Provider implements AutoCloseable {
        private static final long serialVersionUID = 1;
        private static final ThreadLocal<Long> ROUNDS = ThreadLocal.withInitial(() -> 0L);

        private CountingPbkdf2() {
            super("counting", "1", "counts rounds of PBKDF2");
            put("SecretKeyFactory.PBKDF2WithHmacSHA256", Factory.class.getName());
        }

        static CountingPbkdf2 begin() {
            CountingPbkdf2 provider = new CountingPbkdf2();
            Security.insertProviderAt(provider, 1);
            ROUNDS.remove();
            return provider;
        }

        /** The rounds since this was asked last. */
        long rounds() {
            long rounds = ROUNDS.get();
            ROUNDS.remove();
            return rounds;
        }

        @Override
        public void close() {
            Security.removeProvider(getName());
        }

        public static final class Factory extends SecretKeyFactorySpi {
            private final SecretKeyFactory java = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", "SunJCE");

            public Factory() throws Exception {}

            @Override
            protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
                ROUNDS.set(ROUNDS.get() + ((javax.crypto.spec.PBEKeySpec) spec).getIterationCount());
                return java.generateSecret(spec);
            }

            @Override
            protected KeySpec engineGetKeySpec(SecretKey key, Class<?> spec) throws InvalidKeySpecException {
                return java.getKeySpec(key, spec);
            }

            @Override
            protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
                return java.translateKey(key);
            }
        }
    }
}
