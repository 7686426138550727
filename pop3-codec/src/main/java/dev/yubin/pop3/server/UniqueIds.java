package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;

/**
 * What UIDL calls messages: RFC 1939 section 7. Clients keep these names to know what they have fetched, so whoever moves mail here from another
 * server lets it keep its UIDs ({@link dev.yubin.mailbox.feature.GivenUids}) and calls it as it was called there; else all of it is fetched again.
 *
 * <p>A name has 1 to 70 printable ASCII characters, belongs to one message of its maildrop, and never to another one later. Where names
 * followed no rule, as file names do, an application keeps them by account and UID and looks them up. Called for each line of each UIDL, by
 * many threads, which may wait.
 */
@FunctionalInterface
public interface UniqueIds {
    /** UIDVALIDITY and UID in base 10, a point between: {@code 1711.42}. What a server does unless it is told otherwise. */
    UniqueIds STANDARD = (account, uidValidity, uid) -> uidValidity + "." + uid;

    /** Those of Cyrus from 2.1.4 on ({@code uidl_format: cyrus}), and of Dovecot 0.99: {@code 1711.42}. */
    UniqueIds CYRUS = STANDARD;

    /** Those of Cyrus before that ({@code uidl_format: uidonly}): {@code 42}. They say nothing when UIDs are given anew. */
    UniqueIds CYRUS_UID_ALONE = (account, uidValidity, uid) -> Long.toString(uid);

    /**
     * Those that Courier gives ({@code pop3d}'s second version): {@code UID42-1711}. Its first had {@code UID42}; before that, it was the
     * message's file name.
     */
    UniqueIds COURIER = (account, uidValidity, uid) -> "UID" + uid + "-" + uidValidity;

    /** Those of Dovecot unless it is told otherwise, {@code %08Xu%08Xv}: {@code 0000002a000006af}. */
    UniqueIds DOVECOT = dovecot("%08Xu%08Xv");

    /**
     * Those of Dovecot under this {@code pop3_uidl_format}: of its variables, {@code %u} and {@code %v}, and of its modifiers a width with zeros in
     * front and {@code X}, which is base 16 in small letters. So {@code %v-%u}, {@code UID%u-%v} and {@code %08Xv%08Xu} too.
     *
     * @throws IllegalArgumentException for any other variable or modifier: names made of files ({@code %f}), of contents ({@code %m}) or by chance
     *                                  ({@code %g}) have to be looked up; and for a format without {@code %u}, which names nothing
     */
    static UniqueIds dovecot(String format) {
        return new DovecotUniqueIds(format);
    }

    /**
     * What this message is called.
     *
     * @param account     the account's own name, as the authenticator gave it
     * @param uidValidity 1 to 2^32-1
     * @param uid         1 to 2^32-1
     * @throws StoreException when it cannot be told now
     */
    String uniqueId(String account, long uidValidity, long uid) throws StoreException;
}
