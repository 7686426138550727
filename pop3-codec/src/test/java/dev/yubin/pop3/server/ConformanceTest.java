package dev.yubin.pop3.server;

import dev.yubin.conformance.pop3.Pop3ServerContract;
import dev.yubin.conformance.pop3.Pop3Target;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.LoginThrottle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The suite that holds for any POP3 server holds for ours. */
class ConformanceTest extends Pop3ServerContract {
    private static final String USER = "ann@example.test";
    private static final String PASSWORD = "tanuki and kitsune";

    private static final MemoryMailStore STORE = MemoryMailStore.create(USER);
    private static Pop3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Pop3Server.builder(STORE, new QuickUsers().add(USER, Secret.of(PASSWORD)))
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.STARTTLS_OPTIONAL)
                .identity(TlsIdentity.selfSigned())
                .plaintextLogin(true)
                .throttle(new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected Pop3Target target() {
        return Pop3Target.of(server.addresses().get(0), USER, PASSWORD).withDelivery(ConformanceTest::deliver);
    }

    private static void deliver(byte[] message) throws IOException {
        try (MessageWriter writer = MessageWriter.open(
                STORE.account(USER).open(MailboxName.INBOX),
                Set.of(),
                Instant.now(),
                OptionalLong.of(message.length))) {
            writer.write(ByteBuffer.wrap(message));
            writer.commit();
        } catch (StoreException e) {
            throw new IOException(e);
        }
    }

    /** What this server does not offer, and why. */
    private static final Pattern LEFT_OUT =
            Pattern.compile("the greeting has no timestamp|CAPA does not list (UTF8|LANG|LOGIN-DELAY)"
                    + "|two sessions may share the maildrop|logins in the clear are offered");

    @Override
    protected boolean mayLeaveOut(String title, String why) {
        return LEFT_OUT.matcher(why).matches();
    }
}
