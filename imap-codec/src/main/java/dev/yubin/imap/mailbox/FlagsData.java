package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The flags that messages of the selected mailbox can have: RFC 9051 section 7.3.5. */
public record FlagsData(Set<Flag> flags) implements ImapResponse {
    public FlagsData {
        flags = Collections.unmodifiableSet(new LinkedHashSet<>(flags));
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.FLAGS;
    }

    /** "FLAGS" SP flag-list */
    public static FlagsData read(ImapReader in) throws SyntaxException {
        in.expect("* FLAGS ");
        return new FlagsData(ImapReader.flagsOf(in.flagNames()));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* FLAGS ").flags(flags);
    }
}
