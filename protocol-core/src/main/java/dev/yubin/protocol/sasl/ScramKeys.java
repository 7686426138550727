package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps in place of a password: enough to check it, with or without SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677), and
 * short of what logs in elsewhere. Stolen keys can be guessed at, {@code iterations} rounds of PBKDF2 a guess, so keep them like
 * passwords.
 *
 * @param salt       random octets of this user's own, which anyone is told who asks; never empty
 * @param iterations rounds of PBKDF2, at least 4096
 * @param storedKey  H(ClientKey), 32 octets
 * @param serverKey  HMAC(SaltedPassword, "Server Key"), 32 octets
 */
public record ScramKeys(Secret salt, int iterations, Secret storedKey, Secret serverKey) {
    /** The rounds of new keys: an eighth of a second of a server's time (2026), and of a client's that logs in by SCRAM. */
    public static final int ITERATIONS = 600_000;

    /** RFC 7677 section 4: fewer rounds are refused by clients, ours among them. */
    static final int FEWEST_ITERATIONS = 4096;

    static final Secret DECOY_KEY = Secret.of(Sha256.random(Sha256.OCTETS));

    private static final int SALT_OCTETS = 16;
    private static final String BASE64 = "([A-Za-z0-9+/]+={0,2})";
    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$([1-9][0-9]{0,8}):" + BASE64 + "\\$" + BASE64 + ":" + BASE64);

    /** @throws IllegalArgumentException when a part has not the form said above */
    public ScramKeys {
        enough(iterations);
        if (salt.octets().length == 0
                || storedKey.octets().length != Sha256.OCTETS
                || serverKey.octets().length != Sha256.OCTETS) {
            throw new IllegalArgumentException("expected a salt and two keys of " + Sha256.OCTETS + " octets");
        }
    }

    static int enough(int iterations) {
        if (iterations < FEWEST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "expected at least " + FEWEST_ITERATIONS + " iterations but found " + iterations);
        }
        return iterations;
    }

    /**
     * New keys for this password, with a new salt and {@value #ITERATIONS} rounds; this takes an eighth of a second.
     *
     * @throws IllegalArgumentException when SASLprep refuses the password: it is empty, not UTF-8, or has control characters
     */
    public static ScramKeys of(Secret password) {
        return of(password, ITERATIONS);
    }

    /** New keys with other than {@value #ITERATIONS} rounds: 4096, the fewest allowed, make tests quick and stolen keys cheap. */
    public static ScramKeys of(Secret password, int iterations) {
        return of(password, Secret.of(Sha256.random(SALT_OCTETS)), iterations);
    }

    static ScramKeys of(Secret password, Secret salt, int iterations) {
        String prepared = SaslPrep.stored(password)
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this password"));
        return ofSalted(Sha256.hi(prepared, salt, iterations), salt, iterations);
    }

    private static ScramKeys ofSalted(Secret saltedPassword, Secret salt, int iterations) {
        return new ScramKeys(
                salt,
                iterations,
                Sha256.h(Sha256.hmac(saltedPassword, "Client Key")),
                Sha256.hmac(saltedPassword, "Server Key"));
    }

    /** Keys that no password fits, with a salt that stays the same for this account and looks like any other. */
    static ScramKeys decoy(Secret key, String account, int iterations) {
        byte[] salt = Sha256.hmac(key, "salt " + account).octets();
        return new ScramKeys(
                Secret.of(Arrays.copyOf(salt, SALT_OCTETS)),
                iterations,
                Sha256.hmac(key, "stored key " + account),
                Sha256.hmac(key, "server key " + account));
    }

    /** Whether these are keys of this password. Takes as long to say no as to say yes. */
    public boolean verify(Secret password) {
        return SaslPrep.query(password)
                .map(prepared -> ofSalted(Sha256.hi(prepared, salt, iterations), salt, iterations))
                .filter(this::equals)
                .isPresent();
    }

    /** These keys in one printable line, after RFC 5803: {@code SCRAM-SHA-256$iterations:salt$storedKey:serverKey}. Keep it secret. */
    public String text() {
        return "SCRAM-SHA-256$" + iterations + ':' + base64(salt) + '$' + base64(storedKey) + ':' + base64(serverKey);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else; the message does not show it
     */
    public static ScramKeys parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected SCRAM-SHA-256$iterations:salt$storedKey:serverKey");
        }
        return new ScramKeys(
                fromBase64(matcher.group(2)),
                Integer.parseInt(matcher.group(1)),
                fromBase64(matcher.group(3)),
                fromBase64(matcher.group(4)));
    }

    private static String base64(Secret octets) {
        return Base64.getEncoder().encodeToString(octets.octets());
    }

    private static Secret fromBase64(String text) {
        return Secret.of(Base64.getDecoder().decode(text));
    }
}
