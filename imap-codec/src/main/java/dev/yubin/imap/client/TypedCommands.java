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
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The commands that are asked and answered, each a line: a value goes out, what the server tells of it comes back. The sections are those of
 * RFC 9051 section 6. What else a connection does, {@link ImapClient} has.
 */
abstract sealed class TypedCommands permits ImapClient {
    final ImapConnection connection;

    TypedCommands(ImapConnection connection) {
        this.connection = connection;
    }

    // ------------------------------------------------------------------ any state: RFC 9051 section 6.1

    /** Asks what the server can do. The answer is what {@link ImapClient#capabilities} tells from then on. */
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
     * than {@link ImapClient.Builder#answerLimit}; the session goes on.
     */
    public Pending<List<Fetched>> fetch(Fetch fetch) {
        return connection.ask(Answers.fetched(fetch));
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
}
