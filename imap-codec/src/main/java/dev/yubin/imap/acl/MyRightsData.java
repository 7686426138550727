package dev.yubin.imap.acl;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Set;

/** The user's own rights in a mailbox: RFC 4314 section 3.8. Rights that this codec does not know are passed over when read. */
public record MyRightsData(ImapName mailbox, Set<Right> rights) implements ImapResponse {
    public MyRightsData {
        Objects.requireNonNull(mailbox, "mailbox");
        rights = RightLetters.copy(rights);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.MYRIGHTS;
    }

    /** myrights-data = "MYRIGHTS" SP mailbox SP rights */
    public static MyRightsData read(ImapReader in) throws SyntaxException {
        in.expect("* MYRIGHTS ");
        ImapName mailbox = ImapName.read(in);
        return new MyRightsData(mailbox, RightLetters.told(in.space().astring()));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* MYRIGHTS "));
        out.space().astring(RightLetters.withOlder(rights));
    }
}
