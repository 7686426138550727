package dev.yubin.smtp.server;

import static dev.yubin.smtp.Verb.AUTH;
import static dev.yubin.smtp.Verb.BDAT;
import static dev.yubin.smtp.Verb.DATA;
import static dev.yubin.smtp.Verb.EHLO;
import static dev.yubin.smtp.Verb.ETRN;
import static dev.yubin.smtp.Verb.EXPN;
import static dev.yubin.smtp.Verb.HELO;
import static dev.yubin.smtp.Verb.HELP;
import static dev.yubin.smtp.Verb.LHLO;
import static dev.yubin.smtp.Verb.MAIL;
import static dev.yubin.smtp.Verb.MALFORMED;
import static dev.yubin.smtp.Verb.NOOP;
import static dev.yubin.smtp.Verb.QUIT;
import static dev.yubin.smtp.Verb.RCPT;
import static dev.yubin.smtp.Verb.RSET;
import static dev.yubin.smtp.Verb.STARTTLS;
import static dev.yubin.smtp.Verb.UNRECOGNIZED;
import static dev.yubin.smtp.Verb.VRFY;
import static dev.yubin.smtp.Verb.XCLIENT;
import static dev.yubin.smtp.Verb.XFORWARD;

import dev.yubin.smtp.Verb;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a session stands and what may come next: RFC 5321 section 4.1.4 as a table. EHLO stands for its sisters HELO and LHLO. */
enum SessionState {
    CONNECTED(EHLO),
    READY(EHLO, MAIL),
    SENDER(EHLO, RCPT),
    RECIPIENTS(EHLO, RCPT, DATA, BDAT),
    CHUNKS(EHLO, BDAT),
    CLOSED();

    private static final Set<Verb> AT_ANY_TIME =
            Collections.unmodifiableSet(EnumSet.of(NOOP, RSET, VRFY, EXPN, HELP, QUIT, UNRECOGNIZED, MALFORMED));
    /** May come before the first transaction and between two, but is not the way on. RFC 3207 section 4, RFC 4954 section 4, RFC 1985 section 5.1. */
    private static final Set<Verb> BETWEEN_TRANSACTIONS =
            Collections.unmodifiableSet(EnumSet.of(STARTTLS, AUTH, ETRN, XCLIENT, XFORWARD));

    private final List<Verb> wayOn;

    SessionState(Verb... wayOn) {
        this.wayOn = List.of(wayOn);
    }

    boolean admits(Verb verb) {
        return this != CLOSED
                && (wayOn.contains(row(verb))
                        || AT_ANY_TIME.contains(verb)
                        || (this == READY && BETWEEN_TRANSACTIONS.contains(verb)));
    }

    /** The complaint about a verb that is not admitted. */
    String outOfTurn(Verb verb, Verb greeting) {
        return verb + " out of turn, expected "
                + wayOn.stream()
                        .map(expected -> (expected == EHLO ? greeting : expected).name())
                        .collect(Collectors.joining(" or "));
    }

    /** The state once {@code verb} has succeeded. A command that is refused moves nothing. */
    SessionState after(Verb verb) {
        return switch (verb) {
            case EHLO, HELO, LHLO -> READY;
            case MAIL -> SENDER;
            case RCPT -> RECIPIENTS;
            case BDAT -> CHUNKS; // the last is as DATA
            case DATA -> READY; // once the final dot is answered, not at the 354
            case RSET -> this == CONNECTED ? CONNECTED : READY;
            case STARTTLS -> CONNECTED; // nothing learned in the clear survives: RFC 3207 section 4.2
            case XCLIENT -> CONNECTED; // it is somebody else's session
            case QUIT -> CLOSED;
            case AUTH, NOOP, VRFY, EXPN, ETRN, XFORWARD, HELP, UNRECOGNIZED, MALFORMED -> this;
        };
    }

    private static Verb row(Verb verb) {
        return verb == HELO || verb == LHLO ? EHLO : verb;
    }
}
