package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;

/** The language that the server speaks to people from here on, or, of several, those that it can speak: RFC 5255 section 3.3. */
public record LanguageData(List<String> tags) implements ImapResponse {
    public LanguageData {
        tags = List.copyOf(tags);
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("LANGUAGE tells of at least one language");
        }
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.LANGUAGE;
    }

    /** language-data = "LANGUAGE" SP "(" lang-tag-quoted *(SP lang-tag-quoted) ")"; lang-tag-quoted = astring */
    static LanguageData read(ImapReader in) throws SyntaxException {
        in.expect("* LANGUAGE ");
        return new LanguageData(in.fullList(ImapReader::astring));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* LANGUAGE ").list(tags, (tag, to) -> to.astring(tag));
    }
}
