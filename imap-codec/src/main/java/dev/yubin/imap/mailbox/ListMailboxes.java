package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists mailboxes: LIST of RFC 9051 section 6.3.9 and RFC 5258.
 *
 * @param extended  whether it is written in the extended way, in which an empty pattern is no question for the separator (RFC 5258 section 3)
 * @param selecting which mailboxes are meant
 * @param reference what the patterns are relative to, mostly {@code ""}
 * @param patterns  names with {@code *} and {@code %}, at least one
 * @param returning what is to be told of each
 * @param status    what STATUS is to tell of each; none where it is not asked (RFC 5819)
 */
public record ListMailboxes(
        boolean extended,
        Set<ListSelect> selecting,
        String reference,
        List<String> patterns,
        Set<ListReturn> returning,
        Set<StatusItem> status)
        implements ImapCommand {
    public ListMailboxes {
        selecting = Collections.unmodifiableSet(new LinkedHashSet<>(selecting));
        Objects.requireNonNull(reference, "reference");
        patterns = List.copyOf(patterns);
        returning = Collections.unmodifiableSet(new LinkedHashSet<>(returning));
        status = Collections.unmodifiableSet(new LinkedHashSet<>(status));
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("LIST has at least one pattern");
        }
        if (selecting.contains(ListSelect.RECURSIVEMATCH) && !selecting.contains(ListSelect.SUBSCRIBED)) {
            throw new IllegalArgumentException(
                    "RECURSIVEMATCH stands only beside an option such as SUBSCRIBED (RFC 9051 section 6.3.9.1)");
        }
        extended |= !selecting.isEmpty() || !returning.isEmpty() || !status.isEmpty() || patterns.size() > 1;
    }

    /** The plain LIST of RFC 3501. */
    public static ListMailboxes of(String reference, String pattern) {
        return new ListMailboxes(false, Set.of(), reference, List.of(pattern), Set.of(), Set.of());
    }

    @Override
    public Verb verb() {
        return Verb.LIST;
    }

    /** list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts] */
    public static final ImapGrammar<ListMailboxes> GRAMMAR = new ImapGrammar<>() {
        @Override
        public ListMailboxes read(ImapReader in) throws SyntaxException {
            in.space();
            boolean extended = in.peek() == '(';
            Set<ListSelect> selecting = EnumSet.noneOf(ListSelect.class);
            if (extended) {
                selecting.addAll(in.list(ListSelect::read));
                in.space();
            }
            String reference = in.mailbox();
            in.space();
            List<String> patterns;
            if (in.peek() == '(') {
                extended = true;
                patterns = in.fullList(ImapReader::listMailbox);
            } else {
                patterns = List.of(in.listMailbox());
            }
            Set<ListReturn> returning = EnumSet.noneOf(ListReturn.class);
            Set<StatusItem> status = new LinkedHashSet<>();
            if (in.accept(' ')) {
                extended = true;
                in.expect("RETURN ");
                in.list(each -> {
                    if (each.acceptWord("STATUS")) {
                        each.space();
                        return status.addAll(StatusItem.readList(each));
                    }
                    return returning.add(ListReturn.read(each));
                });
            }
            return new ListMailboxes(extended, selecting, reference, patterns, returning, status);
        }

        @Override
        public void write(ListMailboxes list, ImapWriter out) {
            boolean returns = !list.returning.isEmpty() || !list.status.isEmpty();
            boolean bare = list.extended && !returns && list.patterns.size() == 1;
            out.space();
            if (bare || !list.selecting.isEmpty()) {
                out.list(list.selecting, (option, to) -> to.text(option.name())).space();
            }
            out.mailbox(list.reference).space();
            if (list.patterns.size() == 1) {
                out.listMailbox(list.patterns.get(0));
            } else {
                out.list(list.patterns, (pattern, to) -> to.listMailbox(pattern));
            }
            if (returns) {
                out.text(" RETURN (").joined(list.returning, (option, to) -> to.text(option.word()));
                if (!list.status.isEmpty()) {
                    out.text(list.returning.isEmpty() ? "STATUS " : " STATUS ")
                            .list(list.status, (item, to) -> to.text(item.name()));
                }
                out.text(")");
            }
        }
    };
}
