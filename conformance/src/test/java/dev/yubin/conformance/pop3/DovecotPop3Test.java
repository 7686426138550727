package dev.yubin.conformance.pop3;

import dev.yubin.conformance.Dovecot;
import dev.yubin.conformance.Dovecot.Protocol;
import dev.yubin.conformance.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The suite holds for a server that others wrote, but for what is named here. */
@Tag("programs")
@Timeout(300)
class DovecotPop3Test extends Pop3ServerContract {
    private static final String USER = "ann@example.test";
    private static final String PASSWORD = "tanuki";

    private static Dovecot dovecot;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Dovecot.assumeHere(Protocol.LMTP, Protocol.POP3);
        Identity identity = Identity.in(folder);
        dovecot = Dovecot.speaking(Protocol.LMTP, Protocol.POP3)
                .password(PASSWORD)
                .identity(identity.chain(), identity.key())
                .settings("""
                    auth_mechanisms = plain apop
                    auth_failure_delay = 0
                    mail_max_userip_connections = 100
                    service anvil {
                      unix_listener anvil-auth-penalty {
                        mode = 0
                      }
                    }
                    """)
                .start();
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    protected Pop3Target target() {
        return Pop3Target.of(at(dovecot.port(Protocol.POP3)), USER, PASSWORD)
                .withDelivery(Delivery.lmtp(at(dovecot.port(Protocol.LMTP)), USER));
    }

    @Override
    protected Map<String, String> differences() {
        return Map.of(
                "two commands with LF alone between them are not both obeyed",
                "it takes LF for the end of a line, as many servers do for those who type",
                "a command with NUL is not obeyed",
                "a command ends for it where a string of C ends",
                "USER without a name is refused",
                "it looks at the name when PASS comes",
                "PASS stands immediately behind USER, and not where STLS came between",
                "the name that came in the clear is kept under TLS",
                "what is offered before login is listed after it",
                "CAPA lists USER and SASL no more, though RFC 2449 section 5 asks for what may be said in"
                        + " AUTHORIZATION");
    }
}
