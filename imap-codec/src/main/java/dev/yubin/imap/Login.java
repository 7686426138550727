package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Logs in with a password in the clear: RFC 9051 section 6.2.3. */
public record Login(String user, Secret password) implements ImapCommand {
    public Login {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public Verb verb() {
        return Verb.LOGIN;
    }

    /** login = "LOGIN" SP userid SP password; both are astrings */
    static Login read(ImapReader in) throws SyntaxException {
        in.conceal(); // a user's name that is mistyped may be a password
        String user = in.astring();
        in.space();
        return new Login(user, in.secret());
    }

    @Override
    public void write(ImapWriter out) {
        out.astring(user).space().secret(password);
    }
}
