package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who the client is: RFC 2971 section 3.1.
 *
 * @param fields such as {@code name}, {@code version}, in their order; none when the client tells nothing (NIL)
 */
public record Id(Map<String, Optional<String>> fields) implements ImapCommand {
    /** RFC 2971 section 3.3. */
    private static final int MOST_FIELDS = 30;

    public Id {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException("ID has at most " + MOST_FIELDS + " fields, not " + fields.size());
        }
    }

    @Override
    public Verb verb() {
        return Verb.ID;
    }

    /** id = "ID" SP id-params-list */
    static Id read(ImapReader in) throws SyntaxException {
        return new Id(readFields(in));
    }

    @Override
    public void write(ImapWriter out) {
        writeFields(fields, out);
    }

    /** id-params-list = "(" [string SP nstring *(SP string SP nstring)] ")" / nil */
    static Map<String, Optional<String>> readFields(ImapReader in) throws SyntaxException {
        Map<String, Optional<String>> fields = new LinkedHashMap<>();
        if (in.acceptWord("NIL")) {
            return fields;
        }
        in.list(each -> {
            String name = each.string();
            each.space();
            if (fields.size() == MOST_FIELDS) {
                throw each.unexpected("at most " + MOST_FIELDS + " fields");
            }
            return fields.put(name, each.nstring());
        });
        return fields;
    }

    static void writeFields(Map<String, Optional<String>> fields, ImapWriter out) {
        if (fields.isEmpty()) {
            out.text("NIL");
        } else {
            out.list(
                    fields.entrySet(),
                    (field, to) -> to.string(field.getKey()).space().nstring(field.getValue()));
        }
    }
}
