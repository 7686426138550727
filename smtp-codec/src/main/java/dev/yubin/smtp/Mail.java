package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * Opens a mail transaction. RFC 5321 section 4.1.1.2.
 *
 * @param from       where notices of failure go; {@link ReversePath#NULL} when this mail is itself such a notice
 * @param parameters what the client says of the message to come, such as its size in octets (RFC 1870)
 */
public record Mail(ReversePath from, MailParameters parameters) implements SmtpCommand {
    public Mail {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(parameters, "parameters");
    }

    @Override
    public Verb verb() {
        return Verb.MAIL;
    }

    /** mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF */
    static final Grammar<Mail> GRAMMAR = new Grammar<>() {
        @Override
        public Mail read(LineReader in) throws SyntaxException {
            in.expect(" FROM:");
            return new Mail(ReversePath.read(in), MailParameters.read(in));
        }

        @Override
        public void write(Mail mail, LineWriter out) {
            out.text(" FROM:").text(mail.from.toString()).text(mail.parameters.toString());
        }
    };
}
