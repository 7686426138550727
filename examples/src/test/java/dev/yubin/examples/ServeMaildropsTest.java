package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.Secret;
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
import org.junit.jupiter.api.Test;

class ServeMaildropsTest {
    private static final String USER = "bbb@osaka.test";
    private static final Secret PASSWORD = Secret.of("tanuki");

    @Test
    void messagesAreCalledAsDovecotDidAndWhatIsDeletedIsInTrash() throws Exception {
        MemoryMailStore store = MemoryMailStore.create(USER);
        Account account = store.account(USER);
        Mailbox inbox = account.open(MailboxName.INBOX);
        try (MessageWriter writer = MessageWriter.open(inbox, Set.of(), Instant.now(), OptionalLong.empty())) {
            writer.write(ByteBuffer.wrap("Subject: one\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII)));
            writer.commit();
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        UserTable users = new UserTable(4096).add(USER, PASSWORD);
        try (Pop3Server server = ServeMaildrops.serve(store, users, address);
                Pop3Client client = Pop3Client.builder("localhost", server.port(), TlsMode.IMPLICIT)
                        .trust(TlsTrust.anyone())
                        .connect()
                        .await()) {
            client.login(Credentials.of(USER, PASSWORD)).await();
            assertThat(client.uidl().await()).hasToString("[1 00000001%08x]".formatted(inbox.uidValidity()));
            client.delete(1).await();
            client.quit().await();
        }
        assertThat(inbox.messages()).isEmpty();
        assertThat(account.open(MailboxName.of("Trash")).messages()).hasSize(1);
    }
}
