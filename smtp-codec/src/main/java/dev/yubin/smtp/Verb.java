package dev.yubin.smtp;

import static dev.yubin.smtp.Verb.Place.ANYWHERE;
import static dev.yubin.smtp.Verb.Place.LAST;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    private static final Map<String, Verb> BY_WORD = Arrays.stream(values())
            .filter(verb -> verb != UNRECOGNIZED && verb != MALFORMED)
            .collect(Collectors.toUnmodifiableMap(Verb::name, Function.identity()));

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
        int end = 0;
        while (end < line.length && Characters.letDig(line[end])) {
            end++;
        }
        boolean whole = end == line.length || line[end] == ' ' || line[end] == '\t'; // which its grammar then refuses
        String word = new String(line, 0, end, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        Optional<Verb> verb = Optional.ofNullable(BY_WORD.get(word));
        return verb.filter(known -> whole && in.accept(known.name()));
    }
}
