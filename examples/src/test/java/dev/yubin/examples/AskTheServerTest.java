package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.Found;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.ImapNews;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.MessageUrl;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskTheServerTest {
    private static final String USER = "bbb@osaka.test";
    private static final Secret PASSWORD = Secret.of("tanuki");
    private static final MailboxName DRAFTS = MailboxName.of("Drafts");

    private final MemoryMailStore store = MemoryMailStore.create(USER);
    private final BlockingQueue<StatusData> counters = new LinkedBlockingQueue<>();
    private final BlockingQueue<EsearchData> changes = new LinkedBlockingQueue<>();
    private ImapServer server;
    private ImapClient imap;

    @BeforeEach
    void begin() throws Exception {
        store.account(USER).create(DRAFTS, Set.of());
        deliver(MailboxName.INBOX, "the ferry");
        deliver(MailboxName.INBOX, "the bridge");
        server = ImapServer.builder(store, new UserTable(4096).add(USER, PASSWORD))
                .identity(TlsIdentity.selfSigned())
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.IMPLICIT)
                .start();
        imap = ImapClient.builder("localhost", server.port(), TlsMode.IMPLICIT)
                .trust(TlsTrust.anyone())
                .news(new ImapNews() {
                    @Override
                    public void status(StatusData status) {
                        counters.add(status);
                    }

                    @Override
                    public void resultChanged(EsearchData changed) {
                        changes.add(changed);
                    }
                })
                .connect()
                .await();
        imap.login(Credentials.of(USER, PASSWORD)).await();
        AskTheServer.lessOnTheWire(imap);
        imap.select(Select.of(ImapName.INBOX)).await();
    }

    @AfterEach
    void end() {
        imap.close();
        server.close();
    }

    private void deliver(MailboxName mailbox, String subject) throws Exception {
        try (MessageWriter writer =
                MessageWriter.open(store.account(USER).open(mailbox), Set.of(), Instant.now(), OptionalLong.empty())) {
            writer.write(ByteBuffer.wrap(("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            writer.commit();
        }
    }

    @Test
    void mailboxesAreWatchedThatAreNotSelected() throws Exception {
        assertThat(AskTheServer.watchAll(imap))
                .extracting(status -> status.mailbox().toString())
                .contains("Drafts");
        deliver(DRAFTS, "begun");
        assertThat(counters.poll(10, TimeUnit.SECONDS).mailbox()).hasToString("Drafts");
    }

    @Test
    void messagesAreFoundWhereverTheyAre() throws Exception {
        deliver(DRAFTS, "Re: the ferry");
        assertThat(AskTheServer.findEverywhere(imap, "ferry"))
                .extracting(found -> found.source().orElseThrow().mailbox().toString())
                .containsExactlyInAnyOrder("INBOX", "Drafts");
    }

    @Test
    void aResultIsKeptUpToDateUntilItIsNotWantedAnyMore() throws Exception {
        Found flagged = AskTheServer.keepFlagged(imap);
        assertThat(flagged.numbers()).isEqualTo(UidSet.EMPTY);
        FlagChange flag = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.FLAGGED));
        store.account(USER).open(MailboxName.INBOX).store(UidSet.of(2), flag, OptionalLong.empty());
        imap.noop().await();
        EsearchData changed = changes.poll(10, TimeUnit.SECONDS);
        assertThat(changed.tag()).isEqualTo(flagged.tag());
        assertThat(changed.changes()).hasSize(1);

        AskTheServer.keepNoMore(imap, flagged);
        store.account(USER).open(MailboxName.INBOX).store(UidSet.of(1), flag, OptionalLong.empty());
        imap.noop().await();
        imap.logout().await();
        assertThat(changes).isEmpty();
    }

    @Test
    void aDraftIsMadeOfWhatTheServerHas() throws Exception {
        AskTheServer.draftWith(imap, "To: ccc@kyoto.test\r\n", MessageUrl.of(ImapName.INBOX, 1));
        imap.select(Select.of(new ImapName("Drafts"))).await();
        assertThat(imap.fetch(Fetch.of(false, SequenceSet.ALL, FetchItem.Attribute.RFC822_SIZE))
                        .await())
                .singleElement()
                .satisfies(draft -> assertThat(draft.size()).hasValue(42));
    }
}
