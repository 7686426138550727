package dev.yubin.pop3;

import dev.yubin.protocol.line.LineWriter;

/** What a client says: a keyword and its arguments (RFC 1939 section 3), or a line of a SASL exchange (RFC 5034 section 4). */
public sealed interface Pop3Command
        permits Apop,
                Auth,
                Capa,
                Dele,
                Lang,
                ListMessages,
                Malformed,
                Noop,
                Pass,
                Quit,
                Retr,
                Rset,
                SaslResponse,
                Stat,
                Stls,
                Top,
                Uidl,
                Unrecognized,
                User,
                Utf8 {
    /** The row of the table of verbs that this command stands on. */
    Verb verb();

    /**
     * The command as it stands on the wire, without its CR LF; the writer prints it with secrets masked.
     *
     * @throws IllegalArgumentException for {@link Malformed}, which has no such form
     */
    default LineWriter line() {
        return Verb.write(this);
    }
}
