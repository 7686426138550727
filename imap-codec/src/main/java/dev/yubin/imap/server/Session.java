package dev.yubin.imap.server;

import dev.yubin.imap.Access;
import dev.yubin.imap.Authenticate;
import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.Compress;
import dev.yubin.imap.Condition;
import dev.yubin.imap.Enable;
import dev.yubin.imap.IdData;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapState;
import dev.yubin.imap.Language;
import dev.yubin.imap.Login;
import dev.yubin.imap.Malformed;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Tag;
import dev.yubin.imap.Unrecognized;
import dev.yubin.imap.Verb;
import dev.yubin.imap.acl.IdentifierCommand;
import dev.yubin.imap.acl.SetAcl;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.MailboxCommand;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Replace;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.message.UidExpunge;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.quota.GetQuota;
import dev.yubin.imap.quota.SetQuota;
import dev.yubin.imap.search.CancelUpdate;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.ThreadMessages;
import dev.yubin.imap.search.UidBatches;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's conversation: RFC 9051 section 3. A command goes in and answers come out; there is no channel here. Used on the connection's
 * worker, one turn at a time.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Commands whose turns are short: what takes longer answers in several. */
    private static final Set<Verb> BRIEF =
            EnumSet.of(Verb.NOOP, Verb.CHECK, Verb.IDLE, Verb.APPEND, Verb.FETCH, Verb.UID_FETCH);

    /** One step of the command that is running. */
    @FunctionalInterface
    interface Turn {
        Progress of(Running running, Answers out) throws StoreException, Refusal;
    }

    private final Setting setting;
    private final Runnable wake;
    private final LoginCommands logins;

    private ImapState state = ImapState.NOT_AUTHENTICATED;
    private Dialect dialect = Dialect.FIRST;
    private String user = "";
    private Optional<Account> account = Optional.empty();
    /** The capabilities that the user's store turns on. */
    private List<String> besides = List.of();

    private Optional<MailboxView> view = Optional.empty();
    private final News news;

    private int badCommands;

    private Tag tag = Tag.UNTAGGED;
    private Verb verb = Verb.NOOP;
    /** Whether it is a search that keeps its result, which is empty where it is answered NO: RFC 9051 section 6.4.4.1. */
    private boolean saves;

    /** Whether a turn of the command is over at once. */
    private boolean brief;

    private Optional<Running> running = Optional.empty();
    /** What ends the command that ran, once all that stands before it is told. */
    private Optional<StatusReply> reply = Optional.empty();

    /**
     * @param startTlsOffered whether the connection can become TLS
     * @param tlsRequired     whether it must before a login
     * @param admitted        whether a login may be tried now
     * @param wake            asks for a turn of the running command, from any thread
     * @param timer           runs something after a time, on any thread
     */
    Session(
            Setting setting,
            boolean startTlsOffered,
            boolean tlsRequired,
            BooleanSupplier admitted,
            Runnable wake,
            BiConsumer<Runnable, Duration> timer) {
        this.setting = setting;
        this.logins = new LoginCommands(this, startTlsOffered, tlsRequired, admitted);
        this.wake = wake;
        this.news = new News(this, timer);
    }

    void greet(Answers out) {
        out.untagged(Condition.OK, new ResponseCode.Capabilities(logins.capabilities()), setting.name() + " ready");
    }

    /** Takes a command; its first turn is {@link Running#go}. */
    void begin(ImapRequest request) {
        tag = request.tag();
        verb = request.command().verb();
        ImapCommand command = request.command();
        saves = saves(command);
        brief = account.isPresent() && setting.store().neverWaits() && isBrief(command);
        running = Optional.of(out -> {
            Running begun = running(command); // within the turn, where a refusal is answered like any other
            running = Optional.of(begun);
            return begun.go(out);
        });
    }

    private static boolean isBrief(ImapCommand command) {
        boolean seeks =
                command instanceof Fetch fetch && fetch.changedSince().isPresent(); // through many, perhaps, for few
        return BRIEF.contains(command.verb()) && !seeks;
    }

    /** Whether a turn of the running command neither waits nor takes long, so that any thread may take it. */
    boolean isBrief() {
        return brief;
    }

    /**
     * One turn of the running command. When it is done, its answer is whole.
     *
     * @throws BrokenOff when it cannot be answered any more
     */
    Progress.Kind turn(Turn turn, Answers out) {
        if (reply.isPresent()) {
            return reply(out);
        }
        try {
            Progress progress = turn.of(running.orElseThrow(), out);
            return progress.kind() == Progress.Kind.DONE
                    ? end(new StatusReply(tag, Condition.OK, progress.code(), progress.words()), out)
                    : progress.kind();
        } catch (Refusal refusal) {
            return refuse(refusal, out);
        } catch (BrokenOff brokenOff) {
            throw brokenOff; // within a literal nothing can be said
        } catch (StoreException no) {
            note(verb + " refused by the store", no);
            return refuse(Refusal.of(no), out);
        } catch (RuntimeException bug) {
            LOG.error("{} failed with what nobody caught", verb, bug);
            return refuse(Refusal.no(ResponseCode.Plain.SERVERBUG, "this server has a bug; its log tells of it"), out);
        }
    }

    private static boolean saves(ImapCommand command) {
        Optional<ReturnOptions> asked = Optional.empty();
        if (command instanceof Search search) {
            asked = search.returning();
        } else if (command instanceof MultiSearch search) {
            asked = search.returning();
        }
        return asked.filter(options -> options.has(SearchReturn.SAVE)).isPresent();
    }

    /** How far the running command is; empty where none runs, or in the midst of what it answers. Between turns. */
    Optional<Advance> advance() {
        return running.flatMap(Running::advance);
    }

    private Progress.Kind refuse(Refusal refusal, Answers out) {
        if (saves && !refusal.isBad()) {
            view.ifPresent(its -> its.save(UidSet.EMPTY));
        }
        Condition condition = refusal.isBad() ? Condition.BAD : Condition.NO;
        return end(new StatusReply(tag, condition, refusal.code(), refusal.getMessage()), out);
    }

    private Progress.Kind end(StatusReply with, Answers out) {
        end();
        reply = Optional.of(with);
        if (state == ImapState.SELECTED && verb != Verb.SELECT && verb != Verb.EXAMINE) {
            news.update(out, mayExpunge(), verb.access() == Access.REMOVES);
        }
        return reply(out);
    }

    private Progress.Kind reply(Answers out) {
        if (!news.goOn(out)) {
            return Progress.Kind.MORE;
        }
        StatusReply last = reply.orElseThrow();
        reply = Optional.empty();
        out.status(new StatusReply(tag, last.condition(), heard(last.code(), out), last.text()));
        if (last.condition() == Condition.BAD
                && ++badCommands >= setting.limits().badCommands()) {
            bye("too many commands that are wrong", out);
        }
        return Progress.Kind.DONE;
    }

    /** Says goodbye; the connection then closes. */
    void bye(String words, Answers out) {
        if (state != ImapState.LOGOUT) {
            out.status(StatusReply.of(Tag.UNTAGGED, Condition.BYE, words));
            state = ImapState.LOGOUT;
        }
    }

    private void end() {
        Optional<Running> ended = running;
        running = Optional.empty(); // first, for what closes it may fail
        ended.ifPresent(Running::close);
    }

    /** Lets go of everything; the connection is gone. */
    void close() {
        end();
        unselect();
        news.close();
    }

    /**
     * No EXPUNGE while a command that counts runs, nor where the client cannot know which numbers it means: RFC 9051 section 7.5.1.
     */
    private boolean mayExpunge() {
        return verb.numbers().mayRenumber() && verb != Verb.MALFORMED && verb != Verb.UNRECOGNIZED;
    }

    /**
     * The code of a tagged response, for a client that reckons up what it has heard: where messages are gone, it is told how far that is,
     * lest it takes the mod-sequence of something younger for it. RFC 7162 sections 3.2.7 and 6.
     */
    private Optional<ResponseCode> heard(Optional<ResponseCode> code, Answers out) {
        if (!dialect.qresync() || view.isEmpty() || !view.get().takeVanished()) {
            return code;
        }
        ResponseCode modSeq = new ResponseCode.Count(
                ResponseCode.Count.Name.HIGHESTMODSEQ, view.get().heardModSeq());
        if (code.isEmpty()) {
            return Optional.of(modSeq);
        }
        out.untagged(Condition.OK, modSeq, "heard so far");
        return code;
    }

    void note(String what, StoreException why) {
        LOG.info("{}: {} {}", what, why.reason(), why.getMessage());
    }

    // ------------------------------------------------------------------ the table

    private Running running(ImapCommand command) throws Refusal, StoreException {
        Verb intended =
                command instanceof Malformed malformed ? malformed.intended().orElse(verb) : verb;
        if (!intended.isFor(state)) {
            String when = intended.isFor(ImapState.NOT_AUTHENTICATED) ? "after login" : state.words();
            throw Refusal.bad(intended.word() + " is not possible " + when);
        }
        UidOnly.check(dialect, command);
        if (verb.access().changesSelected() && view.orElseThrow().readOnly()) {
            throw Refusal.no(ResponseCode.Plain.NOPERM, "the mailbox is open read-only");
        }
        MailboxCommands mailboxes = new MailboxCommands(this);
        MessageCommands messages = new MessageCommands(this);
        return switch (verb) {
            case CAPABILITY -> this::capability;
            case NOOP -> out -> Progress.done("NOOP done");
            case LOGOUT -> this::logout;
            case ID -> this::id;
            case LANGUAGE -> out -> mailboxes.language((Language) command, out);
            case STARTTLS -> out -> logins.startTls();
            case AUTHENTICATE -> new Authenticating(this, (Authenticate) command);
            case LOGIN -> out -> logins.login((Login) command);
            case ENABLE -> out -> Enabling.enable(this, (Enable) command, out);
            case SELECT, EXAMINE -> mailboxes.select((Select) command);
            case CREATE -> out -> mailboxes.create((Create) command, out);
            case DELETE -> out -> mailboxes.delete(((MailboxCommand) command).mailbox(), out);
            case RENAME -> out -> mailboxes.rename((Rename) command, out);
            case SUBSCRIBE -> out -> mailboxes.subscribe(((MailboxCommand) command).mailbox(), true);
            case UNSUBSCRIBE -> out -> mailboxes.subscribe(((MailboxCommand) command).mailbox(), false);
            case LIST -> new ListCommand(this, (ListMailboxes) command)::answer;
            case LSUB -> out -> mailboxes.lsub((Lsub) command, out);
            case NAMESPACE -> mailboxes::namespace;
            case STATUS -> out -> mailboxes.status((Status) command, out);
            case APPEND -> Appending.of(this, (Append) command);
            case IDLE -> new Idling(this);
            case UNAUTHENTICATE -> logins::unauthenticate;
            case COMPRESS -> out -> logins.compress((Compress) command);
            case NOTIFY -> new NotifyCommand(this, (Notify) command);
            case SETACL -> out -> new AclCommands(this).set((SetAcl) command);
            case DELETEACL -> out -> new AclCommands(this).delete((IdentifierCommand) command);
            case GETACL -> out -> new AclCommands(this).get(((MailboxCommand) command).mailbox(), out);
            case LISTRIGHTS -> out -> new AclCommands(this).list((IdentifierCommand) command, out);
            case MYRIGHTS -> out -> new AclCommands(this).mine(((MailboxCommand) command).mailbox(), out);
            case GETMETADATA -> out -> new MetadataCommands(this).get((GetMetadata) command, out);
            case SETMETADATA -> out -> new MetadataCommands(this).set((SetMetadata) command);
            case GETQUOTA -> out -> new QuotaCommands(this).get((GetQuota) command, out);
            case SETQUOTA -> out -> new QuotaCommands(this).set((SetQuota) command, out);
            case GETQUOTAROOT -> out -> new QuotaCommands(this).roots(((MailboxCommand) command).mailbox(), out);
            case CLOSE -> out -> messages.close();
            case ESEARCH -> new MultiSearching(this, tag, (MultiSearch) command);
            case UNSELECT ->
                out -> {
                    unselect();
                    return Progress.done("UNSELECT done");
                };
            case CHECK -> out -> Progress.done("CHECK done");
            case EXPUNGE -> out -> messages.expunge("EXPUNGE");
            case UID_EXPUNGE -> out -> messages.uidExpunge(((UidExpunge) command).uids(), out);
            case SEARCH, UID_SEARCH -> new Searching(this, tag, (Search) command);
            case REPLACE, UID_REPLACE -> Appending.replacing(this, (Replace) command);
            case SORT, UID_SORT -> new Sorting(this, tag, (Sort) command);
            case THREAD, UID_THREAD -> new Threading(this, (ThreadMessages) command);
            case CANCELUPDATE -> out -> view.orElseThrow().contexts().cancel((CancelUpdate) command);
            case UIDBATCHES ->
                out -> UidBatching.answer(
                        (UidBatches) command, tag, view.orElseThrow().numbering(), out);
            case FETCH, UID_FETCH -> new Fetching(this, (Fetch) command);
            case STORE, UID_STORE -> messages.store((Store) command);
            case COPY, UID_COPY -> out -> messages.copy((Copy) command);
            case MOVE, UID_MOVE -> out -> messages.move((Move) command, out);
            case UNRECOGNIZED ->
                throw Refusal.bad(((Unrecognized) command).name().toUpperCase(Locale.ROOT) + " is not known here");
            case MALFORMED -> throw malformed((Malformed) command, intended);
        };
    }

    private Refusal malformed(Malformed malformed, Verb intended) {
        if (malformed.tooBig() && intended == Verb.SETMETADATA && offers("METADATA")) {
            return new MetadataCommands(this).tooBig(malformed.complaint());
        }
        return malformed.tooBig() ? Refusal.tooBig(malformed.complaint()) : Refusal.bad(malformed.complaint());
    }

    // ------------------------------------------------------------------ RFC 9051 section 6.1

    private Progress capability(Answers out) {
        out.untagged(new CapabilityData(logins.capabilities()));
        return Progress.done("CAPABILITY done");
    }

    private Progress logout(Answers out) {
        unselect();
        bye("goodbye", out);
        return Progress.done("LOGOUT done");
    }

    private Progress id(Answers out) {
        out.untagged(new IdData(Map.of("name", Optional.of(setting.name()))));
        return Progress.done("ID done");
    }

    // ------------------------------------------------------------------ what the commands need

    Setting setting() {
        return setting;
    }

    ImapLimits limits() {
        return setting.limits().wire();
    }

    ImapState state() {
        return state;
    }

    Dialect dialect() {
        return dialect;
    }

    void speak(Dialect next) {
        dialect = next;
    }

    /** Whether the user's store has what that capability stands for. */
    boolean offers(String capability) {
        return besides.contains(capability);
    }

    /** Refuses what only a client may say that has enabled QRESYNC: RFC 7162 section 3.2.3. */
    void requireQresync() throws Refusal {
        if (!dialect.qresync()) {
            throw Refusal.bad("QRESYNC is not enabled");
        }
    }

    /** Refuses what belongs to a capability that was not told. */
    void require(String capability) throws Refusal {
        if (!offers(capability)) {
            throw Refusal.bad(capability + " is not offered here");
        }
    }

    /** This client knows mod-sequences. The first time, it has to hear where the selected mailbox stands: RFC 7162 section 3.1. */
    void speakOfModSeqs(Answers out) {
        if (!dialect.condstore()) {
            dialect = dialect.withCondstore();
            view.ifPresent(v -> out.untagged(
                    Condition.OK,
                    new ResponseCode.Count(ResponseCode.Count.Name.HIGHESTMODSEQ, v.heardModSeq()),
                    "the highest mod-sequence"));
        }
    }

    /** Who the client is, and over what it is heard. */
    LoginCommands logins() {
        return logins;
    }

    /** The client may go on as this user. @param offered the capabilities that the user's store turns on */
    void enter(String whose, Account known, List<String> offered) {
        user = whose;
        account = Optional.of(known);
        besides = offered;
        state = ImapState.AUTHENTICATED;
    }

    /** Nobody is logged in any more, and nothing is enabled. */
    void leave(Answers out) {
        unselect();
        news.endNotify();
        account = Optional.empty();
        user = "";
        besides = List.of();
        dialect = Dialect.FIRST;
        out.speak(Languages.DEFAULT);
        out.encoding(setting.encoding());
        state = ImapState.NOT_AUTHENTICATED;
    }

    /** The capabilities that the user's store turns on. */
    List<String> besides() {
        return besides;
    }

    /** Whose account it is. */
    String user() {
        return user;
    }

    Account account() {
        return account.orElseThrow();
    }

    Optional<MailboxView> view() {
        return view;
    }

    /** What the client is told that it has not asked for. */
    News news() {
        return news;
    }

    void select(MailboxView selected) {
        view = Optional.of(selected);
        state = ImapState.SELECTED;
        news.select(selected);
    }

    void unselect() {
        news.unselect();
        view = Optional.empty();
        state = state == ImapState.SELECTED ? ImapState.AUTHENTICATED : state;
    }

    /** Something has happened to the selected mailbox; from any thread. */
    void wake() {
        wake.run();
    }
}
