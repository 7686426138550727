package dev.yubin.conformance.smtp;

import dev.yubin.conformance.Identity;
import dev.yubin.conformance.Postfix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The suite holds for a server that others wrote, but for what is named here. */
@Tag("programs")
@Timeout(300)
class PostfixSmtpTest extends SmtpServerContract {
    /** The check, and why it is accepted. Postfix's own settings are named where they would change that. */
    private static final String DIFFERENCES = """
        a line that is far too long is refused once or ends the session, and no part of it is a command | a line of more than 2048 octets is several to it
        a line without end in EHLO is refused or ends the session, and others are served | a line of more than 2048 octets is several to it
        a line without end in NOOP is refused or ends the session, and others are served | a line of more than 2048 octets is several to it
        QUIT with an argument is refused, and the session goes on | it goes
        two commands with LF alone between them are not both obeyed | it takes LF for the end of a line
        two commands with LF CR between them are not both obeyed | it takes LF for the end of a line, and CR for space
        two commands with NUL CR LF between them are not both obeyed | a command ends for it where a string of C ends
        NOOP (NUL) is not obeyed | a command ends for it where a string of C ends
        MAIL FROM:<a@conformance.test> SIZE=1(NUL) is not obeyed | a command ends for it where a string of C ends
        EHLO conformance(NUL).test is not obeyed | a command ends for it where a string of C ends
        NOOP x(CR)y is not obeyed | CR is a character like others to it
        MAIL FROM:<"a(CR)b"@conformance.test> is not obeyed | CR is a character like others to it
        EHLO conformance(CR).test is not obeyed | CR is a character like others to it
        MAIL before EHLO is refused | unless smtpd_helo_required
        the name said in the clear is forgotten: MAIL before EHLO is refused under TLS | unless smtpd_helo_required
        MAIL FROM:ann@conformance.test is refused | unless strict_rfc821_envelopes
        MAIL FROM:ann@conformance.test> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<<ann@conformance.test>> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<a@b@conformance.test> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<@conformance.test> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<ann@[127.0.0.1> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<.ann@conformance.test> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<ann..lee@conformance.test> is refused | unless strict_rfc821_envelopes
        MAIL FROM:<ann(comment)@conformance.test> is refused | unless strict_rfc821_envelopes
        MAIL with SIZE=1 SIZE=1 is refused | the last counts
        MAIL with ENVID=a+2bb is refused | lower case is hexadecimal to it
        RCPT with NOTIFY=SUCCESS, is refused | nothing behind the comma is nothing to it
        a SIZE over what is offered is refused | it is, and so is the MAIL without a SIZE that comes next
        an address beyond ASCII is refused without SMTPUTF8 | unless strict_smtputf8
        LF . LF does not end the content | unless smtpd_forbid_bare_newline
        LF . CR LF does not end the content | unless smtpd_forbid_bare_newline
        CR LF . LF does not end the content | unless smtpd_forbid_bare_newline
        LF LF . LF LF does not end the content | unless smtpd_forbid_bare_newline
        CR CR LF . CR CR LF does not end the content | more than one CR may stand before LF
        CR LF . CR CR LF does not end the content | more than one CR may stand before LF
        CR NUL LF . CR LF does not end the content | NUL may stand between CR and LF
        the first octets of content are held to the same | unless smtpd_forbid_bare_newline
        content that is sent behind a refused DATA without waiting is not obeyed as commands | unless reject_unauth_pipelining
        content that is sent behind DATA without waiting, where no recipient was taken, is not obeyed as commands | unless reject_unauth_pipelining
        a chunk of no octets that is not the last is taken | it refuses them
        """;

    private static Postfix postfix;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Postfix.assumeHere();
        Identity identity = Identity.in(folder);
        postfix = Postfix.start(
                "smtpd_tls_security_level = may",
                "smtpd_tls_cert_file = " + identity.chain(),
                "smtpd_tls_key_file = " + identity.key());
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    @Override
    protected SmtpTarget target() {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), postfix.port());
        return SmtpTarget.at(server, Postfix.RECIPIENT)
                .refuses("nobody@example.test")
                .mailroom(Mailroom.maildir(postfix.maildir()))
                .octets(1 << 20)
                .commands(1000)
                .build();
    }

    @Override
    protected Map<String, String> differences() {
        return DIFFERENCES
                .lines()
                .map(row -> row.split(" \\| "))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
    }
}
