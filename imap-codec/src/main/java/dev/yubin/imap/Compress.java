package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;

/**
 * Has both sides compress what they say behind its OK: RFC 4978 section 3.
 *
 * @param algorithm in capitals; {@code DEFLATE} is the only one that there is
 */
public record Compress(String algorithm) implements ImapCommand {
    public static final Compress DEFLATE = new Compress("DEFLATE");

    public Compress {
        algorithm = algorithm.toUpperCase(Locale.ROOT);
        if (!Syntax.isAtom(algorithm)) {
            throw new IllegalArgumentException("an algorithm's name is an atom");
        }
    }

    @Override
    public Verb verb() {
        return Verb.COMPRESS;
    }

    /** compress = "COMPRESS" SP algorithm; "future algorithm names must be atoms" */
    static Compress read(ImapReader in) throws SyntaxException {
        return new Compress(in.atom("an algorithm"));
    }

    @Override
    public void write(ImapWriter out) {
        out.text(algorithm);
    }
}
