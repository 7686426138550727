package dev.yubin.conformance.imap;

import dev.yubin.conformance.Dovecot;
import dev.yubin.conformance.Dovecot.Protocol;
import dev.yubin.conformance.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The suite holds for a server that others wrote, but for what is named here. */
@Tag("programs")
@Timeout(300)
class DovecotImapTest extends ImapServerContract {
    private static final String USER = "ann@example.test";
    private static final String PASSWORD = "tanuki";

    private static Dovecot dovecot;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Dovecot.assumeHere(Protocol.IMAP);
        Identity identity = Identity.in(folder);
        dovecot = Dovecot.speaking(Protocol.IMAP)
                .password(PASSWORD)
                .identity(identity.chain(), identity.key())
                .settings("""
                    auth_failure_delay = 0
                    mail_max_userip_connections = 100
                    service anvil {
                      unix_listener anvil-auth-penalty {
                        mode = 0
                      }
                    }
                    mail_plugins = acl quota zlib
                    protocol imap {
                      mail_plugins = acl quota zlib imap_acl imap_quota imap_zlib
                    }
                    plugin {
                      acl = vfile
                      quota = maildir:User quota
                      quota_rule = *:storage=1G:messages=1000000
                    }
                    imap_metadata = yes
                    mail_attribute_dict = file:%h/attributes
                    """)
                .start();
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @Override
    protected ImapTarget target() {
        return ImapTarget.at(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), dovecot.port(Protocol.IMAP)),
                        USER,
                        PASSWORD)
                .other("bob@example.test")
                .commands(5000)
                .depth(2000)
                .within(Duration.ofSeconds(5)) // which five of its differences wait for
                .build();
    }

    @Override
    protected Map<String, String> differences() {
        Map<String, String> differences = new HashMap<>();
        Stream.of(
                        "arguments where a command has none are BAD",
                        "STARTTLS with an argument is BAD, and the session goes on",
                        "SELECT without a name, or with two, is BAD",
                        "EXAMINE without a name, or with two, is BAD",
                        "NAMESPACE x is BAD",
                        "COPY 1 INBOX x is BAD, and moves nothing",
                        "EXPUNGE 1 is BAD, and moves nothing",
                        "CLOSE x is BAD, and moves nothing",
                        "IDLE with an argument is BAD")
                .forEach(title -> differences.put(title, "it reads the arguments that it wants, and no further"));
        Stream.of(
                        "FETCH 1  FLAGS is BAD",
                        "FETCH 1 BODY[0] is BAD",
                        "FETCH 1 BODY[]<0> is BAD",
                        "FETCH 1 BODY[]<0.0> is BAD",
                        "STORE 1 FLAGS is BAD, and changes nothing",
                        "SEARCH ON 32-Jan-2025 is BAD",
                        "APPEND name \"32-Jan-2025 10:00:00 +0000\" {n} is BAD, and adds nothing",
                        "LIST \"\" () is BAD",
                        "ID with half a pair is BAD",
                        "ENABLE without a capability is BAD",
                        "NOTIFY NONE is taken, and one without events is BAD",
                        "NOTIFY: MessageNew and MessageExpunge go together, and FlagChange with both, or it is BAD")
                .forEach(title -> differences.put(title, "it takes more than the grammar has"));
        Stream.of("APPEND name (\\Seen {n} is BAD, and adds nothing", "APPEND name () () {n} is BAD, and adds nothing")
                .forEach(title -> differences.put(title, "it awaits octets that it has not asked for"));
        Stream.of(
                        "APPEND name {x} is BAD, and adds nothing",
                        "MULTIAPPEND of which one breaks the grammar adds nothing")
                .forEach(title -> differences.put(title, "what stands behind the brace it takes for a command"));
        Stream.of("BODY[2] of message 3 has these octets", "BODY[2.TEXT] of message 3 has these octets")
                .forEach(title -> differences.put(
                        title,
                        "the line's end before a boundary it gives to the message within: RFC 2046 section 5.1.1"));
        Stream.of(
                        "SELECT tells HIGHESTMODSEQ",
                        "STATUS tells HIGHESTMODSEQ, as SELECT does",
                        "FETCH tells MODSEQ in parentheses, up to HIGHESTMODSEQ")
                .forEach(title -> differences.put(title, "it counts changes once a client has spoken of them"));
        differences.put(
                "a literal with + in a command that is BAD is passed over",
                "behind a command that it does not know, it takes the octets of the literal for commands");
        differences.put("a tag may have [ and ] in it", "it answers without one");
        differences.put(
                "a result with UPDATE is kept up to date between commands where NOTIFY asks for SELECTED",
                "it tells of the message and not of the result");
        differences.put(
                "NOTIFY: what happens in the selected mailbox is told at once, with what was asked for",
                "nothing is told of it for five seconds at least");
        differences.put("NOTIFY: an event that nobody knows is NO, with those that are known", "it is BAD");
        differences.put(
                "a URL of no message or no part is NO, with BADURL, and adds nothing",
                "of a part that is not there it adds nothing to the message, which it takes");
        differences.put(
                "CATENATE of nothing is BAD, and adds nothing", "behind URL without a URL it ends the connection");
        differences.put("ENABLE before login is refused", "it is taken, and does nothing");
        differences.put("DELETE INBOX x is BAD", "it is NO");
        differences.put("SELECT of no mailbox is refused with [NONEXISTENT]", "there is no code");
        differences.put("a section that is not there is NIL or empty", "part 1 of a part that has none is that part");
        differences.put("ACL commands of no mailbox are refused by NO", "it tells what rights one would have");
        return differences;
    }
}
