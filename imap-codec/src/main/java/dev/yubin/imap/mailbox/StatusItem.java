package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.protocol.line.SyntaxException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What STATUS can tell of a mailbox: status-att of RFC 9051 section 9. */
public enum StatusItem {
    MESSAGES(ImapReader.MAX_NUMBER),
    /** RFC 3501 section 6.3.10; no more in IMAP4rev2. */
    RECENT(ImapReader.MAX_NUMBER),
    UIDNEXT(ImapReader.MAX_NUMBER),
    UIDVALIDITY(ImapReader.MAX_NUMBER),
    UNSEEN(ImapReader.MAX_NUMBER),
    DELETED(ImapReader.MAX_NUMBER),
    SIZE(Long.MAX_VALUE),
    /** RFC 7162 section 3.1.7. */
    HIGHESTMODSEQ(Long.MAX_VALUE);

    private final long greatest;

    StatusItem(long greatest) {
        this.greatest = greatest;
    }

    /** Its value among the counters of a store's mailbox; no message of those is recent, since only a session can tell. */
    public long of(MailboxStatus status) {
        return switch (this) {
            case MESSAGES -> status.messages();
            case RECENT -> 0;
            case UIDNEXT -> status.uidNext();
            case UIDVALIDITY -> status.uidValidity();
            case UNSEEN -> status.unseen();
            case DELETED -> status.deleted();
            case SIZE -> status.octets();
            case HIGHESTMODSEQ -> status.modSeq();
        };
    }

    long readValue(ImapReader in) throws SyntaxException {
        return in.number(0, greatest);
    }

    /** "(" status-att *(SP status-att) ")" */
    static Set<StatusItem> readList(ImapReader in) throws SyntaxException {
        return new LinkedHashSet<>(in.fullList(each -> each.option(values())));
    }
}
