package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.protocol.line.SyntaxException;

/** Which mailboxes LIST means: RFC 9051 section 6.3.9.1. */
public enum ListSelect {
    /** Names on the list of subscriptions, whether there is a mailbox or not. */
    SUBSCRIBED,
    /** Those on other servers too. */
    REMOTE,
    /** Those too that do not match but have matching ones below them. */
    RECURSIVEMATCH;

    static ListSelect read(ImapReader in) throws SyntaxException {
        for (ListSelect option : values()) {
            if (in.acceptWord(option.name())) {
                return option;
            }
        }
        throw in.unexpected("SUBSCRIBED, REMOTE or RECURSIVEMATCH");
    }
}
