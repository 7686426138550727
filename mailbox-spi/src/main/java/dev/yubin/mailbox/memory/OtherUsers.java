package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.MailboxName;
import java.util.List;
import java.util.Optional;

/** What the mailboxes of others are called: {@code Other Users/}, the account, {@code /}, and the name there (RFC 2342 section 4). */
record OtherUsers(String account, MailboxName name) {
    private static final String TOP = "Other Users";
    static final String PREFIX = TOP + MailboxName.DELIMITER;

    /** Whether a name is not the user's own to give. */
    static boolean contain(MailboxName name) {
        return name.levels().get(0).equals(TOP);
    }

    /** Whose mailbox it is, and what it is called there; empty for a name that does not reach so deep. */
    static Optional<OtherUsers> read(MailboxName name) {
        List<String> levels = name.levels();
        if (!contain(name) || levels.size() < 3) {
            return Optional.empty();
        }
        String account = levels.get(1);
        int start = PREFIX.length() + account.length() + 1;
        return Optional.of(
                new OtherUsers(account, MailboxName.of(name.toString().substring(start))));
    }

    /** Empty where there is no such name, since the account's does not fit into one level or the whole is too long. */
    Optional<MailboxName> written() {
        try {
            return Optional.of(MailboxName.of(PREFIX + account + MailboxName.DELIMITER + name))
                    .filter(written -> read(written).equals(Optional.of(this)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
