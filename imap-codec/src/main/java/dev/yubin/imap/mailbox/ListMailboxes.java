package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lists mailboxes: LIST of RFC 9051 section 6.3.9 and RFC 5258.
 *
 * @param extended  whether it is written in the extended way, in which an empty pattern is no question for the separator (RFC 5258 section 3)
 * @param selecting which mailboxes are meant
 * @param reference what the patterns are relative to, mostly {@code ""}
 * @param patterns  names with {@code *} and {@code %}, at least one
 * @param returning what is to be told of each
 * @param status    what STATUS is to tell of each; none where it is not asked (RFC 5819)
 * @param entries   which annotations are to be told of each; none where none are asked for (RFC 9590)
 */
public record ListMailboxes(
        boolean extended,
        Set<ListSelect> selecting,
        String reference,
        List<String> patterns,
        Set<ListReturn> returning,
        Set<StatusItem> status,
        List<String> entries)
        implements ImapCommand {
    public ListMailboxes {
        selecting = Collections.unmodifiableSet(new LinkedHashSet<>(selecting));
        Objects.requireNonNull(reference, "reference");
        patterns = List.copyOf(patterns);
        returning = Collections.unmodifiableSet(new LinkedHashSet<>(returning));
        status = Collections.unmodifiableSet(new LinkedHashSet<>(status));
        entries = entries.stream().map(GetMetadata::checkedEntry).toList();
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("LIST has at least one pattern");
        }
        if (selecting.contains(ListSelect.RECURSIVEMATCH) && !selecting.contains(ListSelect.SUBSCRIBED)) {
            throw new IllegalArgumentException(
                    "RECURSIVEMATCH stands only beside an option such as SUBSCRIBED (RFC 9051 section 6.3.9.1)");
        }
        extended |= !selecting.isEmpty() || returns(returning, status, entries) || patterns.size() > 1;
    }

    /** The plain LIST of RFC 3501. */
    public static ListMailboxes of(String reference, String pattern) {
        return new ListMailboxes(false, Set.of(), reference, List.of(pattern), Set.of(), Set.of(), List.of());
    }

    private static boolean returns(Set<ListReturn> returning, Set<StatusItem> status, List<String> entries) {
        return !returning.isEmpty() || !status.isEmpty() || !entries.isEmpty();
    }

    @Override
    public Verb verb() {
        return Verb.LIST;
    }

    /** list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts] */
    public static ListMailboxes read(ImapReader in) throws SyntaxException {
        boolean extended = in.peek() == '(';
        Set<ListSelect> selecting = Set.of();
        if (extended) {
            selecting = in.options(ListSelect.values());
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
        Set<ListReturn> returning = new LinkedHashSet<>();
        Set<StatusItem> status = new LinkedHashSet<>();
        List<String> entries = new ArrayList<>();
        if (in.accept(' ')) {
            extended = true;
            in.expect("RETURN ");
            in.list(each -> {
                if (each.acceptWord("STATUS")) {
                    each.space();
                    return status.addAll(StatusItem.readList(each));
                }
                if (each.acceptWord("METADATA")) {
                    return entries.addAll(each.space().fullList(ImapReader::astring));
                }
                return returning.add(each.option(ListReturn.values()));
            });
        }
        return new ListMailboxes(extended, selecting, reference, patterns, returning, status, entries);
    }

    @Override
    public void write(ImapWriter out) {
        boolean returns = returns(returning, status, entries);
        boolean bare = extended && !returns && patterns.size() == 1;
        if (bare || !selecting.isEmpty()) {
            out.options(selecting).space();
        }
        out.mailbox(reference).space();
        if (patterns.size() == 1) {
            out.listMailbox(patterns.get(0));
        } else {
            out.list(patterns, (pattern, to) -> to.listMailbox(pattern));
        }
        if (returns) {
            out.text(" RETURN ").list(options(), (option, to) -> option.accept(to));
        }
    }

    /** return-option of each kind, as it writes itself. */
    private List<Consumer<ImapWriter>> options() {
        List<Consumer<ImapWriter>> options = new ArrayList<>();
        returning.forEach(option -> options.add(out -> out.text(Syntax.word(option))));
        if (!status.isEmpty()) {
            options.add(out -> out.text("STATUS ").options(status));
        }
        if (!entries.isEmpty()) {
            options.add(out -> out.text("METADATA ").list(entries, (entry, to) -> to.astring(entry)));
        }
        return options;
    }
}
