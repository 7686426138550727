package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A mailbox's counters: RFC 9051 section 7.3.3. Items of unknown meaning are passed over when read.
 *
 * @param items     those that are numbers
 * @param mailboxId its MAILBOXID, where that is told (RFC 8474 section 4.3)
 */
public record StatusData(ImapName mailbox, Map<StatusItem, Long> items, Optional<String> mailboxId)
        implements ImapResponse {
    public StatusData {
        Objects.requireNonNull(mailbox, "mailbox");
        Map<StatusItem, Long> copy = new EnumMap<>(StatusItem.class);
        copy.putAll(items);
        items = Collections.unmodifiableMap(copy);
        mailboxId.ifPresent(Syntax::checkedObjectId);
        if (items.containsKey(StatusItem.MAILBOXID)) {
            throw new IllegalArgumentException("MAILBOXID is not a number");
        }
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
        List<Optional<String>> ids = in.list(each -> readItem(each, items));
        return new StatusData(
                mailbox, items, ids.stream().flatMap(Optional::stream).findFirst());
    }

    /** Keeps a number, and gives back an identifier. */
    private static Optional<String> readItem(ImapReader in, Map<StatusItem, Long> items) throws SyntaxException {
        String word = in.atom("a status item");
        in.space();
        if (word.equalsIgnoreCase("MAILBOXID")) {
            return in.objectId();
        }
        for (StatusItem item : StatusItem.values()) {
            if (Syntax.word(item).equalsIgnoreCase(word)) {
                items.put(item, item.readValue(in));
                return Optional.empty();
            }
        }
        in.skipValue();
        return Optional.empty();
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* STATUS "));
        out.text(" (")
                .joined(
                        items.entrySet(),
                        (item, to) -> item.getKey()
                                .writeValue(
                                        item.getValue(),
                                        to.text(Syntax.word(item.getKey())).space()));
        if (mailboxId.isPresent()) {
            out.text(items.isEmpty() ? "MAILBOXID " : " MAILBOXID ").objectId(mailboxId);
        }
        out.text(")");
    }
}
