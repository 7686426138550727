package dev.yubin.imap.fetch;

import static dev.yubin.imap.fetch.FetchItem.Attribute.BODY;
import static dev.yubin.imap.fetch.FetchItem.Attribute.ENVELOPE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.FLAGS;
import static dev.yubin.imap.fetch.FetchItem.Attribute.INTERNALDATE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.RFC822_SIZE;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.PartialRange;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks for data of messages: RFC 9051 sections 6.4.5 and 6.4.9. The macros ALL, FAST and FULL are read as what they stand for.
 *
 * @param uid          whether {@code messages} are UIDs; the answers then bear UID
 * @param items        at least one
 * @param changedSince only messages with a greater mod-sequence (RFC 7162 section 3.1.4.1)
 * @param vanished     whether to tell also what vanished since, with UIDs only (RFC 7162 section 3.2.6)
 * @param partial      only those of this stretch of the messages, with UIDs only (RFC 9394 section 3.3)
 */
public record Fetch(
        boolean uid,
        SequenceSet messages,
        List<FetchItem> items,
        OptionalLong changedSince,
        boolean vanished,
        Optional<PartialRange> partial)
        implements ImapCommand {
    private static final List<FetchItem> FAST = List.of(FLAGS, INTERNALDATE, RFC822_SIZE);
    private static final List<FetchItem> ALL = List.of(FLAGS, INTERNALDATE, RFC822_SIZE, ENVELOPE);
    private static final List<FetchItem> FULL = List.of(FLAGS, INTERNALDATE, RFC822_SIZE, ENVELOPE, BODY);

    public Fetch {
        Objects.requireNonNull(messages, "messages");
        items = List.copyOf(items);
        Objects.requireNonNull(changedSince, "changedSince");
        if (items.isEmpty()) {
            throw new IllegalArgumentException("FETCH asks for at least one item");
        }
        if (vanished && (!uid || changedSince.isEmpty())) {
            throw new IllegalArgumentException(
                    "VANISHED goes with UID FETCH and CHANGEDSINCE (RFC 7162 section 3.2.6)");
        }
        if (partial.isPresent() && !uid) {
            throw new IllegalArgumentException("PARTIAL goes with UID FETCH (RFC 9394 section 3.3)");
        }
    }

    /** A fetch without modifiers. */
    public static Fetch of(boolean uid, SequenceSet messages, FetchItem... items) {
        return new Fetch(uid, messages, List.of(items), OptionalLong.empty(), false, Optional.empty());
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_FETCH : Verb.FETCH;
    }

    /** fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")") [SP modifiers] */
    public static Fetch read(boolean uid, ImapReader in) throws SyntaxException {
        SequenceSet messages = SequenceSet.read(in);
        in.space();
        List<FetchItem> items = items(in);
        OptionalLong changedSince = OptionalLong.empty();
        boolean vanished = false;
        Optional<PartialRange> partial = Optional.empty();
        if (in.accept(' ')) {
            in.openList();
            do {
                if (in.accept("CHANGEDSINCE ")) {
                    changedSince = OptionalLong.of(in.number64()); // 0 comes from clients that know nothing yet
                } else if (in.acceptWord("VANISHED")) {
                    vanished = true;
                } else if (in.accept("PARTIAL ")) {
                    partial = Optional.of(PartialRange.read(in));
                } else {
                    throw in.unexpected("CHANGEDSINCE, VANISHED or PARTIAL");
                }
            } while (in.accept(' '));
            in.expect(')');
            in.leave();
        }
        return new Fetch(uid, messages, items, changedSince, vanished, partial);
    }

    @Override
    public void write(ImapWriter out) {
        messages.write(out);
        out.space();
        if (items.size() == 1) {
            items.get(0).write(out);
        } else {
            out.list(items, FetchItem::write);
        }
        if (changedSince.isPresent() || partial.isPresent()) {
            out.text(" (").number("CHANGEDSINCE ", changedSince).text(vanished ? " VANISHED" : "");
            partial.ifPresent(some -> some.write(out.text(changedSince.isPresent() ? " PARTIAL " : "PARTIAL ")));
            out.text(")");
        }
    }

    private static List<FetchItem> items(ImapReader in) throws SyntaxException {
        if (in.peek() == '(') {
            return in.fullList(FetchItem::read);
        }
        if (in.acceptWord("ALL")) {
            return ALL;
        }
        if (in.acceptWord("FAST")) {
            return FAST;
        }
        return in.acceptWord("FULL") ? FULL : List.of(FetchItem.read(in));
    }
}
