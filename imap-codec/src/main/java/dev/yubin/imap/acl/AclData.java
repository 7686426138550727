package dev.yubin.imap.acl;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Everybody's rights in a mailbox, by identifier: RFC 4314 section 3.6. Rights that this codec does not know are passed over when read. */
public record AclData(ImapName mailbox, Map<String, Set<Right>> rights) implements ImapResponse {
    public AclData {
        Objects.requireNonNull(mailbox, "mailbox");
        Map<String, Set<Right>> copy = new LinkedHashMap<>();
        rights.forEach((identifier, each) -> copy.put(identifier, RightLetters.copy(each)));
        rights = Collections.unmodifiableMap(copy);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.ACL;
    }

    /** acl-data = "ACL" SP mailbox *(SP identifier SP rights) */
    public static AclData read(ImapReader in) throws SyntaxException {
        in.expect("* ACL ");
        ImapName mailbox = ImapName.read(in);
        Map<String, Set<Right>> rights = new LinkedHashMap<>();
        while (in.accept(' ') && !in.atEnd()) {
            in.countItem();
            String identifier = in.astring();
            rights.put(identifier, RightLetters.told(in.space().astring()));
        }
        return new AclData(mailbox, rights);
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* ACL "));
        rights.forEach(
                (identifier, each) -> out.space().astring(identifier).space().astring(RightLetters.withOlder(each)));
    }
}
