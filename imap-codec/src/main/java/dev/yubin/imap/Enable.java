package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns extensions on: RFC 9051 section 6.3.1.
 *
 * @param capabilities as the client names them; those that are unknown are passed over by the server
 */
public record Enable(List<String> capabilities) implements ImapCommand {
    public Enable {
        capabilities = List.copyOf(capabilities);
        if (capabilities.isEmpty()) {
            throw new IllegalArgumentException("ENABLE names at least one capability");
        }
    }

    @Override
    public Verb verb() {
        return Verb.ENABLE;
    }

    /** enable = "ENABLE" 1*(SP capability) */
    static Enable read(ImapReader in) throws SyntaxException {
        List<String> capabilities = new ArrayList<>();
        do {
            in.countItem();
            capabilities.add(in.atom("a capability"));
        } while (in.accept(' '));
        return new Enable(capabilities);
    }

    @Override
    public void write(ImapWriter out) {
        out.words(capabilities);
    }
}
