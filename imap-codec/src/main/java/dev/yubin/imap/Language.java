package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Asks the server to speak another language to people: RFC 5255 section 3.2.
 *
 * @param ranges language ranges (RFC 4647 section 2), the dearest first, or {@code default}; none to hear which languages there are
 */
public record Language(List<String> ranges) implements ImapCommand {
    /** Asks which languages there are. */
    public static final Language LIST = new Language(List.of());

    private static final Pattern RANGE = Pattern.compile("(?:\\*|[A-Za-z]{1,8})(?:-(?:\\*|[A-Za-z0-9]{1,8}))*");

    public Language {
        ranges = List.copyOf(ranges);
        if (!ranges.stream().allMatch(range -> RANGE.matcher(range).matches())) {
            throw new IllegalArgumentException("a language range is such as de or zh-Hant (RFC 4647 section 2)");
        }
    }

    @Override
    public Verb verb() {
        return Verb.LANGUAGE;
    }

    /** language-cmd = "LANGUAGE" *(SP lang-range-quoted), where there is one; lang-range-quoted = astring */
    static Language read(ImapReader in) throws SyntaxException {
        List<String> ranges = new ArrayList<>();
        do {
            in.countItem();
            ranges.add(in.astring());
        } while (in.accept(' '));
        return new Language(ranges);
    }

    @Override
    public void write(ImapWriter out) {
        out.joined(ranges, (range, to) -> to.astring(range));
    }
}
