package dev.yubin.imap;

import dev.yubin.imap.wire.ImapGrammar;
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

    /** Reads a command as {@link #GRAMMAR} does. */
    public static ImapRequest read(ImapReader in) {
        Tag tag = Tag.UNTAGGED;
        Optional<Verb> verb = Optional.empty();
        try {
            tag = Tag.read(in);
            in.space();
            verb = verb(in);
            ImapCommand command = verb.orElse(Verb.UNRECOGNIZED).read(in);
            in.expectEnd();
            return new ImapRequest(tag, command);
        } catch (SyntaxException | IllegalArgumentException e) {
            return new ImapRequest(tag, new Malformed(verb, complaint(verb, e), false));
        }
    }

    /**
     * command = tag SP (command-any / ...), without the CRLF. What streams (APPEND) is read up to the marker of its literal. Never fails for what
     * the peer sent: what breaks the grammar becomes {@link Malformed}.
     */
    public static final ImapGrammar<ImapRequest> GRAMMAR = new ImapGrammar<>() {
        @Override
        public ImapRequest read(ImapReader in) {
            return ImapRequest.read(in);
        }

        @Override
        public void write(ImapRequest request, ImapWriter out) {
            request.tag.write(out);
            out.space();
            request.command.verb().write(request.command, out);
        }
    };

    private static String complaint(Optional<Verb> verb, Exception e) {
        return verb.map(known -> known.word() + ": ").orElse("") + e.getMessage();
    }

    /** Reads the verb where it is known, UID and what follows being one; leaves one that is not. */
    private static Optional<Verb> verb(ImapReader in) throws SyntaxException {
        String word = in.peekAtom();
        if (word.isEmpty()) {
            throw in.unexpected("a verb");
        }
        if (word.equalsIgnoreCase("UID")) {
            in.expect("UID ");
            Optional<Verb> verb = Verb.named("UID " + in.peekAtom());
            if (verb.isEmpty()) {
                throw in.unexpected("COPY, EXPUNGE, FETCH, MOVE, SEARCH or STORE behind UID");
            }
            in.expect(in.peekAtom());
            return verb;
        }
        Optional<Verb> verb = Verb.named(word);
        if (verb.isPresent()) {
            in.expect(word);
        }
        return verb;
    }
}
