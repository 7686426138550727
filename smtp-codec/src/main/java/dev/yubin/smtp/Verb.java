package dev.yubin.smtp;

import static dev.yubin.smtp.Verb.Place.ANYWHERE;
import static dev.yubin.smtp.Verb.Place.LAST;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import java.util.Arrays;
import java.util.Optional;

/** Every verb this codec speaks, a row each: its grammar, and its place in a pipelined group (RFC 2920 section 3.1). */
public enum Verb {
    EHLO(Ehlo.GRAMMAR, LAST),
    HELO(Helo.GRAMMAR, LAST),
    LHLO(Lhlo.GRAMMAR, LAST),
    MAIL(Mail.GRAMMAR, ANYWHERE),
    RCPT(Rcpt.GRAMMAR, ANYWHERE),
    DATA(Data.GRAMMAR, LAST),
    BDAT(Bdat.GRAMMAR, LAST),
    RSET(Rset.GRAMMAR, ANYWHERE),
    NOOP(Noop.GRAMMAR, LAST),
    QUIT(Quit.GRAMMAR, LAST),
    VRFY(Vrfy.GRAMMAR, LAST),
    EXPN(Expn.GRAMMAR, LAST),
    HELP(Help.GRAMMAR, LAST),
    STARTTLS(StartTls.GRAMMAR, LAST),
    AUTH(Auth.GRAMMAR, LAST),
    ETRN(Etrn.GRAMMAR, LAST),
    XCLIENT(XClient.GRAMMAR, LAST),
    XFORWARD(XForward.GRAMMAR, ANYWHERE),

    /** A line whose verb we do not know. */
    UNRECOGNIZED(Unrecognized.GRAMMAR, LAST),
    /** A line that breaks its grammar. */
    MALFORMED(Malformed.GRAMMAR, LAST);

    /** Where a verb may stand in a group of commands that is sent in one go. */
    public enum Place {
        ANYWHERE,
        /** What follows depends on its reply, or is no command, so it ends a group. */
        LAST
    }

    private static final Verb[] KNOWN = Arrays.stream(values())
            .filter(verb -> verb != UNRECOGNIZED && verb != MALFORMED)
            .toArray(Verb[]::new);

    private final Grammar<? extends SmtpCommand> grammar;
    private final Place place;

    Verb(Grammar<? extends SmtpCommand> grammar, Place place) {
        this.grammar = grammar;
        this.place = place;
    }

    /** Where it may stand in a pipelined group. */
    public Place place() {
        return place;
    }

    Grammar<? extends SmtpCommand> grammar() {
        return grammar;
    }

    /** The verb that the line begins with, in any case of its letters; it is read if known, and nothing is if not. */
    static Optional<Verb> accept(LineReader in, byte[] line) {
        for (Verb verb : KNOWN) {
            int end = verb.name().length();
            // a tab behind it is refused by its grammar
            boolean whole = line.length == end || (line.length > end && (line[end] == ' ' || line[end] == '\t'));
            if (whole && in.accept(verb.name())) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
