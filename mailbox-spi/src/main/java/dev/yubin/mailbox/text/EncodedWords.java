package dev.yubin.mailbox.text;

import dev.yubin.mailbox.outline.MailAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a header field, encoded words decoded (RFC 2047) and unfolded, so that people can search for what they read. */
public final class EncodedWords {
    /** encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?=" (RFC 2047 section 2, RFC 2231 section 5) */
    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([bBqQ])\\?([^?\\s]*)\\?=");

    private static final Pattern FOLD = Pattern.compile("\r?\n(?=[ \t])");

    private EncodedWords() {}

    /**
     * Decodes a value. What is no encoded word is read as UTF-8 (RFC 6532), and where it is none, as ISO 8859-1.
     *
     * @param octets the value, an octet in each character, as an outline has it
     */
    public static String decode(String octets) {
        String value = octets.indexOf('\n') < 0 ? octets : FOLD.matcher(octets).replaceAll("");
        if (!value.contains("=?")) {
            return utf8OrLatin1(value); // as most are, and a search looks at many
        }
        Matcher word = WORD.matcher(value);
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        Charset charset = StandardCharsets.US_ASCII;
        int end = 0;
        while (word.find()) {
            String between = value.substring(end, word.start());
            Charset next = charset(word.group(1));
            boolean continues = run.size() > 0 && between.isBlank();
            if (!continues || !next.equals(charset)) {
                text.append(run.toString(charset)).append(continues ? "" : utf8OrLatin1(between));
                run.reset();
            }
            charset = next; // a character may be cut in two by neighbouring words, though RFC 2047 section 5 forbids it
            run.writeBytes(octets(word.group(2), word.group(3)));
            end = word.end();
        }
        return text.append(run.toString(charset))
                .append(utf8OrLatin1(value.substring(end)))
                .toString();
    }

    /** The address as a person would write it: {@code Ann <ann@example.net>}, without quoting. */
    public static String decode(MailAddress address) {
        String mailbox = decode(address.mailbox().orElse(""));
        String host = address.host().map(h -> "@" + decode(h)).orElse("");
        String spec = mailbox + host;
        return address.name().map(n -> decode(n) + " <" + spec + ">").orElse(spec);
    }

    private static byte[] octets(String encoding, String encoded) {
        boolean base64 = encoding.equalsIgnoreCase("B");
        String text = base64 ? encoded : encoded.replace('_', ' ');
        TransferDecoder decoder =
                TransferDecoder.of(base64 ? "base64" : "quoted-printable").orElseThrow();
        ByteBuffer out = ByteBuffer.allocate(text.length() + TransferDecoder.HELD);
        decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), out);
        decoder.finish(out);
        byte[] octets = new byte[out.flip().remaining()];
        out.get(octets);
        return octets;
    }

    /** The charset of that name; ISO 8859-1, which reads every octet, where it is not known. */
    static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    private static String utf8OrLatin1(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }

    private static boolean isAscii(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
