package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
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

    /** select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"] */
    public static Select read(boolean readOnly, ImapReader in) throws SyntaxException {
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
    public void write(ImapWriter out) {
        mailbox.write(out);
        if (condstore || resync.isPresent()) {
            out.text(" (").text(condstore ? "CONDSTORE" : "").text(condstore && resync.isPresent() ? " " : "");
            if (resync.isPresent()) {
                resync.get().write(out.text("QRESYNC "));
            }
            out.text(")");
        }
    }
}
