package dev.yubin.imap.metadata;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Asks for annotations: RFC 5464 section 4.2.
 *
 * @param mailbox {@code ""} for the server's own
 * @param maxSize of longer values the length alone is told: MAXSIZE
 * @param depth   how many levels below the entries named are meant too: 0, 1 or {@link #INFINITY}
 * @param entries such as {@code /shared/comment}, at least one; kept in lower case, for their case does not matter
 */
public record GetMetadata(ImapName mailbox, OptionalLong maxSize, int depth, List<String> entries)
        implements ImapCommand {
    public static final int INFINITY = Integer.MAX_VALUE;

    /** RFC 5464 section 3.2: printable ASCII in levels, without the two wildcards. */
    private static final Pattern ENTRY = Pattern.compile("/(private|shared)(/[ -$&-)+-.0-~]+)*");

    public GetMetadata {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(maxSize, "maxSize");
        entries = entries.stream().map(GetMetadata::checkedEntry).toList();
        if (entries.isEmpty() || (depth != 0 && depth != 1 && depth != INFINITY)) {
            throw new IllegalArgumentException("GETMETADATA names at least one entry, and a DEPTH of 0, 1 or infinity");
        }
    }

    /**
     * An entry's name as it is kept: in lower case.
     *
     * @throws IllegalArgumentException for what is no name of an entry (RFC 5464 section 3.2)
     */
    public static String checkedEntry(String name) {
        String entry = name.toLowerCase(Locale.ROOT);
        if (!ENTRY.matcher(entry).matches()) {
            throw new IllegalArgumentException(
                    "an entry is /private/... or /shared/..., in ASCII without *, %, // and / at its end");
        }
        return entry;
    }

    @Override
    public Verb verb() {
        return Verb.GETMETADATA;
    }

    /** Whether this entry is one that is asked for. */
    public boolean asks(String entry) {
        for (String named : entries) {
            boolean below = entry.startsWith(named + "/")
                    && (depth == INFINITY || (depth == 1 && entry.indexOf('/', named.length() + 1) < 0));
            if (entry.equals(named) || below) {
                return true;
            }
        }
        return false;
    }

    /**
     * getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries. The RFC's own examples have the options behind the mailbox, and
     * several entries without parentheses.
     */
    public static GetMetadata read(ImapReader in) throws SyntaxException {
        Map<String, Long> options = new HashMap<>();
        if (in.peek() == '(') {
            readOptions(in, options);
        }
        ImapName mailbox = ImapName.read(in);
        in.space();
        if (in.accept('(')) {
            boolean named = Character.isLetter(in.peek()); // and an entry begins with a slash or a quote
            in.back(1);
            if (named) {
                readOptions(in, options);
            }
        }
        List<String> entries = new ArrayList<>();
        if (in.peek() == '(') {
            entries.addAll(in.fullList(ImapReader::astring));
        } else {
            do {
                in.countItem();
                entries.add(in.astring());
            } while (in.accept(' '));
        }
        Long maxSize = options.get("MAXSIZE");
        return new GetMetadata(
                mailbox,
                maxSize == null ? OptionalLong.empty() : OptionalLong.of(maxSize),
                options.getOrDefault("DEPTH", 0L).intValue(),
                entries);
    }

    /** "(" ("MAXSIZE" SP number / "DEPTH" SP ("0" / "1" / "infinity")) *(SP ...) ")" SP */
    private static void readOptions(ImapReader in, Map<String, Long> options) throws SyntaxException {
        in.fullList(each -> {
            if (each.accept("MAXSIZE ")) {
                return options.put("MAXSIZE", each.number());
            }
            each.expect("DEPTH ");
            return options.put("DEPTH", each.acceptWord("infinity") ? (long) INFINITY : each.number(0, 1));
        });
        in.space();
    }

    @Override
    public void write(ImapWriter out) {
        if (maxSize.isPresent() || depth > 0) {
            out.number("(MAXSIZE ", maxSize).text(maxSize.isPresent() && depth > 0 ? " " : "");
            out.text(maxSize.isPresent() ? "" : "(");
            out.text(depth == 0 ? ") " : depth == 1 ? "DEPTH 1) " : "DEPTH infinity) ");
        }
        mailbox.write(out);
        out.space();
        if (entries.size() == 1) {
            out.astring(entries.get(0));
        } else {
            out.list(entries, (entry, to) -> to.astring(entry));
        }
    }
}
