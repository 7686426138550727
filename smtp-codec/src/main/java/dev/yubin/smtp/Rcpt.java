package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * Names one recipient. RFC 5321 section 4.1.1.3.
 *
 * @param to         whom the mail is for
 * @param parameters what the client asks for with regard to this recipient
 */
public record Rcpt(ForwardPath to, RcptParameters parameters) implements SmtpCommand {
    public Rcpt {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(parameters, "parameters");
    }

    @Override
    public Verb verb() {
        return Verb.RCPT;
    }

    /** rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF */
    static final Grammar<Rcpt> GRAMMAR = new Grammar<>() {
        @Override
        public Rcpt read(LineReader in) throws SyntaxException {
            in.expect(" TO:");
            return new Rcpt(ForwardPath.read(in), RcptParameters.read(in));
        }

        @Override
        public void write(Rcpt rcpt, LineWriter out) {
            out.text(" TO:").text(rcpt.to.toString()).text(rcpt.parameters.toString());
        }
    };
}
