package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import java.util.Objects;

/**
 * A line that breaks its grammar. It is a command like any other, so that its reply keeps its place among those of pipelined commands.
 *
 * @param problem   what kind of break
 * @param complaint what was expected and what came, for the peer; the peer's octets are escaped in it
 */
public record Malformed(Problem problem, String complaint) implements SmtpCommand {
    /** What is wrong, and the reply for it: RFC 5321 section 4.2.4, RFC 3463 section 3.6. */
    public enum Problem {
        /** The line itself is unsound: too long, or its end is not CR LF. */
        LINE(500, "5.5.2"),
        /** The verb is known, what follows is not as it should be. */
        ARGUMENTS(501, "5.5.4"),
        /** How many octets follow BDAT is not to be made out, nor then what is a command behind them. RFC 3030 section 2. */
        CHUNK(421, "4.5.0"),
        /** What answers a 334 is not base64. RFC 4954 section 4. */
        AUTH_RESPONSE(501, "5.5.2"),
        /** What answers a 334 is too long. RFC 4954 section 6. */
        AUTH_TOO_LONG(500, "5.5.6");

        private final int code;
        private final String status;

        Problem(int code, String status) {
            this.code = code;
            this.status = status;
        }
    }

    public Malformed {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(complaint, "complaint");
    }

    static Malformed arguments(Verb verb, String complaint) {
        return new Malformed(verb == Verb.BDAT ? Problem.CHUNK : Problem.ARGUMENTS, verb + ": " + complaint);
    }

    /** What the peer hears. */
    public Reply reply() {
        return Reply.of(problem.code, problem.status, complaint);
    }

    @Override
    public Verb verb() {
        return Verb.MALFORMED;
    }

    static final Grammar<Malformed> GRAMMAR = new Grammar<>() {
        @Override
        public Malformed read(LineReader in) {
            return new Malformed(Problem.LINE, in.escaped());
        }

        @Override
        public void write(Malformed said, LineWriter out) {
            throw new IllegalArgumentException("a malformed line is never written");
        }
    };
}
