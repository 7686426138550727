package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.protocol.line.SyntaxException;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What STATUS can tell of a mailbox: status-att of RFC 9051 section 9. */
public enum StatusItem {
    MESSAGES(ImapReader.MAX_NUMBER, MailboxStatus::messages),
    /** RFC 3501 section 6.3.10; no more in IMAP4rev2. No message is recent here, since only a session can tell. */
    RECENT(ImapReader.MAX_NUMBER, status -> 0),
    UIDNEXT(ImapReader.MAX_NUMBER, MailboxStatus::uidNext),
    /** Of 32 bits, but it is only ever compared, and some servers' are longer. */
    UIDVALIDITY(Long.MAX_VALUE, MailboxStatus::uidValidity),
    UNSEEN(ImapReader.MAX_NUMBER, MailboxStatus::unseen),
    DELETED(ImapReader.MAX_NUMBER, MailboxStatus::deleted),
    SIZE(Long.MAX_VALUE, MailboxStatus::octets),
    /** RFC 7162 section 3.1.7. */
    HIGHESTMODSEQ(Long.MAX_VALUE, MailboxStatus::modSeq),
    /** What EXPUNGE would make room for, in octets: RFC 9208 section 4.1.4. */
    DELETED_STORAGE(Long.MAX_VALUE, null),
    /** The largest message that APPEND may bring, in octets; {@code Long.MAX_VALUE}, which is NIL on the wire, where none is too large: RFC 7889. */
    APPENDLIMIT(Long.MAX_VALUE, null),
    /** RFC 8474 section 4.3; no number, but an identifier. */
    MAILBOXID(0, null);

    private final long greatest;
    /** Its value among the counters of a store's mailbox; null where it is none of them. */
    private final ToLongFunction<MailboxStatus> counter;

    StatusItem(long greatest, ToLongFunction<MailboxStatus> counter) {
        this.greatest = greatest;
        this.counter = counter;
    }

    /** Its value among the counters of a store's mailbox; empty where it is none of them. */
    public OptionalLong of(MailboxStatus status) {
        return counter == null ? OptionalLong.empty() : OptionalLong.of(counter.applyAsLong(status));
    }

    long readValue(ImapReader in) throws SyntaxException {
        return this == APPENDLIMIT && in.acceptWord("NIL") ? Long.MAX_VALUE : in.number(0, greatest);
    }

    void writeValue(long value, ImapWriter out) {
        if (this == APPENDLIMIT && value == Long.MAX_VALUE) {
            out.text("NIL");
        } else {
            out.number(value);
        }
    }

    /** "(" status-att *(SP status-att) ")" */
    static Set<StatusItem> readList(ImapReader in) throws SyntaxException {
        return new LinkedHashSet<>(in.fullList(each -> each.option(values())));
    }
}
