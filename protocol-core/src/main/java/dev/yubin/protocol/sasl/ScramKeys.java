package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps in place of a password: enough to check it, with or without SCRAM (RFC 5802 section 3, RFC 7677), and short of what
 * logs in elsewhere. Stolen keys can be guessed at, {@code iterations} rounds of PBKDF2 a guess, so keep them like passwords.
 *
 * @param hash       what they are made with
 * @param salt       random octets of this user's own, which anyone is told who asks; never empty
 * @param iterations rounds of PBKDF2, at least 4096
 * @param storedKey  H(ClientKey), 32 octets in SHA-256, 20 in SHA-1
 * @param serverKey  HMAC(SaltedPassword, "Server Key"), as long
 */
public record ScramKeys(ScramHash hash, Secret salt, int iterations, Secret storedKey, Secret serverKey) {
    /** The rounds of new keys: an eighth of a second of a server's time (2026), and of a client's that logs in by SCRAM. */
    public static final int ITERATIONS = 600_000;

    /** RFC 7677 section 4: fewer rounds are refused by clients, ours among them. */
    static final int FEWEST_ITERATIONS = 4096;

    static final Secret DECOY_KEY = Secret.of(ScramHash.random(32));

    private static final int SALT_OCTETS = 16;
    private static final String BASE64 = "([A-Za-z0-9+/]+={0,2})";
    private static final Pattern TEXT =
            Pattern.compile("SCRAM-(SHA-256|SHA-1)\\$([1-9][0-9]{0,8}):" + BASE64 + "\\$" + BASE64 + ":" + BASE64);

    /** @throws IllegalArgumentException when a part has not the form said above */
    public ScramKeys {
        enough(iterations);
        if (salt.octets().length == 0
                || storedKey.octets().length != hash.octets()
                || serverKey.octets().length != hash.octets()) {
            throw new IllegalArgumentException("expected a salt and two keys of " + hash.octets() + " octets");
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
     * New keys of SHA-256 for this password, with a new salt and {@value #ITERATIONS} rounds; this takes an eighth of a second.
     *
     * @throws IllegalArgumentException when SASLprep refuses the password: it is empty, not UTF-8, or has control characters
     */
    public static ScramKeys of(Secret password) {
        return of(password, ScramHash.SHA_256, ITERATIONS);
    }

    /** New keys of that hash, with other than {@value #ITERATIONS} rounds: 4096, the fewest allowed, make tests quick and stolen keys cheap. */
    public static ScramKeys of(Secret password, ScramHash hash, int iterations) {
        return of(password, hash, Secret.of(ScramHash.random(SALT_OCTETS)), iterations);
    }

    static ScramKeys of(Secret password, ScramHash hash, Secret salt, int iterations) {
        String prepared = SaslPrep.stored(password)
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this password"));
        return ofPrepared(prepared, hash, salt, iterations);
    }

    private static ScramKeys ofPrepared(String password, ScramHash hash, Secret salt, int iterations) {
        Secret saltedPassword = hash.hi(password, salt, iterations);
        return new ScramKeys(
                hash,
                salt,
                iterations,
                hash.h(hash.hmac(saltedPassword, "Client Key")),
                hash.hmac(saltedPassword, "Server Key"));
    }

    /** Keys that no password fits, with a salt that stays the same for this account and looks like any other. */
    static ScramKeys decoy(ScramHash hash, Secret key, String account, int iterations) {
        byte[] salt = hash.hmac(key, "salt " + account).octets();
        return new ScramKeys(
                hash,
                Secret.of(Arrays.copyOf(salt, SALT_OCTETS)),
                iterations,
                hash.hmac(key, "stored key " + account),
                hash.hmac(key, "server key " + account));
    }

    /** Whether these are keys of this password. Takes as long to say no as to say yes. */
    public boolean verify(Secret password) {
        return SaslPrep.query(password)
                .map(prepared -> ofPrepared(prepared, hash, salt, iterations))
                .filter(this::equals)
                .isPresent();
    }

    /** These keys in one printable line, after RFC 5803: {@code SCRAM-SHA-256$iterations:salt$storedKey:serverKey}. Keep it secret. */
    public String text() {
        return hash.mechanism()
                + '$'
                + iterations
                + ':'
                + base64(salt)
                + '$'
                + base64(storedKey)
                + ':'
                + base64(serverKey);
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
                matcher.group(1).equals("SHA-1") ? ScramHash.SHA_1 : ScramHash.SHA_256,
                fromBase64(matcher.group(3)),
                Integer.parseInt(matcher.group(2)),
                fromBase64(matcher.group(4)),
                fromBase64(matcher.group(5)));
    }

    private static String base64(Secret octets) {
        return Base64.getEncoder().encodeToString(octets.octets());
    }

    private static Secret fromBase64(String text) {
        return Secret.of(Base64.getDecoder().decode(text));
    }
}
