package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Opens a mailbox: SELECT and EXAMINE of RFC 9051 sections 6.3.2 and 6.3.3.
 *
 * @param readOnly  whether it is EXAMINE
 * @param condstore whether the client asks to be told of mod-sequences (RFC 7162 section 3.1.8)
 * @param resync    what the client knows from before (RFC 7162 section 3.2.5)
 */
public record Select(ImapName mailbox, boolean readOnly, boolean condstore, Optional<Resync> resync)
        implements ImapCommand {
    public Select {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(resync, "resync");
    }

    /** SELECT without parameters. */
    public static Select of(ImapName mailbox) {
        return new Select(mailbox, false, false, Optional.empty());
    }

    /** EXAMINE without parameters. */
    public static Select readOnly(ImapName mailbox) {
        return new Select(mailbox, true, false, Optional.empty());
    }

    @Override
    public Verb verb() {
        return readOnly ? Verb.EXAMINE : Verb.SELECT;
    }

    public static final ImapGrammar<Select> SELECT = grammar(false);
    public static final ImapGrammar<Select> EXAMINE = grammar(true);

    /** select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"] */
    private static ImapGrammar<Select> grammar(boolean readOnly) {
        return new ImapGrammar<>() {
            @Override
            public Select read(ImapReader in) throws SyntaxException {
                in.space();
                ImapName mailbox = ImapName.read(in);
                boolean condstore = false;
                Optional<Resync> resync = Optional.empty();
                if (in.accept(' ')) {
                    in.openList();
                    do {
                        if (in.acceptWord("CONDSTORE")) {
                            condstore = true;
                        } else if (resync.isEmpty() && in.acceptWord("QRESYNC")) {
                            in.space();
                            resync = Optional.of(Resync.read(in));
                        } else {
                            throw in.unexpected("CONDSTORE or QRESYNC");
                        }
                    } while (in.accept(' '));
                    in.expect(')');
                    in.leave();
                }
                return new Select(mailbox, readOnly, condstore, resync);
            }

            @Override
            public void write(Select select, ImapWriter out) {
                out.space();
                select.mailbox.write(out);
                if (select.condstore || select.resync.isPresent()) {
                    out.text(" (")
                            .text(select.condstore ? "CONDSTORE" : "")
                            .text(select.condstore && select.resync.isPresent() ? " " : "");
                    select.resync.ifPresent(resync -> resync.write(out.text("QRESYNC ")));
                    out.text(")");
                }
            }
        };
    }
}
