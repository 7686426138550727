package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * Says whose maildrop it shall be; {@link Pass} comes next. RFC 1939 section 7.
 *
 * @param name at least one character, none of them white space or a control
 */
public record User(String name) implements Pop3Command {
    /** "USER" SP name; a name is 1*VCHAR (RFC 2449 section 3), or UTF-8 (RFC 6856 section 2.2) */
    static final Grammar<User> GRAMMAR = new Grammar<>() {
        @Override
        public User read(LineReader in) throws SyntaxException {
            in.expect(" ");
            return new User(in.expectWhile(User::fits, "a name"));
        }

        @Override
        public void write(User user, LineWriter out) {
            out.text(" ").text(user.name());
        }
    };

    public User {
        check(name);
    }

    static void check(String name) {
        if (name.isEmpty() || !name.chars().allMatch(User::fits)) {
            throw new IllegalArgumentException(
                    "\"" + Escaped.text(name)
                            + "\" cannot stand behind USER or APOP, which take a name without spaces; log in with AUTH instead");
        }
    }

    static boolean fits(int octet) {
        return octet > ' ' && octet != 0x7f;
    }

    @Override
    public Verb verb() {
        return Verb.USER;
    }
}
