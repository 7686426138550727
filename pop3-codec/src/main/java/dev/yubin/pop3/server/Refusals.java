package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.sasl.Outcome;

/** How a no from the store or from the authenticator is put to the client. */
final class Refusals {
    private Refusals() {}

    /** @param what what cannot be done, in the client's words */
    static Pop3Reply of(StoreException e, String what) {
        return Pop3Reply.error(code(e.reason()), what + ": " + Escaped.text(String.valueOf(e.getMessage())));
    }

    private static ResponseCode code(StoreException.Reason reason) {
        return switch (reason) {
            case INUSE -> ResponseCode.IN_USE;
            case UNAVAILABLE, FULL, LIMIT, EXPUNGED -> ResponseCode.SYS_TEMP;
            case NOPERM, CORRUPTION, OVERQUOTA, TOOBIG, ALREADYEXISTS, NONEXISTENT, CANNOT -> ResponseCode.SYS_PERM;
        };
    }

    static Pop3Reply of(Outcome.Reason reason) {
        return switch (reason) {
            case WRONG_CREDENTIALS -> Pop3Reply.error(ResponseCode.AUTH, "invalid user name or password");
            case NOT_AUTHORIZED -> Pop3Reply.error(ResponseCode.AUTH, "this user may not act as that one");
            case MALFORMED -> Pop3Reply.error("the response breaks the mechanism's grammar");
            case TOO_LONG -> Pop3Reply.error("the response is longer than is taken here");
            case UNAVAILABLE -> Pop3Reply.error(ResponseCode.SYS_TEMP, "logins cannot be checked now; try again later");
        };
    }

    /** Something broke that is nobody's no. */
    static Pop3Reply bug(String what) {
        return Pop3Reply.error(ResponseCode.SYS_TEMP, what + ": the server failed; its log says why");
    }
}
