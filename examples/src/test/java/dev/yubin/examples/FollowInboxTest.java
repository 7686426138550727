package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.client.Following;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // what follows is seen by what is shown
class FollowInboxTest {
    private static final String USER = "bbb@osaka.test";
    private static final Secret PASSWORD = Secret.of("tanuki");

    private final MemoryMailStore store = MemoryMailStore.create(USER);

    private void deliver(String subject) throws Exception {
        try (MessageWriter writer = MessageWriter.open(
                store.account(USER).open(MailboxName.INBOX), Set.of(), Instant.now(), OptionalLong.empty())) {
            writer.write(ByteBuffer.wrap(("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            writer.commit();
        }
    }

    @Test
    void whatComesInIsShownAndWhatWasThereIsNot() throws Exception {
        deliver("old");
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        CountDownLatch idling = new CountDownLatch(1);
        try (ImapServer server = ImapServer.builder(store, new UserTable(4096).add(USER, PASSWORD))
                        .identity(TlsIdentity.selfSigned())
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.IMPLICIT)
                        .start();
                Following inbox = FollowInbox.follow(
                        ImapClient.builder("localhost", server.port(), TlsMode.IMPLICIT)
                                .trust(TlsTrust.anyone())
                                .witness((speaker, line) -> {
                                    if (line.endsWith(" IDLE")) {
                                        idling.countDown();
                                    }
                                }),
                        Credentials.of(USER, PASSWORD),
                        shown::add)) {
            assertThat(idling.await(30, TimeUnit.SECONDS)).isTrue();
            deliver("one");
            deliver("two");
            assertThat(shown.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
            assertThat(shown.poll(30, TimeUnit.SECONDS)).isEqualTo("two");
        }
    }
}
