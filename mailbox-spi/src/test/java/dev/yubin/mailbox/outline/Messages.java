package dev.yubin.mailbox.outline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.stream.Collectors;

/** Messages as test text, and their outlines as text that a test can show beside them. */
final class Messages {
    private Messages() {}

    /** The octets of a text, each line ended by {@code lineEnd}. */
    static byte[] octets(String text, String lineEnd) {
        return text.replace("\n", lineEnd).getBytes(ISO_8859_1);
    }

    static Outline scan(byte[] message) {
        return scan(message, OutlineLimits.DEFAULT);
    }

    static Outline scan(byte[] message, OutlineLimits limits) {
        OutlineScanner scanner = new OutlineScanner(limits);
        scanner.write(ByteBuffer.wrap(message));
        return scanner.finish();
    }

    static Outline scan(String text) {
        return scan(octets(text, "\r\n"));
    }

    /** Cut in two. */
    static Outline scanSplit(byte[] message, int at) {
        OutlineScanner scanner = new OutlineScanner();
        scanner.write(ByteBuffer.wrap(message, 0, at));
        scanner.write(ByteBuffer.wrap(message, at, message.length - at));
        return scanner.finish();
    }

    /** Cut into pieces of one size, by way of direct buffers. */
    static Outline scanInPieces(byte[] message, int size, OutlineLimits limits) {
        OutlineScanner scanner = new OutlineScanner(limits);
        ByteBuffer all = ByteBuffer.allocateDirect(message.length).put(message).flip();
        for (int at = 0; at < message.length; at += size) {
            scanner.write(all.slice(at, Math.min(size, message.length - at)));
        }
        return scanner.finish();
    }

    /**
     * {@code type/subtype 'body'}, of a multipart {@code type/subtype [part; part]}, of a message {@code type/subtype {subject: part}}; in
     * bodies {@code |} is a line end.
     */
    static String sketch(Part part, byte[] message) {
        String type = part.type() + "/" + part.subtype();
        if (part.isMultipart()) {
            return part.children().stream()
                    .map(child -> sketch(child, message))
                    .collect(Collectors.joining("; ", type + " [", "]"));
        }
        if (part.isMessage()) {
            String subject = part.envelope().orElseThrow().subject().orElse("-");
            return type + " {" + subject + ": " + sketch(part.nested().orElseThrow(), message) + "}";
        }
        return type + " '" + slice(message, part.bodyStart(), part.bodyEnd()) + "'";
    }

    /** Those octets of the message, with {@code |} for a line end. */
    static String slice(byte[] message, long from, long to) {
        return new String(message, (int) from, (int) (to - from), ISO_8859_1)
                .replace("\r\n", "|")
                .replace("\n", "|");
    }
}
