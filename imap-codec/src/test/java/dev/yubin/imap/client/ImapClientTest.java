package dev.yubin.imap.client;

import static dev.yubin.imap.fetch.FetchItem.Attribute.BODYSTRUCTURE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.ENVELOPE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.FLAGS;
import static dev.yubin.imap.fetch.FetchItem.Attribute.INTERNALDATE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.RFC822_SIZE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.Id;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.ResponseCode.CopyUid;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.notify.EventGroup;
import dev.yubin.imap.notify.MailboxFilter;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.notify.NotifyEvent;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client with our own server: each does what it does with the other. */
class ImapClientTest {
    private static final String USER = "bbb@osaka.test";
    private static final Credentials WELL_KNOWN = Credentials.of(USER, Secret.of("tanuki"));
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned("localhost", "127.0.0.1");
    private static final String HAIKU = """
            From: Matsuo <aaa@tokyo.test>
            To: bbb@osaka.test
            Subject: an old pond
            Message-ID: <1@tokyo.test>

            furuike ya
            kawazu tobikomu
            mizu no oto
            """.replace("\n", "\r\n");

    private static volatile MemoryMailStore store;
    private static ImapServer server;

    @BeforeAll
    static void open() throws Exception {
        server = ImapServer.builder(user -> store.account(user), new UserTable(4096).add(USER, Secret.of("tanuki")))
                .identity(IDENTITY)
                .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.STARTTLS_OPTIONAL)
                .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.IMPLICIT)
                .start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void emptyStore() {
        store = MemoryMailStore.create(USER);
    }

    private static ImapClient.Builder to(TlsMode mode) {
        int port = server.addresses().get(mode == TlsMode.IMPLICIT ? 1 : 0).getPort();
        return ImapClient.builder("127.0.0.1", port, mode).trust(TlsTrust.in(IDENTITY));
    }

    private static ImapClient loggedIn(ImapNews news) throws FaultException {
        ImapClient imap = to(TlsMode.IMPLICIT).news(news).connect().await();
        imap.login(WELL_KNOWN).await();
        return imap;
    }

    private static Optional<AppendUid> append(ImapClient imap, String message, Flag... flags) throws FaultException {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        return imap.append(
                        ImapName.INBOX,
                        Set.of(flags),
                        NOON,
                        octets.length,
                        Channels.newChannel(new ByteArrayInputStream(octets)))
                .await();
    }

    private static Fault fault(Pending<?> pending) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(FaultException.class, pending::await)
                .fault();
    }

    @ParameterizedTest
    @EnumSource
    void logsInInEveryMode(TlsMode mode) throws Exception {
        try (ImapClient imap = to(mode).connect().await()) {
            assertThat(imap.tls().isPresent()).isEqualTo(mode != TlsMode.PLAINTEXT);

            imap.login(WELL_KNOWN).await(); // in the clear by SCRAM, which shows no password

            assertThat(imap.capabilities().has("IDLE")).isTrue();
            imap.logout().await();
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotBelieved() {
        assertThat(fault(to(TlsMode.IMPLICIT).trust(TlsTrust.system()).connect())
                        .cause())
                .isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
        assertThat(fault(to(TlsMode.STARTTLS_REQUIRED).trust(TlsTrust.system()).connect())
                        .cause())
                .isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aWrongPasswordIsACredentialsFaultAndTheNextTryMaySucceed() throws Exception {
        try (ImapClient imap = to(TlsMode.IMPLICIT).connect().await()) {
            Fault fault = fault(imap.login(Credentials.of(USER, Secret.of("kitsune"))));

            assertThat(fault.cause()).isEqualTo(Cause.CREDENTIALS_REFUSED);
            assertThat(fault.step()).isEqualTo("logging in");
            imap.login(WELL_KNOWN).await();
        }
    }

    @Test
    void aMessageIsAppendedListedAndRead() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            assertThat(append(imap, HAIKU, Flag.FLAGGED).orElseThrow().uids()).isEqualTo(SequenceSet.of(1));

            Selected inbox = imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(inbox.exists()).isEqualTo(1);
            assertThat(inbox.uidNext()).hasValue(2);
            assertThat(inbox.uidValidity()).isPresent();
            assertThat(inbox.highestModSeq()).isPresent();
            assertThat(inbox.flags()).contains(Flag.SEEN);
            assertThat(inbox.newKeywords()).isTrue();
            assertThat(inbox.readOnly()).isFalse();

            List<Fetched> messages = imap.fetch(Fetch.of(
                            true,
                            SequenceSet.ALL,
                            UID,
                            FLAGS,
                            INTERNALDATE,
                            RFC822_SIZE,
                            ENVELOPE,
                            BODYSTRUCTURE,
                            new FetchItem.Body(Section.TEXT, true, Optional.empty())))
                    .await();

            assertThat(messages).hasSize(1);
            Fetched message = messages.get(0);
            assertThat(message.uid()).hasValue(1);
            assertThat(message.flags().orElseThrow()).containsExactly(Flag.FLAGGED);
            assertThat(message.received().orElseThrow().toInstant()).isEqualTo(NOON.toInstant());
            assertThat(message.size()).hasValue(HAIKU.length());
            assertThat(message.envelope().orElseThrow().subject()).contains("an old pond");
            assertThat(message.structure().orElseThrow().isText()).isTrue();
            assertThat(message.content(Section.TEXT).orElseThrow().text()).startsWith("furuike ya\r\n");
            assertThat(message.content(Section.HEADER)).isEmpty();
        }
    }

    @Test
    void anExaminedMailboxIsReadOnly() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            assertThat(imap.select(Select.readOnly(ImapName.INBOX)).await().readOnly())
                    .isTrue();
        }
    }

    @Test
    void flagsAreStoredMessagesFoundCopiedMovedAndExpunged() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            ImapName archive = new ImapName("書庫/2026");
            imap.create(archive).await();
            append(imap, HAIKU);
            append(imap, HAIKU.replace("pond", "crow"));
            append(imap, HAIKU.replace("pond", "temple"));
            imap.select(Select.of(ImapName.INBOX)).await();

            FlagChange seen = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));
            Stored stored = imap.store(new Store(false, SequenceSet.of(2), java.util.OptionalLong.empty(), seen, false))
                    .await();
            assertThat(stored.messages()).hasSize(1);
            assertThat(stored.messages().get(0).flags().orElseThrow()).contains(Flag.SEEN);
            assertThat(stored.modified()).isEmpty();

            Stored late = imap.store(new Store(true, SequenceSet.ALL, java.util.OptionalLong.of(1), seen, true))
                    .await();
            assertThat(late.modified()).isPresent();

            List<SearchKey> unseen = List.of(new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN)));
            assertThat(imap.search(Search.of(true, Optional.empty(), unseen))
                            .await()
                            .numbers())
                    .isEqualTo(UidSet.of(1, 3));
            Found counted = imap.search(Search.of(
                            false, Optional.of(ReturnOptions.of(SearchReturn.COUNT, SearchReturn.MAX)), unseen))
                    .await();
            assertThat(counted.count()).hasValue(2);
            assertThat(counted.max()).hasValue(3);

            CopyUid copied = imap.copy(new Copy(false, SequenceSet.range(1, 2), archive))
                    .await()
                    .orElseThrow();
            assertThat(copied.target().within(9)).isEqualTo(UidSet.of(1, 2));
            CopyUid moved = imap.move(new Move(true, SequenceSet.of(3), archive))
                    .await()
                    .orElseThrow();
            assertThat(moved.target()).isEqualTo(SequenceSet.of(3));

            FlagChange deleted = new FlagChange(FlagChange.Kind.REPLACE, Set.of(Flag.DELETED));
            imap.store(new Store(true, SequenceSet.ALL, java.util.OptionalLong.empty(), deleted, true))
                    .await();
            assertThat(imap.expunge(SequenceSet.of(2)).await()).containsExactly(2L);
            assertThat(imap.expunge().await()).containsExactly(1L);
            imap.unselect().await();
            assertThat(imap.status(new Status(archive, Set.of(StatusItem.MESSAGES)))
                            .await()
                            .items())
                    .containsEntry(StatusItem.MESSAGES, 3L);
        }
    }

    @Test
    void mailboxesAreMadeListedRenamedAndRemoved() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            ImapName lists = new ImapName("Lists/R\"d & söhne");
            imap.create(lists).await();
            imap.subscribe(lists).await();

            assertThat(imap.list(ListMailboxes.of("", "*")).await())
                    .extracting(ListData::mailbox)
                    .contains(ImapName.INBOX, lists);
            assertThat(imap.lsub(new Lsub("", "*")).await())
                    .extracting(ListData::mailbox)
                    .contains(lists);

            imap.unsubscribe(lists).await();
            imap.rename(lists, new ImapName("Old")).await();
            imap.delete(new ImapName("Old")).await();
            assertThat(imap.namespace().await().personal()).hasSize(1);
            assertThat(fault(imap.select(Select.of(lists))))
                    .returns(Cause.REFUSED, Fault::cause)
                    .returns("the server refuses [NONEXISTENT]", Fault::detail)
                    .returns("waiting for the answer to SELECT", Fault::step);
            imap.noop().await();
        }
    }

    @Test
    void utf8IsSpokenOnceRev2IsEnabled() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            imap.create(new ImapName("書庫")).await();
            assertThat(imap.enable("IMAP4rev2").await()).containsExactly("IMAP4rev2");
            imap.create(new ImapName("郵便")).await();

            assertThat(imap.list(ListMailboxes.of("", "%")).await())
                    .extracting(data -> data.mailbox().text())
                    .contains("書庫", "郵便");
            imap.select(Select.of(new ImapName("郵便"))).await();
            assertThat(imap.search(Search.of(true, Optional.empty(), List.of(SearchKey.all())))
                            .await()
                            .numbers())
                    .isEqualTo(UidSet.EMPTY);
            imap.closeMailbox().await();
            assertThat(imap.id(new Id(Map.of("name", Optional.of("test")))).await())
                    .containsKey("name");
        }
    }

    /** Hears all, and remembers it in order. */
    static final class Heard implements ImapNews {
        final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        @Override
        public void exists(long messages) {
            news.add(messages + " EXISTS");
        }

        @Override
        public void expunged(long number) {
            news.add(number + " EXPUNGE");
        }

        @Override
        public void vanished(SequenceSet uids) {
            news.add("VANISHED " + uids);
        }

        @Override
        public void vanishedEarlier(SequenceSet uids) {
            news.add("VANISHED (EARLIER) " + uids);
        }

        @Override
        public void fetched(Fetched message) {
            news.add(message.number() + " FETCH " + message.flags().orElseThrow());
        }

        @Override
        public void status(dev.yubin.imap.mailbox.StatusData status) {
            news.add("STATUS " + status.mailbox());
        }

        @Override
        public void alert(String words) {
            news.add("ALERT " + words);
        }

        @Override
        public void bye(String words) {
            news.add("BYE " + words);
        }

        String next() throws InterruptedException {
            return news.poll(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void newsComeInIdleAndACommandEndsIt() throws Exception {
        Heard heard = new Heard();
        try (ImapClient idler = loggedIn(heard);
                ImapClient other = loggedIn(ImapNews.NONE)) {
            idler.select(Select.of(ImapName.INBOX)).await();
            assertThat(heard.next()).isEqualTo("0 EXISTS");

            Idle idle = idler.idle().await();
            append(other, HAIKU);
            assertThat(heard.next()).isEqualTo("1 EXISTS");
            other.select(Select.of(ImapName.INBOX)).await();
            FlagChange deleted = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.DELETED));
            other.store(new Store(true, SequenceSet.of(1), java.util.OptionalLong.empty(), deleted, true))
                    .await();
            assertThat(heard.next()).isEqualTo("1 FETCH [\\Deleted]");
            other.expunge().await();
            assertThat(heard.next()).isEqualTo("1 EXPUNGE");
            idle.done().await();

            Idle again = idler.idle().await();
            idler.noop().await();
            assertThat(again.done()).isCompleted();
        }
    }

    @Test
    void aMessageOfManyMegabytesPassesBothWaysThroughLittleMemory() throws Exception {
        long size = 48L * 1024 * 1024;
        CRC32 sent = new CRC32();
        ReadableByteChannel source = new ReadableByteChannel() {
            private long at;

            @Override
            public int read(ByteBuffer into) {
                int start = into.position();
                while (into.hasRemaining()) {
                    into.put((byte) (at % 78 == 76 ? '\r' : at % 78 == 77 ? '\n' : 'a' + at % 7));
                    at++;
                }
                sent.update(into.array(), start, into.position() - start);
                return into.position() - start;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        CRC32 received = new CRC32();
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            imap.append(ImapName.INBOX, Set.of(), NOON, size, source).await();
            imap.select(Select.of(ImapName.INBOX)).await();

            FetchItem.Body whole = new FetchItem.Body(Section.ALL, true, Optional.empty());
            long octets = imap.fetch(Fetch.of(true, SequenceSet.of(1), whole), new Sink(received::update))
                    .await();

            assertThat(octets).isEqualTo(size);
            assertThat(received.getValue()).isEqualTo(sent.getValue());
        }
    }

    /** A channel that takes all, a little at a time. */
    record Sink(java.util.function.Consumer<byte[]> taker) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer octets) {
            byte[] some = new byte[Math.min(octets.remaining(), 5000)];
            octets.get(some);
            taker.accept(some);
            return some.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void anAnswerOverTheLimitIsPassedOverAndTheSessionGoesOn() throws Exception {
        try (ImapClient imap =
                to(TlsMode.IMPLICIT).answerLimit(10_000).connect().await()) {
            imap.login(WELL_KNOWN).await();
            append(imap, HAIKU + "0123456789ABCDEF\r\n".repeat(1000));
            imap.select(Select.of(ImapName.INBOX)).await();
            FetchItem.Body text = new FetchItem.Body(Section.TEXT, true, Optional.empty());

            assertThat(fault(imap.fetch(Fetch.of(true, SequenceSet.of(1), text)))
                            .cause())
                    .isEqualTo(Cause.LIMIT);

            FetchItem.Body header = new FetchItem.Body(Section.HEADER, true, Optional.empty());
            assertThat(imap.fetch(Fetch.of(true, SequenceSet.of(1), header))
                            .await()
                            .get(0)
                            .content(Section.HEADER))
                    .isPresent();
            assertThat(imap.fetch(Fetch.of(true, SequenceSet.of(1), text), new Sink(some -> {}))
                            .await())
                    .isEqualTo(18_000 + "furuike ya\r\nkawazu tobikomu\r\nmizu no oto\r\n".length());
        }
    }

    @Test
    void octetsOfAMessageThatIsNotThereAreRefused() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            imap.select(Select.of(ImapName.INBOX)).await();
            FetchItem.Body whole = new FetchItem.Body(Section.ALL, true, Optional.empty());
            assertThat(fault(imap.fetch(Fetch.of(true, SequenceSet.of(7), whole), new Sink(some -> {})))
                            .cause())
                    .isEqualTo(Cause.REFUSED);
            assertThatThrownBy(() -> imap.fetch(Fetch.of(true, SequenceSet.ALL, whole), new Sink(some -> {})))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMessageForNoMailboxIsRefusedBeforeItIsSent() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            Fault fault = fault(imap.append(
                    new ImapName("Nowhere"),
                    Set.of(),
                    NOON,
                    3,
                    Channels.newChannel(new ByteArrayInputStream("a\r\n".getBytes(StandardCharsets.US_ASCII)))));

            assertThat(fault.cause()).isEqualTo(Cause.REFUSED);
            assertThat(fault.detail()).contains("[TRYCREATE]");
            append(imap, HAIKU);
        }
    }

    @Test
    void aSourceThatEndsEarlyLeavesNoTrace() throws Exception {
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            Fault fault = fault(imap.append(
                    ImapName.INBOX,
                    Set.of(),
                    NOON,
                    100,
                    Channels.newChannel(new ByteArrayInputStream("half".getBytes(StandardCharsets.US_ASCII)))));

            assertThat(fault.cause()).isEqualTo(Cause.CLOSED_HERE);
            assertThat(fault.detail()).contains("96 octets before the 100");
        }
        try (ImapClient imap = loggedIn(ImapNews.NONE)) {
            assertThat(imap.select(Select.of(ImapName.INBOX)).await().exists()).isZero();
        }
    }

    @Test
    void whatNotifyAsksForIsHeardWithoutACommand() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ImapNews news = new ImapNews() {
            @Override
            public void status(StatusData status) {
                heard.add(status.mailbox() + " has " + status.items().get(StatusItem.MESSAGES));
            }

            @Override
            public void listed(ListData mailbox) {
                heard.add(mailbox.mailbox() + " was " + mailbox.oldName().orElseThrow());
            }

            @Override
            public void annotated(ImapName mailbox, Set<String> entries) {
                heard.add(mailbox + " with " + entries);
            }
        };
        try (ImapClient imap = loggedIn(news);
                ImapClient other = loggedIn(ImapNews.NONE)) {
            ImapName lists = new ImapName("Lists");
            imap.create(lists).await();
            Notify all = new Notify(
                    true,
                    List.of(EventGroup.of(
                            MailboxFilter.of(MailboxFilter.Kind.PERSONAL),
                            NotifyEvent.MESSAGE_NEW,
                            NotifyEvent.MESSAGE_EXPUNGE,
                            NotifyEvent.MAILBOX_NAME,
                            NotifyEvent.MAILBOX_METADATA_CHANGE)));
            assertThat(imap.notify(all).await())
                    .extracting(StatusData::mailbox)
                    .containsExactlyInAnyOrder(ImapName.INBOX, lists);
            append(other, HAIKU);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("INBOX has 1");
            other.rename(lists, new ImapName("Old")).await();
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("Old was Lists");
            other.metadata(new SetMetadata(ImapName.INBOX, Map.of("/shared/comment", Optional.of(Octets.of("x")))))
                    .await();
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("INBOX with [/shared/comment]");
            imap.notify(Notify.NONE).await();
        }
    }
}
