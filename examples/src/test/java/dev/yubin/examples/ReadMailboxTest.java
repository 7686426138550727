package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.client.Following;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.Flag;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadMailboxTest {
    private static final String USER = "bbb@osaka.test";
    private static final Credentials CREDENTIALS = Credentials.of(USER, Secret.of("tanuki"));
    private static final String WITH_FILES = """
            Subject: two files
            Content-Type: multipart/mixed; boundary=b

            --b

            see there
            --b
            Content-Type: text/plain; name="=?utf-8?Q?gr=C3=BC=C3=9Fe.txt?="
            Content-Transfer-Encoding: quoted-printable

            gr=C3=BC=C3=9Fe
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename*=utf-8''%e2%82%ac+.bin
            Content-Transfer-Encoding: base64

            AAEC
            /w==
            --b--
            """;

    private final MemoryMailStore store = MemoryMailStore.create(USER);
    private ImapServer server;
    private ImapClient imap;

    private ImapClient.Builder client() {
        return ImapClient.builder("localhost", server.port(), TlsMode.IMPLICIT).trust(TlsTrust.anyone());
    }

    private void deliver(String message, Flag... flags) throws Exception {
        try (MessageWriter writer = MessageWriter.open(
                store.account(USER).open(MailboxName.INBOX), Set.of(flags), Instant.now(), OptionalLong.empty())) {
            writer.write(ByteBuffer.wrap(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
            writer.commit();
        }
    }

    @BeforeEach
    void begin() throws Exception {
        server = ImapServer.builder(store, new UserTable(4096).add(USER, Secret.of("tanuki")))
                .identity(TlsIdentity.selfSigned())
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.IMPLICIT)
                .start();
        imap = client().connect().await();
        imap.login(CREDENTIALS).await();
    }

    @AfterEach
    void end() {
        imap.close();
        server.close();
    }

    @Test
    void mailboxesAreListed() throws Exception {
        store.account(USER).create(MailboxName.of("Entwürfe"), Set.of());
        List<String> out = new ArrayList<>();
        ReadMailbox.list(imap, out::add);
        assertThat(out).containsExactlyInAnyOrder("INBOX", "Entwürfe");
    }

    @Test
    void subjectsOfWhatIsUnreadAreShownAsPeopleReadThem() throws Exception {
        List<String> out = new ArrayList<>();
        ReadMailbox.unread(imap, out::add);
        assertThat(out).isEmpty();
        deliver("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\n");
        deliver("Subject: read\n\n", Flag.SEEN);
        deliver("From: a@b.test\n\n");
        ReadMailbox.unread(imap, out::add);
        assertThat(out).containsExactly("Grüße", "(no subject)");
    }

    @Test
    void attachmentsAreFilesAsTheyWere(@TempDir Path folder) throws Exception {
        deliver(WITH_FILES);
        imap.select(Select.of(ImapName.INBOX)).await();
        ReadMailbox.saveAttachments(imap, 1, folder);
        assertThat(folder.resolve("1")).hasContent("grüße");
        assertThat(Files.readAllBytes(folder.resolve("2"))).containsExactly(0, 1, 2, 255);
        List<String> out = new ArrayList<>();
        ReadMailbox.unread(imap, out::add);
        assertThat(out).containsExactly("two files"); // as it was: unread
    }

    @Test
    void aMessageIsPutIntoAMailbox(@TempDir Path folder) throws Exception {
        store.account(USER).create(MailboxName.of("Sent"), Set.of());
        Path message = Files.writeString(folder.resolve("message"), "Subject: sent\r\n\r\n");
        ReadMailbox.put(imap, message, "Sent");
        assertThat(store.account(USER).open(MailboxName.of("Sent")).messages()).hasSize(1);
    }

    @Test
    @SuppressWarnings("try") // what follows is seen by what is shown
    void theInboxIsWatched() throws Exception {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        try (Following inbox = ReadMailbox.watch(client(), CREDENTIALS, shown::add)) {
            assertThat(shown.poll(30, TimeUnit.SECONDS)).isEqualTo("0 messages");
            assertThat(shown.poll(30, TimeUnit.SECONDS)).isEqualTo("watching");
            deliver("Subject: one\n\n");
            assertThat(shown.poll(30, TimeUnit.SECONDS)).isEqualTo("1 messages");
        }
    }
}
