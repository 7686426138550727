package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Dialogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** @param hello {@code EHLO}, or {@code LHLO} for LMTP */
record SmtpDelivery(InetSocketAddress server, String hello, String recipient) implements Delivery {
    /** CR or LF without the other: RFC 5321 section 2.3.8. */
    private static final Pattern BARE = Pattern.compile("\r(?!\n)|(?<!\r)\n");

    @Override
    public void deliver(byte[] message) throws IOException {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r\n") || BARE.matcher(text).find() || text.indexOf('\0') >= 0) {
            throw new IOException("SMTP carries whole lines without NUL, and no CR or LF alone");
        }
        try (Dialogue dialogue = Dialogue.with(server, false, Connection.PATIENCE_FOR_MAIL)) {
            expect(dialogue, "2");
            say(dialogue, hello + " conformance.test", "2");
            boolean bit8 = text.chars().anyMatch(octet -> octet > 0x7e);
            say(dialogue, "MAIL FROM:<>" + (bit8 ? " BODY=8BITMIME" : ""), "2");
            say(dialogue, "RCPT TO:<" + recipient + ">", "2");
            say(dialogue, "DATA", "3");
            String stuffed = (text.startsWith(".") ? "." : "") + text.replace("\r\n.", "\r\n..") + ".";
            say(dialogue, stuffed, "2");
            say(dialogue, "QUIT", "2");
        } catch (AssertionError e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void say(Dialogue dialogue, String line, String expected) throws IOException {
        byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        dialogue.send(octets, line.length() > 80 ? "(the message)" : line);
        expect(dialogue, expected);
    }

    /** A reply may have many lines; a hyphen stands behind the code of each but the last. */
    private static void expect(Dialogue dialogue, String begin) throws IOException {
        String line = dialogue.line(begin + "xx ...");
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = dialogue.line(begin + "xx ...");
        }
        if (!line.startsWith(begin)) {
            throw new IOException("the way in refuses it: " + line);
        }
    }
}
