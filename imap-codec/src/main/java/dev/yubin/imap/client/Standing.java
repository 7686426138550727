package dev.yubin.imap.client;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ImapState;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Verb;
import java.util.Optional;

/**
 * Where the connection stands as the client knows it, and what it may ask there: RFC 9051 section 3. A server may know better, as where somebody removes the
 * selected mailbox, and says so itself. Used on the connection's event loop.
 */
final class Standing {
    private ImapState state = ImapState.NOT_AUTHENTICATED;

    void greeted(StatusReply greeting) {
        if (greeting.condition() == Condition.PREAUTH) {
            state = ImapState.AUTHENTICATED;
        }
    }

    /** Why that command cannot be for this state, and what to do; empty where it can. */
    Optional<String> against(Verb verb) {
        return verb.isFor(state) ? Optional.empty() : Optional.of(verb.word() + " is not possible " + instead(verb));
    }

    private String instead(Verb verb) {
        if (state == ImapState.LOGOUT) {
            return "after LOGOUT; open another connection";
        } else if (verb.isFor(ImapState.NOT_AUTHENTICATED)) {
            return "once logged in; unauthenticate, or open another connection";
        }
        return state == ImapState.NOT_AUTHENTICATED
                ? "before login; log in first"
                : "with no mailbox selected; select one first";
    }

    /** A command is answered. BAD changes nothing, and NO only what was selected: RFC 9051 sections 6 and 6.3.2. */
    void answered(Verb verb, Condition condition) {
        boolean ok = condition == Condition.OK;
        boolean selects = verb == Verb.SELECT || verb == Verb.EXAMINE;
        if (ok) {
            state = after(verb);
        } else if (selects && condition == Condition.NO && state == ImapState.SELECTED) {
            state = ImapState.AUTHENTICATED;
        }
    }

    private ImapState after(Verb verb) {
        return switch (verb) {
            case LOGIN, AUTHENTICATE, CLOSE, UNSELECT -> ImapState.AUTHENTICATED;
            case SELECT, EXAMINE -> ImapState.SELECTED;
            case UNAUTHENTICATE -> ImapState.NOT_AUTHENTICATED;
            case LOGOUT -> ImapState.LOGOUT;
            default -> state;
        };
    }
}
