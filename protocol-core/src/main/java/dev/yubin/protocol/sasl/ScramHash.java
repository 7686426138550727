package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that SCRAM is spoken with. Keys of one are of no use to the other. */
public enum ScramHash {
    /** Of SCRAM-SHA-1 (RFC 5802): for clients that know nothing newer. */
    SHA_1("SHA-1", 20),
    /** Of SCRAM-SHA-256 (RFC 7677). */
    SHA_256("SHA-256", 32);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String digest;
    private final String hmac;
    private final int octets;

    ScramHash(String digest, int octets) {
        this.digest = digest;
        this.hmac = "Hmac" + digest.replace("-", "");
        this.octets = octets;
    }

    /** The mechanism without channel binding, such as {@code SCRAM-SHA-256}. */
    String mechanism() {
        return "SCRAM-" + digest;
    }

    /** How long a hash is. */
    int octets() {
        return octets;
    }

    // The functions of RFC 5802 section 2.2, by its names.

    /** H(str) */
    Secret h(Secret text) {
        try {
            return Secret.of(MessageDigest.getInstance(digest).digest(text.octets()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** HMAC(key, str) */
    Secret hmac(Secret key, String text) {
        return hmac(hmac, key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hi(str, salt, i), which is PBKDF2: the slow one. */
    Secret hi(String password, Secret salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt.octets(), iterations, octets * 8);
        try {
            return Secret.of(SecretKeyFactory.getInstance("PBKDF2With" + hmac)
                    .generateSecret(spec)
                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // JDKs have it since 8
        } finally {
            spec.clearPassword();
        }
    }

    /** HMAC of RFC 2104 by its name in Java, for a key that may be empty. */
    static Secret hmac(String algorithm, Secret key, byte[] text) {
        byte[] octets = key.octets();
        try {
            Mac mac = Mac.getInstance(algorithm);
            // Java wants a key with octets; RFC 2104 section 2 fills every key up with zeros.
            mac.init(new SecretKeySpec(octets.length == 0 ? new byte[1] : octets, algorithm));
            return Secret.of(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has those that are asked for
        }
    }

    /** XOR, of two texts of the same length. */
    static Secret xor(Secret one, Secret other) {
        byte[] result = one.octets();
        byte[] mask = other.octets();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= mask[i];
        }
        return Secret.of(result);
    }

    static byte[] random(int octets) {
        byte[] random = new byte[octets];
        RANDOM.nextBytes(random);
        return random;
    }
}
