package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;

/**
 * A command whose keyword is not in {@link Verb}.
 *
 * @param text the line whole, the keyword included, without its CR LF; {@link #toString} does not show it, for it may hold a secret
 */
public record Unrecognized(String text) implements Pop3Command {
    /** The keyword as it came. */
    public String keyword() {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    @Override
    public Verb verb() {
        return Verb.UNRECOGNIZED;
    }

    @Override
    public String toString() {
        return "Unrecognized[" + Escaped.text(keyword()) + ']';
    }
}
