package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;

/** What binds an answer to its command, such as {@code A001}: RFC 9051 section 2.2.1. */
public record Tag(String text) {
    /** {@code *}: the answer belongs to no command, or to one whose tag could not be read. */
    public static final Tag UNTAGGED = new Tag("*");

    /** @throws IllegalArgumentException when the text is no tag */
    public Tag {
        if (!Syntax.isTag(text) && !text.equals("*")) {
            throw new IllegalArgumentException("a tag is 1 to 255 ASTRING-CHARs other than +");
        }
    }

    public boolean isUntagged() {
        return text.equals("*");
    }

    /** tag = 1*(any ASTRING-CHAR except "+") */
    static Tag read(ImapReader in) throws SyntaxException {
        String tag = in.peekTag();
        if (!Syntax.isTag(tag)) {
            throw in.unexpected("a tag");
        }
        in.expect(tag);
        return new Tag(tag);
    }

    void write(ImapWriter out) {
        out.text(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
