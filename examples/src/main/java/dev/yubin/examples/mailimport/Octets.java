package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How octets are copied and compared. */
final class Octets {
    static final int WINDOW = 64 * 1024;

    private Octets() {}

    /** Copies all of a file or the like; that it cannot be read is this message's fault, that it cannot be written is not. */
    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] window = new byte[WINDOW];
        for (int count = read(in, window); count >= 0; count = read(in, window)) {
            out.write(window, 0, count);
        }
    }

    private static int read(InputStream in, byte[] window) throws SkippedException {
        try {
            return in.read(window);
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of all octets, in hexadecimal. */
    static String digest(Mail.Content content) throws IOException {
        MessageDigest digest = digest();
        content.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }
}
