package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapGrammar;
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
    public static final ImapGrammar<StatusData> GRAMMAR = new ImapGrammar<>() {
        @Override
        public StatusData read(ImapReader in) throws SyntaxException {
            in.expect("* STATUS ");
            ImapName mailbox = ImapName.read(in);
            in.space();
            Map<StatusItem, Long> items = new EnumMap<>(StatusItem.class);
            in.list(each -> {
                String word = each.atom("a status item");
                each.space();
                StatusItem item = StatusItem.BY_NAME.get(word.toUpperCase(java.util.Locale.ROOT));
                if (item == null) {
                    each.skipValue();
                    return word;
                }
                items.put(item, item.readValue(each));
                return word;
            });
            return new StatusData(mailbox, items);
        }

        @Override
        public void write(StatusData status, ImapWriter out) {
            status.mailbox.write(out.text("* STATUS "));
            out.space()
                    .list(
                            status.items.entrySet(),
                            (item, to) -> to.text(item.getKey().name()).space().number(item.getValue()));
        }
    };
}
