package dev.yubin.imap.server;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.mailbox.MailStore;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.SaslConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * What all sessions of a server share.
 *
 * @param plaintextLogin whether passwords are taken without TLS
 * @param unauthenticate whether a connection may go from one user to another
 * @param asciiHeaders   whether a message with octets above 127 in its header is refused to who has not enabled UTF-8 (RFC 6855 section 4)
 * @param literals       whether LITERAL+ or LITERAL- is offered (RFC 7888)
 */
record Setting(
        String name,
        MailStore store,
        Authenticator users,
        SessionLimits limits,
        boolean plaintextLogin,
        boolean unauthenticate,
        boolean asciiHeaders,
        Languages languages,
        ImapEncoding.Literals literals) {
    /** What is spoken in every state, beside IMAP itself. SASL-IR is RFC 4959. */
    private static final List<String> ALWAYS = List.of("SASL-IR", "ENABLE", "ID", "LANGUAGE");

    /** What is spoken once the user is known; IMAP4rev2 has most of it within, and clients of IMAP4rev1 ask for it by name. */
    private static final List<String> AFTER_LOGIN = List.of(
            "IDLE",
            "COMPRESS=DEFLATE",
            "NAMESPACE",
            "CHILDREN",
            "UNSELECT",
            "UIDPLUS",
            "MULTIAPPEND",
            "CATENATE",
            "BINARY",
            "CONDSTORE",
            "QRESYNC",
            "ESEARCH",
            "SEARCHRES",
            "PARTIAL",
            "CONTEXT=SEARCH",
            "CONTEXT=SORT",
            "MULTISEARCH",
            "SEARCH=FUZZY",
            "I18NLEVEL=1",
            "WITHIN",
            "SORT",
            "SORT=DISPLAY",
            "ESORT",
            "THREAD=ORDEREDSUBJECT",
            "THREAD=REFERENCES",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "SPECIAL-USE",
            "CREATE-SPECIAL-USE",
            "STATUS=SIZE",
            "UTF8=ACCEPT",
            "INPROGRESS",
            "UIDONLY",
            "UIDBATCHES");

    /**
     * What CAPABILITY answers: RFC 9051 section 6.1.1.
     *
     * @param besides     what the user's store turns on
     * @param mayStartTls whether STARTTLS is possible now
     * @param mayLogin    whether a login is possible now
     * @param over        what it would run over
     */
    List<String> capabilities(
            boolean loggedIn, List<String> besides, boolean mayStartTls, boolean mayLogin, SaslConnection over) {
        boolean minus = literals == ImapEncoding.Literals.MINUS;
        List<String> all = new ArrayList<>(List.of("IMAP4rev2", "IMAP4rev1", minus ? "LITERAL-" : "LITERAL+"));
        all.addAll(ALWAYS);
        if (loggedIn) {
            all.addAll(AFTER_LOGIN);
            if (!besides.contains(Features.APPENDLIMIT)) {
                all.add(Features.APPENDLIMIT + "=" + limits.wire().messageOctets());
            }
            Portion.capability(limits).ifPresent(all::add);
            if (unauthenticate) {
                all.add("UNAUTHENTICATE");
            }
            all.addAll(besides);
        } else {
            if (mayStartTls) {
                all.add("STARTTLS");
            }
            if (!mayLogin || !over.mayShowPassword() || !users.takesPasswords()) {
                all.add("LOGINDISABLED");
            }
            if (mayLogin) {
                Mechanism.offered(users, over).forEach(mechanism -> all.add("AUTH=" + mechanism.text()));
            }
        }
        return all;
    }

    /** What a connection begins with, until IMAP4rev2 is enabled: names in modified UTF-7. */
    ImapEncoding encoding() {
        return ImapEncoding.PLAIN.with(literals);
    }
}
