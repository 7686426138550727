package dev.yubin.imap.metadata;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.line.SyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Annotations of a mailbox: RFC 5464 section 4.4.
 *
 * @param mailbox {@code ""} for the server's own
 * @param news    whether this says which entries somebody has changed, and not to what
 * @param values  by the names of their entries, in lower case; empty for an entry that there is not, and for all that are news
 */
public record MetadataData(ImapName mailbox, boolean news, Map<String, Optional<Octets>> values)
        implements ImapResponse {
    public MetadataData {
        Objects.requireNonNull(mailbox, "mailbox");
        values = SetMetadata.checkedEntries(values);
        if (values.isEmpty() || (news && values.values().stream().anyMatch(Optional::isPresent))) {
            throw new IllegalArgumentException("METADATA names at least one entry, and news tell no values");
        }
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.METADATA;
    }

    /** metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list) */
    public static MetadataData read(ImapReader in) throws SyntaxException {
        in.expect("* METADATA ");
        ImapName mailbox = ImapName.read(in);
        in.space();
        if (in.peek() == '(') {
            return new MetadataData(mailbox, false, SetMetadata.readValues(in));
        }
        Map<String, Optional<Octets>> changed = new LinkedHashMap<>();
        do {
            in.countItem();
            changed.put(in.astring(), Optional.empty());
        } while (in.accept(' '));
        return new MetadataData(mailbox, true, changed);
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* METADATA "));
        out.space();
        if (news) {
            out.joined(values.keySet(), (entry, to) -> to.astring(entry));
        } else {
            SetMetadata.writeValues(values, out);
        }
    }
}
