package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * One line of a reply, as it stands on the wire. RFC 5321 section 4.2.
 *
 * @param code 200 to 599
 * @param last whether the reply ends here: a space follows the code then, else a hyphen
 * @param text what follows, an enhanced status not yet taken off; perhaps nothing
 */
public record ReplyLine(int code, boolean last, String text) {
    public ReplyLine {
        Objects.requireNonNull(text, "text");
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("a reply's code is 200 to 599, not " + code);
        }
    }

    /** Reply-code ( SP / "-" ) [ textstring ] */
    public static final Grammar<ReplyLine> GRAMMAR = new Grammar<>() {
        @Override
        public ReplyLine read(LineReader in) throws SyntaxException {
            int code = 0;
            int digits = 0;
            for (; in.peek() >= '0' && in.peek() <= '9'; digits++) {
                code = 10 * code + in.next() - '0';
            }
            if (digits != 3 || code < 200 || code > 599) {
                throw new SyntaxException("expected a reply's code but found \"" + in.escaped() + '"');
            }
            // The bare code is read because section 4.2 asks clients to: "250" alone ends a reply like "250 " does.
            boolean last = in.atEnd() || in.accept(" ");
            if (!last) {
                in.expect("-");
            }
            return new ReplyLine(code, last, in.restAsWords().replace('\0', '\uFFFD'));
        }

        @Override
        public void write(ReplyLine line, LineWriter out) {
            out.number(line.code).text(line.last ? " " : "-").text(line.text);
        }
    };

    /** The line, without its CR LF. */
    public LineWriter line() {
        LineWriter out = new LineWriter();
        GRAMMAR.write(this, out);
        return out;
    }
}
