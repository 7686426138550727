package dev.yubin.imap.server;

import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.mailbox.StoreException;
import java.util.List;
import java.util.Optional;

/** A command's tagged NO or BAD: RFC 9051 section 7.1. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean bad;
    private final transient Optional<ResponseCode> code;

    private Refusal(boolean bad, Optional<ResponseCode> code, String words) {
        super(words, null, false, false); // an answer, not a fault: no stack is walked
        this.bad = bad;
        this.code = code;
    }

    static Refusal no(String words) {
        return new Refusal(false, Optional.empty(), words);
    }

    static Refusal no(ResponseCode code, String words) {
        return new Refusal(false, Optional.of(code), words);
    }

    static Refusal bad(String words) {
        return new Refusal(true, Optional.empty(), words);
    }

    private static Refusal bad(ResponseCode code, String words) {
        return new Refusal(true, Optional.of(code), words);
    }

    /** What no client does that follows the protocol: RFC 5530 section 3. */
    static Refusal clientBug(String words) {
        return bad(Plain.CLIENTBUG, words);
    }

    /** A limit is passed: RFC 7162 section 3.1.2.1 has the code, and a BAD may bear it. */
    static Refusal tooBig(String words) {
        return bad(Plain.TOOBIG, words);
    }

    /** A filter is named in a search of another charset than those: RFC 5466 section 3.1. */
    static Refusal badCharset(String words) {
        return bad(new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")), words);
    }

    /** Messages are named by number where UIDONLY is enabled: RFC 9586 section 3. */
    static Refusal uidRequired() {
        return bad(Plain.UIDREQUIRED, "messages have no numbers since UIDONLY is enabled; name them by UID");
    }

    /** The store's no in the words of RFC 5530. */
    static Refusal of(StoreException no) {
        return no(code(no.reason()), String.valueOf(no.getMessage()));
    }

    /** All reasons but two are named as the codes are. */
    private static ResponseCode code(StoreException.Reason reason) {
        if (reason == StoreException.Reason.EXPUNGED) {
            return Plain.EXPUNGEISSUED;
        }
        return reason == StoreException.Reason.FULL ? Plain.UNAVAILABLE : Plain.valueOf(reason.name());
    }

    /** As {@link #of}, where the mailbox that is missing is the target, which the client may create: RFC 9051 section 6.3.12. */
    static Refusal ofTarget(StoreException no) {
        return no.reason() == StoreException.Reason.NONEXISTENT
                ? no(Plain.TRYCREATE, "there is no such mailbox; create it first")
                : of(no);
    }

    boolean isBad() {
        return bad;
    }

    Optional<ResponseCode> code() {
        return code;
    }
}
