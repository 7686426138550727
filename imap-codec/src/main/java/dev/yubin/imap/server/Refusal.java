package dev.yubin.imap.server;

import dev.yubin.mailbox.StoreException;
import java.util.Locale;

/** A command's tagged NO or BAD: RFC 9051 section 7.1. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean bad;
    private final String code;

    private Refusal(boolean bad, String code, String words) {
        super(words, null, false, false); // an answer, not a fault: no stack is walked
        this.bad = bad;
        this.code = code;
    }

    /** @param code such as {@code TRYCREATE}, or {@code ""} */
    static Refusal no(String code, String words) {
        return new Refusal(false, code, words);
    }

    static Refusal bad(String words) {
        return new Refusal(true, "", words);
    }

    /** What no client does that follows the protocol: RFC 5530 section 3. */
    static Refusal clientBug(String words) {
        return new Refusal(true, "CLIENTBUG", words);
    }

    /** A limit is passed: RFC 7162 section 3.1.2.1 has the code, and a BAD may bear it. */
    static Refusal tooBig(String words) {
        return new Refusal(true, "TOOBIG", words);
    }

    /** A filter is named in a search of another charset than those: RFC 5466 section 3.1. */
    static Refusal badCharset(String words) {
        return new Refusal(true, "BADCHARSET (US-ASCII UTF-8)", words);
    }

    /** Messages are named by number where UIDONLY is enabled: RFC 9586 section 3. */
    static Refusal uidRequired() {
        return new Refusal(true, "UIDREQUIRED", "messages have no numbers since UIDONLY is enabled; name them by UID");
    }

    /** The store's no in the words of RFC 5530. */
    static Refusal of(StoreException no) {
        return no(code(no.reason()), String.valueOf(no.getMessage()));
    }

    /** All reasons but two are named as the codes are. */
    private static String code(StoreException.Reason reason) {
        if (reason == StoreException.Reason.EXPUNGED) {
            return "EXPUNGEISSUED";
        }
        return reason == StoreException.Reason.FULL ? "UNAVAILABLE" : reason.name();
    }

    /** As {@link #of}, where the mailbox that is missing is the target, which the client may create: RFC 9051 section 6.3.12. */
    static Refusal ofTarget(StoreException no) {
        return no.reason() == StoreException.Reason.NONEXISTENT
                ? no("TRYCREATE", "there is no such mailbox; create it first")
                : of(no);
    }

    boolean isBad() {
        return bad;
    }

    String code() {
        return code;
    }

    @Override
    public String toString() {
        return (bad ? "BAD " : "NO ")
                + (code.isEmpty() ? "" : "[" + code.toUpperCase(Locale.ROOT) + "] ")
                + getMessage();
    }
}
