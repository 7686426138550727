package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.Imports.ANN;
import static dev.yubin.examples.mailimport.Imports.NOON;
import static dev.yubin.examples.mailimport.Imports.add;
import static dev.yubin.examples.mailimport.Imports.listed;
import static dev.yubin.examples.mailimport.Imports.mailboxes;
import static dev.yubin.examples.mailimport.Imports.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.feature.GivenUids;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** IMAP servers as both ends: ours, over real sockets. */
@Timeout(60)
class ImapAccountTest {
    @TempDir
    private Path folder;

    private final List<Listener> listeners = new ArrayList<>();
    private Imports imports;
    private Path password;

    @BeforeEach
    void writePassword() throws Exception {
        imports = new Imports(folder);
        password = Files.writeString(folder.resolve("password"), "tanuki\nnot this\n");
    }

    @AfterEach
    void closeServers() {
        listeners.forEach(listener -> listener.drain(Duration.ZERO));
    }

    private Listener serve(MailStore store, TlsMode mode, TlsIdentity identity) throws Exception {
        Listener listener = ImapServer.builder(store, new UserTable(4096).add(ANN, Secret.of("tanuki")))
                .identity(identity)
                .plaintextLogin(true)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), mode)
                .start();
        listeners.add(listener);
        return listener;
    }

    /** The URL of a server that shows this store. */
    private String server(String store) throws Exception {
        Listener listener = serve(imports.store(store), TlsMode.PLAINTEXT, TlsIdentity.selfSigned());
        return "imap://" + ANN + "@localhost:" + listener.addresses().get(0).getPort();
    }

    private Imports.Run fromImap(String from, String to) {
        return imports.run(from, to, "--from-tls", "plaintext", "--from-password-file", password.toString());
    }

    private Imports.Run toImap(String from, String to) {
        return imports.run(from, to, "--to-tls", "plaintext", "--to-password-file", password.toString());
    }

    private void fill(String store) throws Exception {
        ((GivenUids) imports.mailbox(store, "INBOX")).adopt(77, 1);
        add(imports.mailbox(store, "INBOX"), "Subject: a\r\n\r\nhello\r\n", Flag.SEEN, Flag.of("$Work"));
        add(imports.mailbox(store, "INBOX"), "Subject: b\r\n\r\n" + "0123456789\r\n".repeat(50_000), Flag.FLAGGED);
        imports.ann(store).create(MailboxName.of("\u65e5\u672c/a&b"), Set.of());
        imports.ann(store).create(MailboxName.of("Sent"), Set.of(SpecialUse.SENT));
        imports.ann(store).subscribe(MailboxName.of("Sent"), true);
        add(imports.mailbox(store, "\u65e5\u672c/a&b"), "Subject: \u00e4\r\n\r\nno end");
    }

    @Test
    void aServersMailGoesIntoAStore() throws Exception {
        fill("there");
        add(imports.mailbox("there", "INBOX"), ""); // no client can put that there, but a store may have it

        fromImap(server("there"), "test:here").succeeds().says("In all 4 messages imported");

        assertThat(mailboxes(imports.ann("here"))).isEqualTo(mailboxes(imports.ann("there")));
        assertThat(listed(imports.mailbox("here", "INBOX"))).isEqualTo(listed(imports.mailbox("there", "INBOX")));
        assertThat(listed(imports.mailbox("here", "\u65e5\u672c/a&b")))
                .isEqualTo(listed(imports.mailbox("there", "\u65e5\u672c/a&b")));
        assertThat(imports.mailbox("here", "INBOX").status().uidValidity())
                .as("UIDVALIDITY is kept")
                .isEqualTo(77);
        assertThat(imports.ann("here").list())
                .as("what a mailbox is for is kept")
                .anySatisfy(entry -> assertThat(entry.uses()).containsExactly(SpecialUse.SENT));
        assertThat(imports.mailbox("there", "INBOX").status().unseen())
                .as("nothing is seen that was not")
                .isEqualTo(2);
    }

    @Test
    void aStoresMailGoesToAServer() throws Exception {
        fill("here");

        toImap("test:here", server("there"))
                .succeeds()
                .says("the server gives UIDs itself; those of the source are not kept");

        assertThat(mailboxes(imports.ann("there"))).isEqualTo(mailboxes(imports.ann("here")));
        assertThat(listed(imports.mailbox("there", "INBOX"))).isEqualTo(listed(imports.mailbox("here", "INBOX")));
        assertThat(texts(imports.mailbox("there", "\u65e5\u672c/a&b")))
                .containsExactly("Subject: \u00e4\r\n\r\nno end");
    }

    @Test
    void anotherRunBringsOnlyWhatIsNew() throws Exception {
        fill("here");
        String there = server("there");
        toImap("test:here", there).succeeds();
        add(imports.mailbox("here", "INBOX"), "Subject: new\r\n");

        toImap("test:here", there).succeeds().says("In all 1 message imported", "3 were over before");

        assertThat(listed(imports.mailbox("there", "INBOX"))).isEqualTo(listed(imports.mailbox("here", "INBOX")));
    }

    @Test
    void mailGoesFromServerToServer() throws Exception {
        fill("one");

        imports.run(
                        server("one"),
                        server("two"),
                        "--from-tls",
                        "PLAINTEXT",
                        "--to-tls",
                        "PLAINTEXT",
                        "--from-password-file",
                        password.toString(),
                        "--to-password-file",
                        password.toString())
                .succeeds();

        assertThat(listed(imports.mailbox("two", "INBOX"))).isEqualTo(listed(imports.mailbox("one", "INBOX")));
    }

    @Test
    void whatTheServerRefusesIsSkippedWithItsWords() throws Exception {
        imports.use("there", smallStore());
        add(imports.mailbox("here", "INBOX"), "Subject: a\r\n");
        add(imports.mailbox("here", "INBOX"), "x".repeat(2000));
        add(imports.mailbox("here", "INBOX"), "Subject: b\r\n");

        toImap("test:here", server("there"))
                .endsWith(1)
                .says("INBOX: UID 2: the server says \"", "TOOBIG", "2 messages imported");

        assertThat(texts(imports.mailbox("there", "INBOX"))).containsExactly("Subject: a\r\n", "Subject: b\r\n");
    }

    @Test
    void whatTheStoreRefusesWhileItComesDoesNotEndTheConnection() throws Exception {
        imports.use("here", smallStore());
        add(imports.mailbox("there", "INBOX"), "Subject: a\r\n");
        add(imports.mailbox("there", "INBOX"), "0123456789\r\n".repeat(50_000));
        add(imports.mailbox("there", "INBOX"), "Subject: b\r\n");

        fromImap(server("there"), "test:here").endsWith(1).says("INBOX: UID 2: the store says TOOBIG: ");

        assertThat(texts(imports.mailbox("here", "INBOX"))).containsExactly("Subject: a\r\n", "Subject: b\r\n");
    }

    private static MailStore smallStore() {
        MemoryMailStore store = MemoryMailStore.builder().messageOctets(1000).build();
        store.addAccount(ANN);
        return store;
    }

    @Test
    void hundredsOfMessagesAreFetchedTogether() throws Exception {
        for (int i = 0; i < 1000; i++) {
            add(imports.mailbox("there", "INBOX"), "Subject: " + i + "\r\n\r\n" + (char) (i % 256) + "\r\n");
        }

        fromImap(server("there"), "test:here").succeeds();

        assertThat(listed(imports.mailbox("here", "INBOX"))).isEqualTo(listed(imports.mailbox("there", "INBOX")));
    }

    @Test
    void aConnectionInTlsIsTrustedByItsCertificate() throws Exception {
        TlsIdentity identity = TlsIdentity.selfSigned("localhost");
        int port = serve(imports.store("there"), TlsMode.IMPLICIT, identity)
                .addresses()
                .get(0)
                .getPort();
        add(imports.mailbox("there", "INBOX"), "Subject: a\r\n");
        Path certificate = folder.resolve("localhost.pem");
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(identity.certificates().get(0).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        String url = "imap://" + ANN + "@localhost:" + port;

        imports.run(url, "test:here", "--from-password-file", password.toString())
                .endsWith(2)
                .says("trust the authority that issued it");
        imports.run(url, "test:here", "--from-password-file", password.toString(), "--trust", certificate.toString())
                .succeeds();

        assertThat(listed(imports.mailbox("here", "INBOX"))).containsExactly("1 [] " + NOON + " Subject: a\r\n");
    }

    @Test
    void aWrongPasswordIsTold() throws Exception {
        Files.writeString(password, "kitsune\n");

        fromImap(server("there"), "test:here").endsWith(2).says("check the user's name and the password");
    }
}
