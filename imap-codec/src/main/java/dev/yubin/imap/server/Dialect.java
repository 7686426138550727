package dev.yubin.imap.server;

/**
 * How this client wants to be spoken to: IMAP4rev1 until it has enabled IMAP4rev2 (RFC 9051 section 6.3.1).
 *
 * @param rev2      whether IMAP4rev2 is enabled
 * @param condstore whether mod-sequences are told with flags (RFC 7162 section 3.1)
 * @param qresync   whether what is gone is told by its UIDs: VANISHED instead of EXPUNGE (RFC 7162 section 3.2.3)
 * @param utf8      whether UTF8=ACCEPT is enabled by its name (RFC 6855)
 * @param uidOnly   whether messages are named and told of by their UIDs alone (RFC 9586)
 */
record Dialect(boolean rev2, boolean condstore, boolean qresync, boolean utf8, boolean uidOnly) {
    static final Dialect FIRST = new Dialect(false, false, false, false, false);

    Dialect withRev2() {
        return new Dialect(true, condstore, qresync, utf8, uidOnly);
    }

    Dialect withCondstore() {
        return new Dialect(rev2, true, qresync, utf8, uidOnly);
    }

    Dialect withQresync() {
        return new Dialect(rev2, condstore, true, utf8, uidOnly);
    }

    Dialect withUtf8() {
        return new Dialect(rev2, condstore, qresync, true, uidOnly);
    }

    Dialect withUidOnly() {
        return new Dialect(rev2, condstore, qresync, utf8, true);
    }

    /** Whether what is gone is told by VANISHED: RFC 7162 section 3.2.10, RFC 9586 section 3.4. */
    boolean tellsVanished() {
        return qresync || uidOnly;
    }

    /** Whether \Recent is spoken of: RFC 9051 appendix E takes it away. */
    boolean recent() {
        return !rev2;
    }

    /** Whether SELECT tells the number of the first message that is unseen: RFC 9051 appendix E takes that away too. */
    boolean tellsUnseen() {
        return !rev2 && !uidOnly;
    }

    /** Whether a message that comes may have a header in UTF-8: RFC 6855 section 4. IMAP4rev2 knows such messages by itself. */
    boolean utf8Headers() {
        return rev2 || utf8;
    }

    /** Whether SEARCH answers ESEARCH in every case: RFC 9051 section 6.4.4. */
    boolean alwaysEsearch() {
        return rev2;
    }

    /** Whether a change of flags that nobody asked for bears the UID, as IMAP4rev2 wishes: RFC 9051 section 7.5.2. */
    boolean uidInUpdates() {
        return rev2 || condstore;
    }
}
