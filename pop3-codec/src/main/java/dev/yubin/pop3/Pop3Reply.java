package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A server's reply, or the first line of one that has several: RFC 1939 section 3, RFC 2449 section 8.
 *
 * @param ok   whether it is {@code +OK} rather than {@code -ERR}
 * @param code why, for programs
 * @param text why, for people, and the numbers that some replies bear; perhaps empty
 */
public record Pop3Reply(boolean ok, Optional<ResponseCode> code, String text) implements Pop3Response {
    private static final int LONGEST_TEXT = 400; // octets, so that the line stays under 512 octets: RFC 2449 section 4

    /** single-line = ("+OK" / "-ERR") [SP [resp-code [SP]] text] */
    static final Grammar<Pop3Reply> GRAMMAR = new Grammar<>() {
        @Override
        public Pop3Reply read(LineReader in) throws SyntaxException {
            boolean ok = in.accept("+OK");
            if (!ok && !in.accept("-ERR")) {
                throw in.unexpected("\"+OK\" or \"-ERR\"");
            }
            if (!in.atEnd()) {
                in.expect(" ");
            }
            return of(ok, words(in));
        }

        @Override
        public void write(Pop3Reply reply, LineWriter out) {
            out.text(reply.ok() ? "+OK" : "-ERR");
            if (reply.code().isPresent() || !reply.text().isEmpty()) {
                out.text(" ");
            }
            reply.code().ifPresent(code -> ResponseCode.GRAMMAR.write(code, out));
            if (reply.code().isPresent() && !reply.text().isEmpty()) {
                out.text(" ");
            }
            out.text(reply.text());
        }
    };

    public Pop3Reply {
        if (code.isEmpty() && codeEnd(text) >= 0) {
            throw new IllegalArgumentException(
                    "text that begins as a response code does: \"" + Escaped.text(text) + '"');
        }
    }

    /** {@code +OK}, and these words. */
    public static Pop3Reply ok(String text) {
        return new Pop3Reply(true, Optional.empty(), text);
    }

    /** {@code -ERR}, and these words as far as there is room for them. */
    public static Pop3Reply error(String text) {
        return new Pop3Reply(false, Optional.empty(), cut(text));
    }

    /** {@code -ERR}, a code, and these words as far as there is room for them. */
    public static Pop3Reply error(ResponseCode code, String text) {
        return new Pop3Reply(false, Optional.of(code), cut(text));
    }

    @Override
    public LineWriter line() {
        LineWriter out = new LineWriter();
        GRAMMAR.write(this, out);
        return out;
    }

    /** The line, as it would be written. */
    @Override
    public String toString() {
        return line().toString();
    }

    private static String cut(String text) {
        CharBuffer words = CharBuffer.wrap(text);
        StandardCharsets.UTF_8.newEncoder().encode(words, ByteBuffer.allocate(LONGEST_TEXT), true);
        return text.substring(0, words.position());
    }

    private static Pop3Reply of(boolean ok, String words) throws SyntaxException {
        int end = codeEnd(words);
        if (end < 0) {
            return new Pop3Reply(ok, Optional.empty(), words);
        }
        ResponseCode code = ResponseCode.GRAMMAR.read(LineReader.of(words.substring(0, end)));
        String text = words.substring(end);
        return new Pop3Reply(ok, Optional.of(code), text.startsWith(" ") ? text.substring(1) : text);
    }

    /** What is left of the line. Words for people in another charset than UTF-8 are no reason to drop the reply. */
    private static String words(LineReader in) {
        byte[] rest = in.restOctets();
        try {
            return new LineReader(rest).rest();
        } catch (SyntaxException e) {
            return Escaped.text(rest, 0);
        }
    }

    /** Where the response code at the beginning of the text ends; -1 when there is none. */
    private static int codeEnd(String text) {
        int end = text.indexOf(']');
        if (!text.startsWith("[") || end < 0) {
            return -1;
        }
        try {
            ResponseCode.GRAMMAR.read(LineReader.of(text.substring(0, end + 1)));
            return end + 1;
        } catch (SyntaxException e) {
            return -1;
        }
    }
}
