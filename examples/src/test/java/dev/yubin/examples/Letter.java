package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message that is made again from its name, so that every octet of it can be compared. Most are of some kilobytes; one in 25 is large enough that a
 * store writes a part of it before the rest has come.
 */
record Letter(String id) {
    private static final String MARK = "X-Letter: ";
    private static final Pattern ID = Pattern.compile(MARK + "(\\S+)\r\n");
    private static final String TRACE = "((Return-Path|Received):.*\r\n([ \t].*\r\n)*)*";
    private static final int LARGE = 260 * 1024;

    byte[] octets() {
        Random random = new Random(id.hashCode());
        int size = random.nextInt(25) == 0 ? LARGE + random.nextInt(3 * LARGE) : random.nextInt(16 * 1024);
        StringBuilder text = new StringBuilder(size + 200);
        text.append(MARK).append(id).append("\r\nSubject: round and round\r\n\r\n");
        while (text.length() < size) {
            if (random.nextInt(10) == 0) {
                text.append('.'); // which SMTP has to double
            }
            text.append(Long.toString(random.nextLong(), 36)).append(' ');
            text.append(Long.toString(random.nextLong(), 36)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As the content of DATA, with what ends it: RFC 5321 section 4.5.2. */
    byte[] dotted() {
        String text = new String(octets(), StandardCharsets.US_ASCII);
        return (text.replace("\r\n.", "\r\n..") + ".\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The letter that these octets are, whole and with nothing but trace fields on top. */
    static Letter of(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        Matcher found = ID.matcher(text);
        assertThat(found.find()).as("a message bears its letter's name").isTrue();
        Letter letter = new Letter(found.group(1));
        assertThat(text.substring(0, found.start()))
                .as("%s: what stands on top", letter)
                .matches(TRACE);
        byte[] content = Arrays.copyOfRange(message, found.start(), message.length);
        assertThat(Arrays.equals(content, letter.octets()))
                .as("%s: octets; there are %d of %d", letter, content.length, letter.octets().length)
                .isTrue();
        return letter;
    }
}
