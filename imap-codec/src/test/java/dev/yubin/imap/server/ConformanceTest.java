package dev.yubin.imap.server;

import dev.yubin.conformance.imap.ImapServerContract;
import dev.yubin.conformance.imap.ImapTarget;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.LoginThrottle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The suite that holds for any IMAP server holds for ours. */
class ConformanceTest extends ImapServerContract {
    private static final String USER = "ann@example.test";
    private static final String OTHER = "bob@example.test";
    private static final String PASSWORD = "tanuki and kitsune";

    private static ImapServer server;

    @BeforeAll
    static void start() throws Exception {
        MemoryMailStore store = MemoryMailStore.builder()
                .accountOctets(1L << 30)
                .accountMessages(1_000_000)
                .build();
        store.addAccount(USER);
        store.addAccount(OTHER);
        server = ImapServer.builder(store, new QuickUsers().add(USER, Secret.of(PASSWORD)))
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.STARTTLS_OPTIONAL)
                .identity(TlsIdentity.selfSigned())
                .asciiHeaders(true)
                .unauthenticate(true)
                .throttle(new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO))
                .limits(SessionLimits.standard()
                        .messages(1000)
                        .connectionsPerAddress(1000)
                        .badCommands(1000))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected ImapTarget target() {
        return ImapTarget.at(server.addresses().get(0), USER, PASSWORD)
                .tls(ImapTarget.Tls.STARTTLS)
                .other(OTHER)
                .commands(5000)
                .depth(2000)
                .build();
    }

    @Override
    protected boolean mayLeaveOut(String title, String why) {
        return false;
    }
}
