package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/** A command with the tag that its answer will bear. */
public record ImapRequest(Tag tag, ImapCommand command) {
    public ImapRequest {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(command, "command");
    }

    /**
     * command = tag SP (command-any / ...), without the CRLF. What streams (APPEND) is read up to the marker of its literal. Never fails for what
     * the peer sent: what breaks the grammar becomes {@link Malformed}.
     */
    public static ImapRequest read(ImapReader in) {
        Tag tag = Tag.UNTAGGED;
        Optional<Verb> verb = Optional.empty();
        try {
            tag = Tag.read(in);
            in.space();
            verb = verb(in);
            ImapCommand command = verb.isPresent() ? verb.get().read(in) : Unrecognized.read(in);
            in.expectEnd();
            return new ImapRequest(tag, command);
        } catch (SyntaxException | IllegalArgumentException e) {
            String where = verb.isPresent() ? verb.get().word() + ": " : "";
            return new ImapRequest(tag, new Malformed(verb, where + e.getMessage(), false));
        }
    }

    /** Writes it as it is read, without the CRLF. @throws IllegalArgumentException for a {@link Malformed} */
    public void write(ImapWriter out) {
        tag.write(out);
        command.verb().write(command, out.space());
    }

    /** Reads the verb where it is known, UID and what follows being one; leaves one that is not. */
    private static Optional<Verb> verb(ImapReader in) throws SyntaxException {
        String word = in.peekAtom();
        if (word.isEmpty()) {
            throw in.unexpected("a verb");
        }
        boolean uid = word.equalsIgnoreCase("UID");
        if (uid) {
            in.expect("UID ");
            word = in.peekAtom();
        }
        Optional<Verb> verb = uid ? Verb.behindUid(word) : Verb.named(word);
        if (verb.isPresent()) {
            in.expect(word);
        } else if (uid) {
            throw in.unexpected("COPY, EXPUNGE, FETCH, MOVE, REPLACE, SEARCH, SORT, STORE or THREAD behind UID");
        }
        return verb;
    }
}
