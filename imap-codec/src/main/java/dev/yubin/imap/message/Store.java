package dev.yubin.imap.message;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.protocol.line.SyntaxException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Changes flags: RFC 9051 sections 6.4.6 and 6.4.9.
 *
 * @param uid            whether {@code messages} are UIDs
 * @param unchangedSince messages with a greater mod-sequence stay as they are (RFC 7162 section 3.1.3)
 * @param silent         whether the server need not tell the new flags
 */
public record Store(boolean uid, SequenceSet messages, OptionalLong unchangedSince, FlagChange change, boolean silent)
        implements ImapCommand {
    public Store {
        Objects.requireNonNull(messages, "messages");
        Objects.requireNonNull(unchangedSince, "unchangedSince");
        Objects.requireNonNull(change, "change");
    }

    /** Changes them whatever happened meanwhile, and has the server tell the new ones. */
    public static Store of(boolean uid, SequenceSet messages, FlagChange change) {
        return new Store(uid, messages, OptionalLong.empty(), change, false);
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_STORE : Verb.STORE;
    }

    /** store = "STORE" SP sequence-set [SP "(" "UNCHANGEDSINCE" SP mod-sequence-valzer ")"] SP store-att-flags */
    public static Store read(boolean uid, ImapReader in) throws SyntaxException {
        SequenceSet messages = SequenceSet.read(in);
        in.space();
        OptionalLong unchangedSince = OptionalLong.empty();
        if (in.accept('(')) {
            in.expect("UNCHANGEDSINCE ");
            unchangedSince = OptionalLong.of(in.number64());
            in.expect(") ");
        }
        FlagChange.Kind kind = kind(in);
        boolean silent = in.accept(".SILENT");
        in.space();
        return new Store(uid, messages, unchangedSince, new FlagChange(kind, flags(in)), silent);
    }

    @Override
    public void write(ImapWriter out) {
        messages.write(out);
        out.number(" (UNCHANGEDSINCE ", unchangedSince).text(unchangedSince.isPresent() ? ") " : " ");
        out.text(words(change.kind())).text(silent ? ".SILENT " : " ").flags(change.flags());
    }

    /** store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag))) */
    private static FlagChange.Kind kind(ImapReader in) throws SyntaxException {
        for (FlagChange.Kind kind : FlagChange.Kind.values()) {
            if (in.accept(words(kind))) {
                return kind;
            }
        }
        throw in.unexpected("FLAGS, +FLAGS or -FLAGS");
    }

    private static String words(FlagChange.Kind kind) {
        return kind == FlagChange.Kind.ADD ? "+FLAGS" : kind == FlagChange.Kind.REMOVE ? "-FLAGS" : "FLAGS";
    }

    private static Set<Flag> flags(ImapReader in) throws SyntaxException {
        if (in.peek() == '(') {
            return in.flags();
        }
        Set<Flag> flags = new LinkedHashSet<>();
        do {
            in.countItem();
            flags.add(in.flag());
        } while (in.accept(' '));
        return flags;
    }
}
