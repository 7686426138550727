package dev.yubin.imap.metadata;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sets annotations, all or none: RFC 5464 section 4.3.
 *
 * @param mailbox {@code ""} for the server's own
 * @param values  by the names of their entries, at least one; an empty one removes the entry. Names are kept in lower case
 */
public record SetMetadata(ImapName mailbox, Map<String, Optional<Octets>> values) implements ImapCommand {
    public SetMetadata {
        Objects.requireNonNull(mailbox, "mailbox");
        values = checkedEntries(values);
        if (values.isEmpty() || values.containsKey("/private") || values.containsKey("/shared")) {
            throw new IllegalArgumentException("SETMETADATA names at least one entry, of at least two levels");
        }
    }

    static Map<String, Optional<Octets>> checkedEntries(Map<String, Optional<Octets>> values) {
        Map<String, Optional<Octets>> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> checked.put(GetMetadata.checkedEntry(name), value));
        return Collections.unmodifiableMap(checked);
    }

    @Override
    public Verb verb() {
        return Verb.SETMETADATA;
    }

    /** setmetadata = "SETMETADATA" SP mailbox SP entry-values */
    public static SetMetadata read(ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        in.space();
        return new SetMetadata(mailbox, readValues(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        writeValues(values, out.space());
    }

    /** entry-values = "(" entry SP value *(SP entry SP value) ")" */
    static Map<String, Optional<Octets>> readValues(ImapReader in) throws SyntaxException {
        Map<String, Optional<Octets>> values = new LinkedHashMap<>();
        in.fullList(each -> {
            String entry = each.astring();
            return values.put(entry, each.space().octets());
        });
        return values;
    }

    static void writeValues(Map<String, Optional<Octets>> values, ImapWriter out) {
        out.list(
                values.entrySet(),
                (each, to) -> to.astring(each.getKey()).space().value(each.getValue()));
    }
}
