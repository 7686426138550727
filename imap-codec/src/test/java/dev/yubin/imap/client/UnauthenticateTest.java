package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** UNAUTHENTICATE from a client's side: RFC 8437. */
class UnauthenticateTest {
    private static ImapClient.Builder to(int port) {
        return ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT).plaintextLogin(true);
    }

    @Test
    void oneConnectionIsUsedForOneUserBehindAnother() throws Exception {
        MemoryMailStore store = MemoryMailStore.create("ann@tokyo.test", "bob@tokyo.test");
        UserTable users = new UserTable(4096)
                .add("ann@tokyo.test", Secret.of("tanuki"))
                .add("bob@tokyo.test", Secret.of("kitsune"));
        try (ImapServer server = ImapServer.builder(store, users)
                        .plaintextLogin(true)
                        .unauthenticate(true)
                        .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.PLAINTEXT)
                        .start();
                ImapClient imap = to(server.port()).connect().await()) {
            imap.login(Credentials.of("ann@tokyo.test", Secret.of("tanuki"))).await();
            assertThat(imap.capabilities().has("UNAUTHENTICATE")).isTrue();
            imap.compress().await();
            imap.enable("IMAP4rev2").await();
            imap.create(new ImapName("große")).await();
            imap.select(Select.of(ImapName.INBOX)).await();
            imap.unauthenticate().await();
            assertThat(imap.capabilities().has("AUTH=PLAIN")).isTrue();
            imap.login(Credentials.of("bob@tokyo.test", Secret.of("kitsune"))).await();
            imap.create(new ImapName("größer")).await();
            imap.compress().await();
            imap.noop().await();
            assertThat(store.account("ann@tokyo.test").open(MailboxName.of("große")))
                    .isNotNull();
            assertThat(store.account("bob@tokyo.test").open(MailboxName.of("größer")))
                    .isNotNull();
        }
    }

    @Test
    void aServerThatTellsNoCapabilitiesIsAskedForThem() throws Exception {
        ScriptedServer.of("""
            S: * PREAUTH [CAPABILITY IMAP4rev1 UNAUTHENTICATE] ready
            C: A1 UNAUTHENTICATE
            S: A1 OK bye for now
            C: A2 CAPABILITY
            S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
            S: A2 OK done
            """).playEveryWay(port -> {
            try (ImapClient imap = to(port).connect().await()) {
                assertThat(imap.preauthenticated()).isTrue();
                imap.unauthenticate().await();
                assertThat(imap.preauthenticated()).isFalse();
                assertThat(imap.capabilities().capabilities()).containsExactly("IMAP4rev1", "AUTH=PLAIN");
            }
        });
    }

    @Test
    void aServerWithoutItKeepsTheSession() throws Exception {
        ScriptedServer.of("""
            S: * PREAUTH [CAPABILITY IMAP4rev1] ready
            C: A1 UNAUTHENTICATE
            S: A1 BAD what?
            C: A2 NOOP
            S: A2 OK done
            """).playEveryWay(port -> {
            try (ImapClient imap = to(port).connect().await()) {
                catchThrowableOfType(
                        FaultException.class, () -> imap.unauthenticate().await());
                imap.noop().await();
            }
        });
    }
}
