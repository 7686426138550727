package dev.yubin.pop3.server;

import static dev.yubin.pop3.Verb.APOP;
import static dev.yubin.pop3.Verb.AUTH;
import static dev.yubin.pop3.Verb.CAPA;
import static dev.yubin.pop3.Verb.DELE;
import static dev.yubin.pop3.Verb.LANG;
import static dev.yubin.pop3.Verb.LIST;
import static dev.yubin.pop3.Verb.MALFORMED;
import static dev.yubin.pop3.Verb.NOOP;
import static dev.yubin.pop3.Verb.PASS;
import static dev.yubin.pop3.Verb.QUIT;
import static dev.yubin.pop3.Verb.RETR;
import static dev.yubin.pop3.Verb.RSET;
import static dev.yubin.pop3.Verb.SASL_RESPONSE;
import static dev.yubin.pop3.Verb.STAT;
import static dev.yubin.pop3.Verb.STLS;
import static dev.yubin.pop3.Verb.TOP;
import static dev.yubin.pop3.Verb.UIDL;
import static dev.yubin.pop3.Verb.UNRECOGNIZED;
import static dev.yubin.pop3.Verb.USER;
import static dev.yubin.pop3.Verb.UTF8;

import dev.yubin.pop3.Verb;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a session stands and what may come next: RFC 1939 section 3 as a table. */
enum SessionState {
    AUTHORIZATION(USER, APOP, AUTH, STLS, CAPA, UTF8, LANG, QUIT),
    /** Behind USER, where PASS may stand and nowhere else. */
    NAMED(PASS, USER, AUTH, STLS, CAPA, UTF8, LANG, QUIT),
    /** Between AUTH and its end, where lines are no commands: RFC 5034 section 4. */
    EXCHANGE(SASL_RESPONSE),
    TRANSACTION(STAT, LIST, UIDL, RETR, TOP, DELE, RSET, NOOP, CAPA, LANG, QUIT),
    UPDATE(),
    CLOSED();

    private static final Set<Verb> AT_ANY_TIME =
            EnumSet.of(UNRECOGNIZED, MALFORMED); // to be refused in their own words

    private final List<Verb> next;

    SessionState(Verb... next) {
        this.next = List.of(next);
    }

    boolean admits(Verb verb) {
        return next.contains(verb) || AT_ANY_TIME.contains(verb);
    }

    /** The state once {@code verb} has succeeded; for AUTH and a response, once the exchange has. A command that is refused moves nothing. */
    SessionState after(Verb verb) {
        return switch (verb) {
            case USER -> NAMED;
            case PASS, APOP, AUTH, SASL_RESPONSE -> TRANSACTION;
            case STLS -> AUTHORIZATION;
            case QUIT -> this == TRANSACTION ? UPDATE : CLOSED;
            case CAPA, UTF8, LANG ->
                this == NAMED ? AUTHORIZATION : this; // PASS stands immediately behind USER: RFC 1939 section 7
            case STAT, LIST, UIDL, RETR, TOP, DELE, RSET, NOOP, UNRECOGNIZED, MALFORMED -> this;
        };
    }

    /** What may come, for a complaint. */
    String expected() {
        return next.stream().map(Verb::name).collect(Collectors.joining(", "));
    }
}
