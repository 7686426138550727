package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** A mailbox's counters: RFC 9051 section 7.3.3. Items of unknown meaning are passed over when read. */
public record StatusData(ImapName mailbox, Map<StatusItem, Long> items) implements ImapResponse {
    public StatusData {
        Objects.requireNonNull(mailbox, "mailbox");
        Map<StatusItem, Long> copy = new EnumMap<>(StatusItem.class);
        copy.putAll(items);
        items = Collections.unmodifiableMap(copy);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.STATUS;
    }

    /** "STATUS" SP mailbox SP "(" [status-att-list] ")" */
    public static StatusData read(ImapReader in) throws SyntaxException {
        in.expect("* STATUS ");
        ImapName mailbox = ImapName.read(in);
        in.space();
        Map<StatusItem, Long> items = new EnumMap<>(StatusItem.class);
        in.list(each -> readItem(each, items));
        return new StatusData(mailbox, items);
    }

    private static String readItem(ImapReader in, Map<StatusItem, Long> items) throws SyntaxException {
        String word = in.atom("a status item");
        in.space();
        for (StatusItem item : StatusItem.values()) {
            if (item.name().equalsIgnoreCase(word)) {
                items.put(item, item.readValue(in));
                return word;
            }
        }
        in.skipValue();
        return word;
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* STATUS "));
        out.space()
                .list(
                        items.entrySet(),
                        (item, to) -> to.text(item.getKey().name()).space().number(item.getValue()));
    }
}
