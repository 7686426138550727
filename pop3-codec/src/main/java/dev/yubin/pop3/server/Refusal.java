package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.sasl.Outcome;
import java.util.Optional;

/** A no, from whomever it comes, as the client will hear it: RFC 2449 section 8, RFC 3206 section 4. */
record Refusal(Optional<ResponseCode> code, Saying why) {
    static Refusal of(Saying why) {
        return new Refusal(Optional.empty(), why);
    }

    static Refusal of(ResponseCode code, Saying why) {
        return new Refusal(Optional.of(code), why);
    }

    /** @param what what cannot be done, in the client's words */
    static Refusal of(StoreException e, Phrase what) {
        return of(
                code(e.reason()), Phrase.FOR_A_REASON.with(what.with(), Escaped.text(String.valueOf(e.getMessage()))));
    }

    private static ResponseCode code(StoreException.Reason reason) {
        return switch (reason) {
            case INUSE -> ResponseCode.IN_USE;
            case UNAVAILABLE, FULL, LIMIT, EXPUNGED -> ResponseCode.SYS_TEMP;
            case NOPERM, CORRUPTION, OVERQUOTA, TOOBIG, ALREADYEXISTS, NONEXISTENT, CANNOT, EXPIRED, CONTACTADMIN ->
                ResponseCode.SYS_PERM;
        };
    }

    static Refusal of(Outcome.Reason reason) {
        return switch (reason) {
            case WRONG_CREDENTIALS -> of(ResponseCode.AUTH, Phrase.WRONG_CREDENTIALS.with());
            case NOT_AUTHORIZED -> of(ResponseCode.AUTH, Phrase.NOT_AUTHORIZED.with());
            case MALFORMED -> of(Phrase.MALFORMED_RESPONSE.with());
            case TOO_LONG -> of(Phrase.RESPONSE_TOO_LONG.with());
            case UNAVAILABLE -> of(ResponseCode.SYS_TEMP, Phrase.NO_LOGINS_NOW.with());
        };
    }

    /** Something broke that is nobody's no. */
    static Refusal bug(Phrase what) {
        return of(ResponseCode.SYS_TEMP, Phrase.THE_LOG_KNOWS.with(what.with()));
    }

    Pop3Reply in(Language language) {
        String text = why.in(language);
        return code.isPresent() ? Pop3Reply.error(code.get(), text) : Pop3Reply.error(text);
    }
}
