package dev.yubin.imap;

import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;

/** What ENABLE has turned on: RFC 9051 section 7.2.1. */
public record EnabledData(List<String> capabilities) implements ImapResponse {
    public EnabledData {
        capabilities = List.copyOf(capabilities);
        capabilities.forEach(CapabilityData::check);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.ENABLED;
    }

    /** enable-data = "ENABLED" *(SP capability) */
    static final ImapGrammar<EnabledData> GRAMMAR = new ImapGrammar<>() {
        @Override
        public EnabledData read(ImapReader in) throws SyntaxException {
            in.expect("* ENABLED");
            return new EnabledData(CapabilityData.readWords(in));
        }

        @Override
        public void write(EnabledData data, ImapWriter out) {
            out.text("* ENABLED");
            data.capabilities.forEach(capability -> out.space().text(capability));
        }
    };
}
