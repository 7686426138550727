package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;

/** What ENABLE has turned on: RFC 9051 section 7.2.1. */
public record EnabledData(List<String> capabilities) implements ImapResponse {
    public EnabledData {
        capabilities = CapabilityData.checked(capabilities);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.ENABLED;
    }

    /** enable-data = "ENABLED" *(SP capability) */
    static EnabledData read(ImapReader in) throws SyntaxException {
        in.expect("* ENABLED");
        return new EnabledData(CapabilityData.readWords(in));
    }

    @Override
    public void write(ImapWriter out) {
        out.text(capabilities.isEmpty() ? "* ENABLED" : "* ENABLED ").words(capabilities);
    }
}
