package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.notify.EventGroup;
import dev.yubin.imap.notify.MailboxFilter;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.notify.NotifyEvent;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client asks of our server by extensions: each does what it does with the other. */
class ExtensionsTest {
    private static final String USER = "bbb@osaka.test";
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> known = new LinkedBlockingQueue<>();
    private ImapServer server;
    private ImapClient imap;

    @BeforeEach
    void connect() throws Exception {
        MemoryMailStore store = MemoryMailStore.builder().accountMessages(100).build();
        store.addAccount(USER);
        server = ImapServer.builder(store, (user, password) -> Optional.of(user))
                .plaintextLogin(true)
                .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.PLAINTEXT)
                .start();
        ImapNews news = new ImapNews() {
            @Override
            public void highestModSeq(long modSeq) {
                known.add(modSeq);
            }

            @Override
            public void fetched(Fetched message) {
                message.content(Section.ALL).ifPresent(octets -> arrived.add(octets.text()));
            }
        };
        imap = loggedIn(news);
    }

    private ImapClient loggedIn(ImapNews news) throws FaultException {
        ImapClient client = ImapClient.builder("127.0.0.1", server.port(), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .news(news)
                .connect()
                .await();
        client.login(Credentials.of(USER, Secret.of("tanuki"))).await();
        return client;
    }

    @AfterEach
    void close() {
        imap.close();
        server.close();
    }

    private static NewMessage message(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return NewMessage.of(Set.of(), NOON, octets.length, Channels.newChannel(new ByteArrayInputStream(octets)));
    }

    @Test
    void severalMessagesGoTogether() throws Exception {
        List<NewMessage> three = List.of(message("Subject: a\r\n\r\n"), message("Subject: b\r\n\r\n"), message("\r\n"));
        AppendUid uids = imap.append(ImapName.INBOX, three).await().orElseThrow();
        assertThat(uids.uids()).isEqualTo(SequenceSet.range(1, 3));
        QuotaRoots bounds = imap.quotas(ImapName.INBOX).await();
        assertThat(bounds.roots()).containsExactly("");
        assertThat(bounds.quotas().get(0).quota().resources()).isEqualTo(Map.of(Resource.MESSAGE, new Usage(3, 100)));
    }

    @Test
    void aMailboxIsKnownByWhatIdentifiesIt() throws Exception {
        ImapName work = new ImapName("Work");
        String id = imap.create(work).await().orElseThrow().id();
        assertThat(imap.select(Select.of(work)).await().mailboxId()).contains(id);
    }

    @Test
    void anAnnotationThatIsTooLongIsToldByItsLength() throws Exception {
        Map<String, Optional<Octets>> values = Map.of("/private/comment", Optional.of(Octets.of("12345")));
        imap.metadata(new SetMetadata(ImapName.INBOX, values)).await();
        List<String> entries = List.of("/private/comment");
        assertThat(imap.metadata(new GetMetadata(ImapName.INBOX, OptionalLong.of(2), 0, entries))
                        .await())
                .isEqualTo(new Annotations(Map.of(), OptionalLong.of(5)));
        assertThat(imap.metadata(new GetMetadata(ImapName.INBOX, OptionalLong.empty(), 0, entries))
                        .await())
                .isEqualTo(new Annotations(values, OptionalLong.empty()));
    }

    @Test
    void howFarAMailboxIsKnownIsToldWhereMessagesGo() throws Exception {
        imap.append(ImapName.INBOX, List.of(message("\r\nhello"), message("\r\nhello")))
                .await();
        imap.enable("QRESYNC").await();
        Selected inbox = imap.select(Select.of(ImapName.INBOX)).await();
        assertThat(inbox.firstUnseen()).hasValue(1);
        assertThat(inbox.uidNotSticky()).isFalse();
        long before = inbox.highestModSeq().getAsLong();
        Fetched first = imap.fetch(Fetch.of(true, SequenceSet.of(1), new FetchItem.BinarySize(List.of(1))))
                .await()
                .get(0);
        assertThat(first.binarySize(1)).hasValue(5);

        imap.store(Store.of(true, SequenceSet.of(1), FlagChange.add(Flag.DELETED)))
                .await();
        long flagged = next();
        imap.expunge().await();
        long expunged = next();
        assertThat(before).isLessThan(flagged);
        assertThat(flagged).isLessThan(expunged);
    }

    /** NOTIFY tells of each new message with its octets, whatever runs: RFC 5465 section 5.2. */
    @Test
    void whatIsFetchedIsNotMistakenForWhatIsNew() throws Exception {
        imap.append(ImapName.INBOX, List.of(message("the first"))).await();
        imap.select(Select.of(ImapName.INBOX)).await();
        FetchItem whole = FetchItem.peek(Section.ALL);
        EventGroup arrivals = new EventGroup(
                MailboxFilter.of(MailboxFilter.Kind.SELECTED),
                Set.of(NotifyEvent.MESSAGE_NEW, NotifyEvent.MESSAGE_EXPUNGE),
                List.of(FetchItem.Attribute.UID, whole),
                List.of());
        imap.notify(new Notify(false, List.of(arrivals))).await();
        try (ImapClient other = loggedIn(ImapNews.NONE)) {
            for (int i = 0; i < 30; i++) {
                Pending<?> append = other.append(ImapName.INBOX, List.of(message("another")));
                ByteArrayOutputStream into = new ByteArrayOutputStream();
                imap.fetch(Fetch.of(true, SequenceSet.of(1), whole), Channels.newChannel(into))
                        .await();
                assertThat(into).hasToString("the first");
                append.await();
            }
        }
        for (int i = 0; i < 30; i++) {
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo("another");
        }
    }

    private long next() throws InterruptedException {
        return known.poll(20, TimeUnit.SECONDS);
    }
}
