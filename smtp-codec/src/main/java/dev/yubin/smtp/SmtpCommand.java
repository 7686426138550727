package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** What a client says. RFC 5321 section 4.1 and its extensions; switch on {@link #verb()}. */
public sealed interface SmtpCommand
        permits Hello,
                Mail,
                Rcpt,
                Data,
                Bdat,
                Rset,
                Noop,
                Quit,
                Vrfy,
                Expn,
                Etrn,
                XClient,
                XForward,
                Help,
                StartTls,
                Auth,
                Unrecognized,
                Malformed {

    /** Which command it is. */
    Verb verb();

    /**
     * Reads a line, its CR LF taken off. It always gives a command: one that is not known is {@link Unrecognized}, one that breaks its grammar is
     * {@link Malformed}.
     */
    static SmtpCommand read(byte[] line) {
        byte[] text = withoutTrailingSpace(line);
        LineReader in = new LineReader(text);
        Optional<Verb> verb = Verb.accept(in, text);
        if (verb.isEmpty()) {
            return new Unrecognized(line);
        }
        try {
            SmtpCommand command = verb.get().grammar().read(in);
            in.expectEnd();
            return command;
        } catch (SyntaxException e) {
            return Malformed.arguments(verb.get(), e.getMessage());
        }
    }

    /**
     * The line that says this, without its CR LF. Its {@code toString()} is fit for a log.
     *
     * @throws IllegalArgumentException for {@link Malformed}, which nobody says on purpose
     */
    default LineWriter line() {
        LineWriter out = new LineWriter();
        if (verb() != Verb.UNRECOGNIZED) {
            out.text(verb().name());
        }
        write(this, out);
        return out;
    }

    @SuppressWarnings("unchecked") // each command's row is that of its own grammar
    private static <C extends SmtpCommand> void write(C command, LineWriter out) {
        ((Grammar<C>) command.verb().grammar()).write(command, out);
    }

    /** Section 4.1.1: servers should tolerate white space before the CR LF. */
    private static byte[] withoutTrailingSpace(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t')) {
            end--;
        }
        return end == line.length ? line : Arrays.copyOf(line, end);
    }
}
