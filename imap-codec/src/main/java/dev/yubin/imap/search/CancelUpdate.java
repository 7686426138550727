package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks that the results of searches are no longer kept up to date: RFC 5267 section 4.3.5.
 *
 * @param tags those of the searches with UPDATE, at least one
 */
public record CancelUpdate(List<String> tags) implements ImapCommand {
    public CancelUpdate {
        tags = List.copyOf(tags);
        if (tags.isEmpty() || !tags.stream().allMatch(Syntax::isTag)) {
            throw new IllegalArgumentException("CANCELUPDATE names at least one command by its tag");
        }
    }

    @Override
    public Verb verb() {
        return Verb.CANCELUPDATE;
    }

    /** "CANCELUPDATE" 1*(SP quoted) */
    public static CancelUpdate read(ImapReader in) throws SyntaxException {
        List<String> tags = new ArrayList<>();
        do {
            in.countItem();
            tags.add(in.string());
        } while (in.accept(' '));
        return new CancelUpdate(tags);
    }

    @Override
    public void write(ImapWriter out) {
        out.joined(tags, (tag, to) -> to.string(tag));
    }
}
