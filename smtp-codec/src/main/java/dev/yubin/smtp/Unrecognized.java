package dev.yubin.smtp;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A line whose verb this codec does not know, kept whole, so that an application can serve a verb of its own. */
public final class Unrecognized implements SmtpCommand {
    private final byte[] line;

    /** The line of these octets, without CR LF; they are copied. */
    public Unrecognized(byte[] line) {
        this.line = line.clone();
    }

    @Override
    public Verb verb() {
        return Verb.UNRECOGNIZED;
    }

    /** A copy of the whole line, without CR LF. */
    public byte[] octets() {
        return line.clone();
    }

    /** What stands before the first space, in upper case; perhaps nothing. */
    public String word() {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ');
        return (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    /** What stands behind that space, as UTF-8 (what is none is shown as U+FFFD); perhaps nothing. */
    public String argument() {
        int space = 0;
        while (space < line.length && line[space] != ' ') {
            space++;
        }
        int start = Math.min(space + 1, line.length);
        return new String(line, start, line.length - start, StandardCharsets.UTF_8);
    }

    static final Grammar<Unrecognized> GRAMMAR = new Grammar<>() {
        @Override
        public Unrecognized read(LineReader in) {
            return new Unrecognized(in.restOctets());
        }

        @Override
        public void write(Unrecognized said, LineWriter out) {
            out.secret(Secret.of(said.line)); // perhaps a password that came a line too late
        }
    };

    @Override
    public boolean equals(Object other) {
        return other instanceof Unrecognized said && Arrays.equals(line, said.line);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }

    /** How long it is, and no more: it may be a password that came a line too late. */
    @Override
    public String toString() {
        return "Unrecognized[" + line.length + " octets]";
    }
}
