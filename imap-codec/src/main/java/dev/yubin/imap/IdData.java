package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells who the server is: RFC 2971 section 3.2. No fields stand for NIL. */
public record IdData(Map<String, Optional<String>> fields) implements ImapResponse {
    public IdData {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.ID;
    }

    /** id-response = "ID" SP id-params-list */
    static IdData read(ImapReader in) throws SyntaxException {
        in.expect("* ID ");
        return new IdData(Id.readFields(in));
    }

    @Override
    public void write(ImapWriter out) {
        Id.writeFields(fields, out.text("* ID "));
    }
}
