package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * Brings a chunk of the message's content, whose octets follow at once, whatever the reply. RFC 3030 section 2.
 *
 * @param octets how many; 0 is possible
 * @param last   whether the content ends with them
 */
public record Bdat(long octets, boolean last) implements SmtpCommand {
    public Bdat {
        if (octets < 0) {
            throw new IllegalArgumentException("a chunk has no less than 0 octets: " + octets);
        }
    }

    @Override
    public Verb verb() {
        return Verb.BDAT;
    }

    /** bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CR LF; chunk-size = 1*DIGIT; end-marker = "LAST" */
    static final Grammar<Bdat> GRAMMAR = new Grammar<>() {
        @Override
        public Bdat read(LineReader in) throws SyntaxException {
            in.expect(" ");
            long octets = in.expectNumber(Long.MAX_VALUE);
            return new Bdat(octets, in.accept(" LAST"));
        }

        @Override
        public void write(Bdat bdat, LineWriter out) {
            out.text(" ").text(Long.toString(bdat.octets)).text(bdat.last ? " LAST" : "");
        }
    };
}
