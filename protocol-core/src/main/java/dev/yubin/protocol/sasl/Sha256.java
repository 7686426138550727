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

/** The functions of RFC 5802 section 2.2 over SHA-256 (RFC 7677), by the RFC's names. */
final class Sha256 {
    static final int OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sha256() {}

    /** H(str) */
    static Secret h(Secret text) {
        try {
            return Secret.of(MessageDigest.getInstance("SHA-256").digest(text.octets()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** HMAC(key, str) */
    static Secret hmac(Secret key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.octets(), "HmacSHA256"));
            return Secret.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Hi(str, salt, i), which is PBKDF2: the slow one. */
    static Secret hi(String password, Secret salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt.octets(), iterations, OCTETS * 8);
        try {
            return Secret.of(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // JDKs have it since 8
        } finally {
            spec.clearPassword();
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
