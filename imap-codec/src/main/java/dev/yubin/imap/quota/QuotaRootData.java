package dev.yubin.imap.quota;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which quota roots bound a mailbox, perhaps none: RFC 9208 section 4.2.2. */
public record QuotaRootData(ImapName mailbox, List<String> roots) implements ImapResponse {
    public QuotaRootData {
        Objects.requireNonNull(mailbox, "mailbox");
        roots = List.copyOf(roots);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.QUOTAROOT;
    }

    /** "QUOTAROOT" SP mailbox *(SP quota-root-name) */
    public static QuotaRootData read(ImapReader in) throws SyntaxException {
        in.expect("* QUOTAROOT ");
        ImapName mailbox = ImapName.read(in);
        List<String> roots = new ArrayList<>();
        while (in.accept(' ') && !in.atEnd()) {
            in.countItem();
            roots.add(in.astring());
        }
        return new QuotaRootData(mailbox, roots);
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* QUOTAROOT "));
        for (String root : roots) {
            out.space().astring(root);
        }
    }
}
