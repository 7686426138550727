package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxName;
import java.text.Normalizer;
import java.util.Set;

/** What clients name, checked against what there can be. */
final class Names {
    private static final Set<Flag> SYSTEM = Set.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT);

    private Names() {}

    /** The name of a mailbox that is to be there; one that cannot be is not. */
    static MailboxName existing(ImapName name) throws Refusal {
        try {
            return MailboxName.of(name.text());
        } catch (IllegalArgumentException e) {
            throw Refusal.no(Plain.NONEXISTENT, "there is no such mailbox: " + e.getMessage());
        }
    }

    /** The name of a mailbox to be made. A delimiter at its end says only that others will lie below it (RFC 9051 section 6.3.4). */
    static MailboxName made(ImapName name) throws Refusal {
        String text = name.text();
        boolean superior = text.length() > 1 && text.charAt(text.length() - 1) == MailboxName.DELIMITER;
        try {
            return MailboxName.of(superior ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw Refusal.no(Plain.CANNOT, e.getMessage());
        }
    }

    /**
     * The same of one that is made now: in octets above 127 it must be Net-Unicode, lest two look alike (RFC 9051 section 5.1, RFC 5198 section 2). In modified
     * UTF-7 (RFC 3501) it may be anything.
     *
     * @param utf8 whether names come in UTF-8
     */
    static MailboxName made(ImapName name, boolean utf8) throws Refusal {
        if (utf8 && !Normalizer.isNormalized(name.text(), Normalizer.Form.NFC)) {
            throw Refusal.no(Plain.CANNOT, "a mailbox's name is in normalization form C");
        }
        return made(name);
    }

    /** Flags that a client may set: those of RFC 9051 section 2.3.2 and any keyword; {@code \Recent} is not one of them. */
    static Set<Flag> settable(Set<Flag> flags) throws Refusal {
        for (Flag flag : flags) {
            if (flag.system() && !SYSTEM.contains(flag)) {
                throw Refusal.bad(flag + " cannot be set");
            }
        }
        return flags;
    }
}
