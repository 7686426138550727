package dev.yubin.imap.client;

import dev.yubin.imap.Bare;
import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.Enable;
import dev.yubin.imap.EnabledData;
import dev.yubin.imap.Id;
import dev.yubin.imap.IdData;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.Language;
import dev.yubin.imap.LanguageData;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.ResponseCode.CopyUid;
import dev.yubin.imap.ResponseCode.MailboxId;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.acl.AclData;
import dev.yubin.imap.acl.IdentifierCommand;
import dev.yubin.imap.acl.ListRightsData;
import dev.yubin.imap.acl.MyRightsData;
import dev.yubin.imap.acl.SetAcl;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.MailboxCommand;
import dev.yubin.imap.mailbox.NamespaceData;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Replace;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.message.UidExpunge;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.quota.GetQuota;
import dev.yubin.imap.quota.QuotaData;
import dev.yubin.imap.quota.SetQuota;
import dev.yubin.imap.search.CancelUpdate;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.MessageThread;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.ThreadData;
import dev.yubin.imap.search.ThreadMessages;
import dev.yubin.imap.search.UidBatches;
import dev.yubin.imap.search.UidBatchesData;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Protocol;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.SaslConnection;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A connection to an IMAP server: RFC 9051 and RFC 3501. Every method that asks the server returns at once with a {@link Pending}: chain to it, or
 * {@link Pending#await} it. Commands go out in the order of the calls, and are answered in it. One whose answer is a bare OK may go out while
 * others are under way, where RFC 9051 section 5.5 allows that; any other waits until all before it are answered, since nobody could say what answers it. Any thread may call any method; what is chained to a result may block.
 *
 * <pre>{@code
 * try (ImapClient imap = ImapClient.builder("imap.osaka.test", 993, TlsMode.IMPLICIT).connect().await()) {
 *     imap.login(Credentials.of("bbb@osaka.test", Secret.of("hunter2"))).await();
 *     imap.select(Select.of(ImapName.INBOX)).await();
 *     for (Fetched message : imap.fetch(Fetch.of(true, SequenceSet.ALL, FLAGS, ENVELOPE)).await()) {
 *         System.out.println(message.uid().getAsLong() + " " + message.flags().orElseThrow());
 *     }
 *     imap.logout().await();
 * }
 * }</pre>
 *
 * <p>Where a command names messages, its value says whether by number or by UID. What the server tells without being asked goes to the
 * {@link Builder#news}.
 *
 * <p>A result fails with {@link FaultException}. A refusal ({@code NO}, {@code BAD}) leaves the connection as it is and is a {@link RefusedException},
 * which tells the response code; a broken protocol, a timeout or a result that is cancelled ends it, and with it all that is under way. A command that cannot be written,
 * as one with NUL in a text, is an {@link IllegalArgumentException} at once.
 */
public final class ImapClient implements AutoCloseable {
    private final ImapConnection connection;
    private final Executor worker;
    private final boolean plaintextLogin;
    private volatile boolean preauthenticated;

    ImapClient(ImapConnection connection, Builder builder) {
        this.connection = connection;
        this.worker = builder.workers.inOrder();
        this.plaintextLogin = builder.plaintextLogin;
    }

    /**
     * Begins to describe a connection.
     *
     * @param host a name or an address; under TLS the certificate must bear it
     * @param port mostly 143, or 993 for {@link TlsMode#IMPLICIT}
     */
    public static Builder builder(String host, int port, TlsMode mode) {
        return new Builder(host, port, mode);
    }

    // ------------------------------------------------------------------ any state: RFC 9051 section 6.1

    /** What the server said last that it can do. */
    public CapabilityData capabilities() {
        return connection.capabilities();
    }

    /** TLS's version and cipher, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty where the connection is in the clear. */
    public Optional<String> tls() {
        return Tls.description(connection.channel());
    }

    /** Whether the server has greeted with PREAUTH: there is no need to log in, and no way. RFC 9051 section 7.1.4. */
    public boolean preauthenticated() {
        return preauthenticated;
    }

    /** Tells a follower something behind the news that have come. */
    void tell(Consumer<Follower> what) {
        connection.run(() -> connection.tell(news -> what.accept((Follower) news)));
    }

    /** Up to which mod-sequence the mailbox is, or was, known here; 0 where there is none. */
    long knownModSeq() {
        return connection.knownModSeq();
    }

    void preauthenticated(boolean greetedSo) {
        preauthenticated = greetedSo;
    }

    /** Asks what the server can do. The answer is what {@link #capabilities} tells from then on. */
    public Pending<CapabilityData> capability() {
        return last(CapabilityData.class, new Bare(Verb.CAPABILITY));
    }

    /** Keeps the session alive, and hears the news: RFC 9051 section 6.1.2. */
    public Pending<Void> noop() {
        return ask(new Bare(Verb.NOOP));
    }

    /** Tells the server who this is, and asks who it is: RFC 2971. */
    public Pending<Map<String, Optional<String>>> id(Id client) {
        return connection.ask(Answers.last(IdData.class, client, IdData::fields));
    }

    /**
     * Asks for words for people in another language: RFC 5255 section 3.2, where the server has LANGUAGE. A server forgets it when TLS begins.
     *
     * @param ranges such as {@code de-CH}, the dearest first; {@code default} for the server's own; none to hear which there are
     * @return the language that is spoken from now on; without ranges, all that can be
     */
    public Pending<List<String>> language(String... ranges) {
        return connection.ask(Answers.last(LanguageData.class, new Language(List.of(ranges)), LanguageData::tags));
    }

    /** Ends the session in peace, and closes the connection: RFC 9051 section 6.1.3. */
    public Pending<Void> logout() {
        return (Pending<Void>) ask(new Bare(Verb.LOGOUT)).whenComplete((done, failure) -> close());
    }

    /** Closes the connection at once. What is under way fails. */
    @Override
    public void close() {
        connection.close();
    }

    // ------------------------------------------------------------------ not authenticated: RFC 9051 section 6.2

    /**
     * Logs in with the strongest mechanism that the server offers and the credentials are for, else with LOGIN, unless the server has that disabled; and
     * knows then what the server can do for this user. No password and no token is shown in the clear, unless {@link Builder#plaintextLogin} allowed that.
     * A token that is refused is asked for anew once; with {@code TOKEN_UNAVAILABLE}, and the connection is closed, when there is none. Fails with
     * {@code CREDENTIALS_REFUSED}; with {@code REFUSED_FOR_NOW} when the server is at fault ({@code [UNAVAILABLE]}); with
     * {@code MECHANISM_NOT_OFFERED} when there is no way in that may be used.
     */
    public Pending<Void> login(Credentials credentials) {
        SaslConnection over = connection.dialer().sasl(connection.channel(), plaintextLogin);
        Pending<Void> result = (Pending<Void>) Login.begin(connection, credentials, over, worker)
                .thenCompose(told -> told ? CompletableFuture.completedFuture(null) : capability())
                .<Void>thenApply(known -> null);
        return connection.tied(result);
    }

    /**
     * Logs out, but stays connected, to log in as somebody else: RFC 8437. No mailbox is open then, what was enabled is not any more, nor is
     * anything compressed; TLS goes on. To be asked of a server that has the capability {@code UNAUTHENTICATE}.
     */
    public Pending<Void> unauthenticate() {
        return connection.tied((Pending<Void>) connection
                .ask(new Unauthenticating(connection))
                .thenCompose(told -> {
                    preauthenticated(false);
                    return told ? CompletableFuture.completedFuture(null) : capability();
                })
                .<Void>thenApply(known -> null));
    }

    // ------------------------------------------------------------------ authenticated: RFC 9051 section 6.3

    /**
     * Turns extensions on, such as {@code IMAP4rev2}; the result are those that are on now. RFC 9051 section 6.3.1. Once {@code UTF8=ACCEPT} is,
     * messages go up as UTF8 data (RFC 6855 section 4), so that their headers may be in UTF-8.
     */
    public Pending<List<String>> enable(String... capabilities) {
        Enable enable = new Enable(List.of(capabilities));
        return connection.ask(Answers.all(EnabledData.class, enable, EnabledData::capabilities));
    }

    /** Opens a mailbox, to be changed or only to be read. Whatever comes of it, the one that was open before is not any more. */
    public Pending<Selected> select(Select select) {
        Selected.Gathering told = new Selected.Gathering();
        return ask(select, told::take, ok -> told.selected(ok, select.readOnly()));
    }

    /** Makes a mailbox. The result is what identifies it, whatever its name, where the server tells: RFC 8474 section 4.1. */
    public Pending<Optional<MailboxId>> create(ImapName mailbox) {
        return create(Create.of(mailbox));
    }

    /** Makes a mailbox that is for something, such as sent mail: RFC 6154 section 3, where the server has CREATE-SPECIAL-USE. */
    public Pending<Optional<MailboxId>> create(Create create) {
        return ask(create, Exchange.NOTHING, ok -> Exchange.code(ok, MailboxId.class));
    }

    /** Removes a mailbox and all that is in it. */
    public Pending<Void> delete(ImapName mailbox) {
        return ask(new MailboxCommand(Verb.DELETE, mailbox));
    }

    /** Gives a mailbox another name; of INBOX, moves what is in it to a new one. */
    public Pending<Void> rename(ImapName from, ImapName to) {
        return ask(new Rename(from, to));
    }

    /** Puts a name on the list of subscriptions. */
    public Pending<Void> subscribe(ImapName mailbox) {
        return ask(new MailboxCommand(Verb.SUBSCRIBE, mailbox));
    }

    /** Takes a name off the list of subscriptions. */
    public Pending<Void> unsubscribe(ImapName mailbox) {
        return ask(new MailboxCommand(Verb.UNSUBSCRIBE, mailbox));
    }

    /** Lists mailboxes with all that is asked for of each: counters, rights, annotations. RFC 5819, RFC 8440, RFC 9590. */
    public Pending<List<Listed>> listed(ListMailboxes list) {
        Listed.Gathering told = new Listed.Gathering();
        return ask(list, told::take, ok -> told.listed());
    }

    /** Lists mailboxes. Counters that are asked for with them, {@link ImapNews#status} hears. */
    public Pending<List<ListData>> list(ListMailboxes list) {
        return all(ListData.class, list);
    }

    /** Lists subscriptions as IMAP4rev1 does: RFC 3501 section 6.3.9. */
    public Pending<List<ListData>> lsub(Lsub lsub) {
        return all(ListData.class, lsub);
    }

    /** Where mailboxes lie. */
    public Pending<NamespaceData> namespace() {
        return last(NamespaceData.class, new Bare(Verb.NAMESPACE));
    }

    /** A mailbox's counters, without opening it. */
    public Pending<StatusData> status(Status status) {
        return last(StatusData.class, status);
    }

    /** What a quota root bounds: RFC 9208 section 4.1.1. */
    public Pending<QuotaData> quota(String root) {
        return last(QuotaData.class, new GetQuota(root));
    }

    /** Bounds a quota root anew, and tells what came of it: RFC 9208 section 4.1.3, where the server has QUOTASET. */
    public Pending<List<QuotaData>> quota(SetQuota set) {
        return all(QuotaData.class, set);
    }

    /** What bounds a mailbox, be it there or not: RFC 9208 section 4.1.2. */
    public Pending<QuotaRoots> quotas(ImapName mailbox) {
        return connection.ask(Answers.quotas(mailbox));
    }

    /** Everybody's rights in a mailbox: RFC 4314 section 3.3. */
    public Pending<AclData> rights(ImapName mailbox) {
        return last(AclData.class, new MailboxCommand(Verb.GETACL, mailbox));
    }

    /** The user's own rights in a mailbox: RFC 4314 section 3.5. */
    public Pending<MyRightsData> myRights(ImapName mailbox) {
        return last(MyRightsData.class, new MailboxCommand(Verb.MYRIGHTS, mailbox));
    }

    /** What somebody can be given in a mailbox: RFC 4314 section 3.4. */
    public Pending<ListRightsData> listRights(ImapName mailbox, String identifier) {
        return last(ListRightsData.class, new IdentifierCommand(Verb.LISTRIGHTS, mailbox, identifier));
    }

    /** Changes somebody's rights in a mailbox: RFC 4314 section 3.1. */
    public Pending<Void> rights(SetAcl set) {
        return ask(set);
    }

    /** Takes somebody off the list of rights in a mailbox: RFC 4314 section 3.2. */
    public Pending<Void> deleteRights(ImapName mailbox, String identifier) {
        return ask(new IdentifierCommand(Verb.DELETEACL, mailbox, identifier));
    }

    /**
     * A mailbox's annotations, or for {@code ""} the server's: RFC 5464 section 4.2. Of values longer than MAXSIZE, the longest's length alone is told.
     */
    public Pending<Annotations> metadata(GetMetadata get) {
        return connection.ask(Answers.metadata(get));
    }

    /** Sets annotations, all or none: RFC 5464 section 4.3. */
    public Pending<Void> metadata(SetMetadata set) {
        return ask(set);
    }

    /**
     * Puts a message into a mailbox: RFC 9051 section 6.3.12. A message of any size passes through a quarter of a MiB. It is sent only once the
     * server has agreed to it, unless the server has LITERAL+ or the message is small (RFC 7888).
     *
     * @param received its internal date; mostly now
     * @param octets   its size
     * @param from     is read from by a worker until there are so many octets, may block but not return without any, and is not closed; for an
     *     {@code InputStream}, {@link java.nio.channels.Channels#newChannel(java.io.InputStream)}. Should it fail or end before, the connection
     *     is closed, and the mailbox stays as it was
     * @return which UID the message has, where the server tells
     */
    public Pending<Optional<AppendUid>> append(
            ImapName mailbox, Set<Flag> flags, OffsetDateTime received, long octets, ReadableByteChannel from) {
        return append(mailbox, flags, received, List.of(MessagePart.octets(octets, from)));
    }

    /**
     * Puts a message into a mailbox that the server puts together, where it has CATENATE: RFC 4469. Else as {@link #append(ImapName, Set,
     * OffsetDateTime, long, ReadableByteChannel)}; a piece that there is not is a refusal with {@code BADURL}.
     */
    public Pending<Optional<AppendUid>> append(
            ImapName mailbox, Set<Flag> flags, OffsetDateTime received, List<MessagePart> parts) {
        return append(mailbox, List.of(new NewMessage(flags, received, parts)));
    }

    /**
     * Puts messages into a mailbox, all or none; more than one where the server has MULTIAPPEND: RFC 3502. Else as {@link #append(ImapName, Set,
     * OffsetDateTime, long, ReadableByteChannel)}; each is read once those before it have gone.
     *
     * @param messages at least one
     * @return which UIDs they have, in order, where the server tells
     */
    public Pending<Optional<AppendUid>> append(ImapName mailbox, List<NewMessage> messages) {
        return connection.ask(new Upload(connection, worker, messages, heads -> new Append(mailbox, heads)));
    }

    /**
     * Puts a message into a mailbox in the place of one of the mailbox that is open, in one step, where the server has REPLACE: RFC 8508. Parts as in
     * {@link #append(ImapName, Set, OffsetDateTime, List)}; several only where the server has CATENATE.
     *
     * @param uid      whether {@code replaced} is a UID
     * @param replaced the one message that goes
     */
    public Pending<Optional<AppendUid>> replace(
            boolean uid,
            SequenceSet replaced,
            ImapName mailbox,
            Set<Flag> flags,
            OffsetDateTime received,
            List<MessagePart> parts) {
        List<NewMessage> message = List.of(new NewMessage(flags, received, parts));
        return connection.ask(
                new Upload(connection, worker, message, heads -> new Replace(uid, replaced, mailbox, heads.get(0))));
    }

    /**
     * Has the server tell at once what happens in the selected mailbox. The result is there once it does. A command that is asked for meanwhile ends
     * it: DONE goes out first, and the command follows.
     */
    public Pending<Idle> idle() {
        return Idle.begin(connection);
    }

    /**
     * Has both sides compress all that they say from here on: COMPRESS=DEFLATE of RFC 4978. {@link Builder#answerLimit} bounds what an answer is
     * inflated to. Costs some 300 KiB outside the heap.
     */
    public Pending<Void> compress() {
        return connection.ask(new Compressing(connection));
    }

    /**
     * Says what the server is to tell from here on, at any time and of any mailbox: RFC 5465. {@link ImapNews} hears it. The result is there once
     * it does: the counters of the mailboxes that are watched, where STATUS asks for them. Refused with {@code NOTIFICATIONOVERFLOW} where that
     * is too much for the server, with {@code BADEVENT} where it cannot tell of such events.
     *
     * <p>With SELECTED, numbers can change their meaning at any time: commands then name messages by UID.
     */
    public Pending<List<StatusData>> notify(Notify notify) {
        return all(StatusData.class, notify);
    }

    // ------------------------------------------------------------------ selected: RFC 9051 section 6.4

    /** Closes the mailbox, and removes what bears {@code \Deleted} in it without telling: CLOSE. */
    public Pending<Void> closeMailbox() {
        return ask(new Bare(Verb.CLOSE));
    }

    /** Closes the mailbox and leaves it as it is: UNSELECT. */
    public Pending<Void> unselect() {
        return ask(new Bare(Verb.UNSELECT));
    }

    /**
     * Removes what bears {@code \Deleted}. The result are the numbers as they were told, each counted with those before it gone; none once QRESYNC
     * or UIDONLY is enabled, when {@link ImapNews#vanished} tells the UIDs.
     */
    public Pending<List<Long>> expunge() {
        return connection.ask(Answers.expunged(new Bare(Verb.EXPUNGE)));
    }

    /** Removes what bears {@code \Deleted} among those UIDs: UID EXPUNGE. */
    public Pending<List<Long>> expunge(SequenceSet uids) {
        return connection.ask(Answers.expunged(new UidExpunge(uids)));
    }

    /** Looks for messages. */
    public Pending<Found> search(Search search) {
        return connection.ask(Answers.sum(search, Found.NOTHING, Found::with));
    }

    /**
     * Looks for messages in many mailboxes: RFC 7377. The result is what was found in each in which there are some. With UPDATE, {@link ImapNews#noUpdate}
     * tells where the server will not tell what changes.
     */
    public Pending<List<EsearchData>> search(MultiSearch search) {
        List<EsearchData> told = new ArrayList<>();
        return ask(
                search,
                response ->
                        response instanceof EsearchData data && data.changes().isEmpty() && told.add(data),
                ok -> List.copyOf(told));
    }

    /** Looks for messages and puts them in order: RFC 5256, RFC 5267. Without RETURN, or with RETURN (ALL), they are in {@link Sorted#numbers}. */
    public Pending<Sorted> sort(Sort sort) {
        return connection.ask(Answers.sum(sort, Sorted.NOTHING, Sorted::with));
    }

    /** Asks that {@link ImapNews#resultChanged} hears no more of those searches: RFC 5267 section 4.3.5. */
    public Pending<Void> cancelUpdate(String... tags) {
        return ask(new CancelUpdate(List.of(tags)));
    }

    /**
     * Which ranges of UIDs hold so many messages each, the greatest UIDs first: RFC 10022. Their ends need not be those of messages. Worth asking
     * again once half a batch has come or gone, or another mailbox is selected, and not before.
     */
    public Pending<List<UidSet.Range>> uidBatches(UidBatches batches) {
        return connection.ask(Answers.all(UidBatchesData.class, batches, UidBatchesData::batches));
    }

    /** Looks for messages, and who answers whom: RFC 5256. The oldest talk is first. */
    public Pending<List<MessageThread>> thread(ThreadMessages thread) {
        return connection.ask(Answers.all(ThreadData.class, thread, ThreadData::threads));
    }

    /**
     * Fetches data of messages into memory, those in the order in which the server tells of them first. Fails with {@code LIMIT} when they are more
     * than {@link Builder#answerLimit}; the session goes on.
     */
    public Pending<List<Fetched>> fetch(Fetch fetch) {
        return connection.ask(Answers.fetched(fetch));
    }

    /**
     * Fetches octets of one message: all of it, a section, a stretch. A message of any size passes through a quarter of a MiB. Fails with
     * {@code REFUSED} when there is no such message. What the server tells meanwhile of others is news, and never written. One that names a message only
     * behind more than 64 KiB of its octets is believed until then: was it another, the result fails with {@code PROTOCOL_BROKEN}.
     *
     * @param fetch one message and one item, {@link FetchItem.Body} or {@link FetchItem.Binary}
     * @param into  is written to by a worker, may block, and is not closed; for an {@code OutputStream},
     *     {@link java.nio.channels.Channels#newChannel(java.io.OutputStream)}. What was written when the result fails is a part of the octets,
     *     save behind {@code PROTOCOL_BROKEN}. Should it fail, the connection is closed
     * @return how many octets there were
     */
    public Pending<Long> fetch(Fetch fetch, WritableByteChannel into) {
        return connection.ask(new Download(connection, worker, fetch, into));
    }

    /** Changes flags. */
    public Pending<Stored> store(Store store) {
        return connection.ask(Answers.stored(store));
    }

    /** Copies messages. The result is which became which, where the server tells. */
    public Pending<Optional<CopyUid>> copy(Copy copy) {
        return connection.ask(Answers.copied(copy));
    }

    /** Moves messages: RFC 9051 section 6.4.8. The result is which became which, where the server tells. */
    public Pending<Optional<CopyUid>> move(Move move) {
        return connection.ask(Answers.moved(move));
    }

    // ------------------------------------------------------------------ how they are asked

    private Pending<Void> ask(ImapCommand command) {
        return connection.ask(Answers.none(command));
    }

    private <T> Pending<T> ask(ImapCommand command, Predicate<ImapResponse> takes, Exchange.Ending<T> ending) {
        return connection.ask(Exchange.of(command, takes, ending));
    }

    private <R extends ImapResponse> Pending<R> last(Class<R> kind, ImapCommand command) {
        return connection.ask(Answers.last(kind, command));
    }

    private <R extends ImapResponse> Pending<List<R>> all(Class<R> kind, ImapCommand command) {
        return connection.ask(Answers.all(kind, command));
    }

    /** Describes a connection. Used by one thread. */
    public static final class Builder {
        final String host;
        final int port;
        final TlsMode mode;
        TlsTrust trust = TlsTrust.system();
        private Optional<TlsIdentity> identity = Optional.empty();
        private Reach reach = Reach.direct();
        Duration connectTimeout = Duration.ofSeconds(30);
        Duration timeout = Duration.ofMinutes(2);
        Workers workers = Workers.standard();
        boolean plaintextLogin;
        long answerLimit = 64L * 1024 * 1024;
        ImapNews news = ImapNews.NONE;
        /** Who tells the news of all connections, one piece after another; where there is one connection, it has a worker of its own. */
        private Optional<Executor> oneTeller = Optional.empty();

        Witness witness = Witness.NONE;

        private Builder(String host, int port, TlsMode mode) {
            this.host = Objects.requireNonNull(host, "host");
            this.port = port;
            this.mode = Objects.requireNonNull(mode, "mode");
        }

        /** Whose certificates are believed; {@link TlsTrust#system} unless said. */
        public Builder trust(TlsTrust trust) {
            this.trust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /** Who this side is, for a server that asks for a certificate. None is shown unless said. */
        public Builder identity(TlsIdentity identity) {
            this.identity = Optional.of(identity);
            return this;
        }

        /** By which way: from which address of this machine, through which proxy; {@link Reach#direct} unless said. */
        public Builder reach(Reach reach) {
            this.reach = Objects.requireNonNull(reach, "reach");
            return this;
        }

        /** How long to wait for the host's addresses, for the connection, and again for the TLS handshake; 30 seconds unless said. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How long to wait for the next octets of an answer; 2 minutes unless said. In IDLE a server may be silent for ever. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** The threads on which results are completed, news told, and messages read and written; {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /** Logs in without TLS even where that shows the password to whoever reads the network. No unless said. */
        public Builder plaintextLogin(boolean allowed) {
            this.plaintextLogin = allowed;
            return this;
        }

        /** How many octets the answer to one command, or one piece of news, may have that is kept in memory; 64 MiB unless said. */
        public Builder answerLimit(long octets) {
            this.answerLimit = octets;
            return this;
        }

        /** Who hears what the server tells without being asked; nobody unless said. */
        public Builder news(ImapNews news) {
            this.news = Objects.requireNonNull(news, "news");
            return this;
        }

        /** Who hears what both sides say; nobody unless said. Lines are written anew from what was understood of them. */
        public Builder witness(Witness witness) {
            this.witness = Objects.requireNonNull(witness, "witness");
            return this;
        }

        /**
         * Connects, waits for the greeting, upgrades to TLS as the mode says (STARTTLS, RFC 9051 section 6.2.1), and knows then what the server can do.
         * Cancelling closes the connection.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public Pending<ImapClient> connect() {
            return connect(dialer());
        }

        /**
         * Follows a mailbox until what is returned is closed: connects, logs in, opens it, idles, and begins anew whenever the connection is lost. The follower
         * hears what {@link #news} would. Returns at once; later changes here count for it, so make none.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public Following follow(Credentials credentials, ImapName mailbox, Follower follower, FollowPace pace) {
            news(follower);
            oneTeller = Optional.of(workers.inOrder());
            Following following = new Following(this, credentials, mailbox, pace);
            following.connect();
            return following;
        }

        /** The same at the {@linkplain FollowPace#standard standard} pace. */
        public Following follow(Credentials credentials, ImapName mailbox, Follower follower) {
            return follow(credentials, mailbox, follower, FollowPace.standard());
        }

        /**
         * What stands between these settings and mail: name, connection, greeting, TLS and certificate. Later changes here count for it, so make none before
         * it is over. Throws as {@link #connect} does.
         */
        public Diagnosis diagnosis() {
            return diagnosis(new Checkup(this, Optional.empty()));
        }

        /** The same with the login, and whether INBOX opens and has room. */
        public Diagnosis diagnosis(Credentials credentials) {
            return diagnosis(new Checkup(this, Optional.of(credentials)));
        }

        private Diagnosis diagnosis(Checkup walk) {
            return Diagnosis.of(Protocol.IMAP, dialer(), walk);
        }

        Executor newsWorker() {
            return oneTeller.orElseGet(workers::inOrder);
        }

        Dialer dialer() {
            Dialer anybody = new Dialer(host, port, mode, trust, connectTimeout, reach);
            return identity.map(anybody::showing).orElse(anybody);
        }

        Pending<ImapClient> connect(Dialer dialer) {
            return dialer.open(workers, channel -> new Opening(channel, dialer, this).client());
        }
    }
}
