package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** Every verb this codec speaks, a row each: its grammar, and whether the client must hear the reply before it says more. */
public enum Verb {
    USER(User.GRAMMAR, Group.ANYWHERE),
    PASS(Pass.GRAMMAR, Group.ANYWHERE),
    APOP(Apop.GRAMMAR, Group.ANYWHERE),
    AUTH(Auth.GRAMMAR, Group.LAST),
    STLS(Stls.GRAMMAR, Group.LAST),
    CAPA(Capa.GRAMMAR, Group.ANYWHERE),
    UTF8(Utf8.GRAMMAR, Group.ANYWHERE),
    LANG(Lang.GRAMMAR, Group.ANYWHERE),
    STAT(Stat.GRAMMAR, Group.ANYWHERE),
    LIST(ListMessages.GRAMMAR, Group.ANYWHERE),
    UIDL(Uidl.GRAMMAR, Group.ANYWHERE),
    RETR(Retr.GRAMMAR, Group.ANYWHERE),
    TOP(Top.GRAMMAR, Group.ANYWHERE),
    DELE(Dele.GRAMMAR, Group.ANYWHERE),
    RSET(Rset.GRAMMAR, Group.ANYWHERE),
    NOOP(Noop.GRAMMAR, Group.ANYWHERE),
    QUIT(Quit.GRAMMAR, Group.LAST),
    /** A line of a SASL exchange, which has no keyword. */
    SASL_RESPONSE(SaslResponse.GRAMMAR, Group.LAST),
    UNRECOGNIZED(null, Group.ANYWHERE),
    MALFORMED(null, Group.ANYWHERE);

    /** A command's place among commands that are sent without waiting for replies: RFC 2449 section 6.6. */
    private enum Group {
        ANYWHERE,
        LAST
    }

    private static final int LONGEST_KEYWORD = 4; // RFC 1939 section 3

    private final Grammar<? extends Pop3Command> grammar;
    private final Group group;

    Verb(Grammar<? extends Pop3Command> grammar, Group group) {
        this.grammar = grammar;
        this.group = group;
    }

    /** Whether nothing may be sent behind this command until its reply is there, even where the server takes pipelined commands. */
    public boolean endsGroup() {
        return group == Group.LAST;
    }

    /** Reads a line without its CR LF. What cannot be read becomes {@link Malformed} or {@link Unrecognized}. */
    public static Pop3Command read(LineReader in) {
        try {
            String keyword = in.expectWhile(c -> c > ' ' && c != 0x7f, "a keyword");
            Optional<Verb> verb = named(keyword);
            if (verb.isEmpty()) {
                return new Unrecognized(keyword + in.rest());
            }
            Pop3Command command = verb.get().grammar.read(in);
            in.expectEnd();
            return command;
        } catch (SyntaxException e) {
            return new Malformed(e.getMessage());
        }
    }

    /** Reads a line, without its CR LF, that came within a SASL exchange. */
    public static Pop3Command readSaslResponse(LineReader in) {
        try {
            Pop3Command response = SaslResponse.GRAMMAR.read(in);
            in.expectEnd();
            return response;
        } catch (SyntaxException e) {
            return new Malformed(e.getMessage());
        }
    }

    static LineWriter write(Pop3Command command) {
        LineWriter out = new LineWriter();
        if (command instanceof Unrecognized unrecognized) {
            return out.text(unrecognized.text());
        }
        Verb verb = command.verb();
        if (verb != SASL_RESPONSE) {
            out.text(verb.name());
        }
        verb.write(command, out);
        return out;
    }

    @SuppressWarnings("unchecked") // a command stands on the row that has its grammar
    private void write(Pop3Command command, LineWriter out) {
        if (grammar == null) {
            throw new IllegalArgumentException("what was not understood cannot be said: " + command);
        }
        ((Grammar<Pop3Command>) grammar).write(command, out);
    }

    private static Optional<Verb> named(String keyword) {
        return keyword.length() > LONGEST_KEYWORD // and so is not the name of a row without a keyword
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(verb -> verb.name().equalsIgnoreCase(keyword))
                        .findFirst();
    }
}
