package dev.yubin.pop3;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Logs in without sending the password: a digest of it and of the timestamp in the server's greeting goes instead. RFC 1939 section 7. MD5 is
 * weak today; behind TLS any mechanism of {@link Auth} is better.
 *
 * @param name   as {@link User}'s
 * @param digest 16 octets: MD5 over the timestamp, its angle brackets included, and the password
 */
public record Apop(String name, Secret digest) implements Pop3Command {
    private static final int DIGEST_OCTETS = 16;
    private static final HexFormat HEX = HexFormat.of();
    /** A msg-id, as far as it matters: what stands between the brackets is digested, whatever it is. */
    private static final Pattern TIMESTAMP = Pattern.compile("<[!-;=?-~]+@[!-;=?-~]+>");

    /** "APOP" SP name SP digest; the digest is 32 hexadecimal digits in lower case */
    static final Grammar<Apop> GRAMMAR = new Grammar<>() {
        @Override
        public Apop read(LineReader in) throws SyntaxException {
            in.expect(" ");
            String name = in.expectWhile(User::fits, "a name");
            String digest = in.accept(" ") ? in.acceptWhile(Apop::isDigit) : "";
            if (digest.length() != 2 * DIGEST_OCTETS || !in.atEnd()) {
                throw new SyntaxException("expected a space and a digest of " + 2 * DIGEST_OCTETS
                        + " hexadecimal digits in lower case"); // and nothing of the line, for it may hold a password
            }
            return new Apop(name, Secret.of(HEX.parseHex(digest)));
        }

        @Override
        public void write(Apop apop, LineWriter out) {
            String digest = HEX.formatHex(apop.digest().octets());
            out.text(" ").text(apop.name()).text(" ").secret(Secret.of(digest));
        }
    };

    public Apop {
        User.check(name);
        if (digest.octets().length != DIGEST_OCTETS) {
            throw new IllegalArgumentException("a digest has " + DIGEST_OCTETS + " octets");
        }
    }

    /**
     * The command that answers a timestamp.
     *
     * @param timestamp as {@link #timestamp} found it
     * @param password  prepared by SASLprep where it is beyond ASCII (RFC 6856 section 2.2)
     * @throws IllegalArgumentException when the name cannot stand in the command
     */
    public static Apop of(String name, String timestamp, Secret password) {
        return new Apop(name, digest(timestamp, password));
    }

    /** The timestamp in a greeting, its angle brackets included; empty where the server does not offer APOP. */
    public static Optional<String> timestamp(Pop3Reply greeting) {
        Matcher found = TIMESTAMP.matcher(greeting.text());
        return greeting.ok() && found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /** MD5 over a timestamp, its angle brackets included, and a password. */
    public static Secret digest(String timestamp, Secret password) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(timestamp.getBytes(StandardCharsets.UTF_8));
            return Secret.of(md5.digest(password.octets()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no MD5, which every JVM has to have", e);
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    @Override
    public Verb verb() {
        return Verb.APOP;
    }
}
