package dev.yubin.imap;

import static dev.yubin.imap.Access.CHANGES;
import static dev.yubin.imap.Access.READS;
import static dev.yubin.imap.Access.REMOVES;
import static dev.yubin.imap.Access.SWITCHES;
import static dev.yubin.imap.Access.WRITES;
import static dev.yubin.imap.ImapState.AFTER_LOGIN;
import static dev.yubin.imap.ImapState.ANY;
import static dev.yubin.imap.ImapState.BEFORE_LOGIN;
import static dev.yubin.imap.ImapState.SELECTED_ONLY;
import static dev.yubin.imap.NumberUse.HOLDS;
import static dev.yubin.imap.NumberUse.IGNORES;
import static dev.yubin.imap.NumberUse.USES;

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
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.ThreadMessages;
import dev.yubin.imap.search.UidBatches;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one table of commands, a row each: its name, its grammar, the states it is for, how it stands to sequence numbers, and what it reads and writes. Server
 * and client go by it.
 */
public enum Verb {
    // RFC 9051 section 6.1: any state
    CAPABILITY("CAPABILITY", ANY, IGNORES, READS),
    NOOP("NOOP", ANY, IGNORES, READS),
    LOGOUT("LOGOUT", ANY, IGNORES, SWITCHES),
    /** RFC 2971. */
    ID("ID", Id::read, ANY, IGNORES, READS),
    /** RFC 5255 section 3.2. */
    LANGUAGE("LANGUAGE", Language::read, ANY, IGNORES, SWITCHES),

    // RFC 9051 section 6.2: not authenticated
    STARTTLS("STARTTLS", BEFORE_LOGIN, IGNORES, SWITCHES),
    AUTHENTICATE("AUTHENTICATE", Authenticate::read, BEFORE_LOGIN, IGNORES, SWITCHES),
    LOGIN("LOGIN", Login::read, BEFORE_LOGIN, IGNORES, SWITCHES),

    // RFC 9051 section 6.3: authenticated
    ENABLE("ENABLE", Enable::read, AFTER_LOGIN, IGNORES, SWITCHES),
    SELECT("SELECT", in -> Select.read(false, in), AFTER_LOGIN, IGNORES, SWITCHES),
    EXAMINE("EXAMINE", in -> Select.read(true, in), AFTER_LOGIN, IGNORES, SWITCHES),
    CREATE("CREATE", Create::read, AFTER_LOGIN, IGNORES, WRITES),
    DELETE("DELETE", in -> MailboxCommand.read("DELETE", in), AFTER_LOGIN, IGNORES, WRITES),
    RENAME("RENAME", Rename::read, AFTER_LOGIN, IGNORES, WRITES),
    SUBSCRIBE("SUBSCRIBE", in -> MailboxCommand.read("SUBSCRIBE", in), AFTER_LOGIN, IGNORES, WRITES),
    UNSUBSCRIBE("UNSUBSCRIBE", in -> MailboxCommand.read("UNSUBSCRIBE", in), AFTER_LOGIN, IGNORES, WRITES),
    LIST("LIST", ListMailboxes::read, AFTER_LOGIN, IGNORES, READS),
    LSUB("LSUB", Lsub::read, AFTER_LOGIN, IGNORES, READS),
    NAMESPACE("NAMESPACE", AFTER_LOGIN, IGNORES, READS),
    /** RFC 7377. */
    ESEARCH("ESEARCH", MultiSearch::read, AFTER_LOGIN, HOLDS, READS),
    STATUS("STATUS", Status::read, AFTER_LOGIN, IGNORES, READS),
    APPEND("APPEND", Append::read, AFTER_LOGIN, IGNORES, WRITES),
    IDLE("IDLE", AFTER_LOGIN, IGNORES, SWITCHES),
    /** RFC 8437. */
    UNAUTHENTICATE("UNAUTHENTICATE", AFTER_LOGIN, IGNORES, SWITCHES),
    /** RFC 4978. */
    COMPRESS("COMPRESS", Compress::read, AFTER_LOGIN, IGNORES, SWITCHES),
    /** RFC 5465. */
    NOTIFY("NOTIFY", Notify::read, AFTER_LOGIN, IGNORES, SWITCHES),
    /** RFC 9208 section 4.1. */
    GETQUOTA("GETQUOTA", GetQuota::read, AFTER_LOGIN, IGNORES, READS),
    /** RFC 9208 section 4.1.3. */
    SETQUOTA("SETQUOTA", SetQuota::read, AFTER_LOGIN, IGNORES, WRITES),
    GETQUOTAROOT("GETQUOTAROOT", in -> MailboxCommand.read("GETQUOTAROOT", in), AFTER_LOGIN, IGNORES, READS),
    /** RFC 5464 section 4. */
    GETMETADATA("GETMETADATA", GetMetadata::read, AFTER_LOGIN, IGNORES, READS),
    SETMETADATA("SETMETADATA", SetMetadata::read, AFTER_LOGIN, IGNORES, WRITES),
    /** RFC 4314 section 3. */
    SETACL("SETACL", SetAcl::read, AFTER_LOGIN, IGNORES, WRITES),
    DELETEACL("DELETEACL", in -> IdentifierCommand.read("DELETEACL", in), AFTER_LOGIN, IGNORES, WRITES),
    GETACL("GETACL", in -> MailboxCommand.read("GETACL", in), AFTER_LOGIN, IGNORES, READS),
    LISTRIGHTS("LISTRIGHTS", in -> IdentifierCommand.read("LISTRIGHTS", in), AFTER_LOGIN, IGNORES, READS),
    MYRIGHTS("MYRIGHTS", in -> MailboxCommand.read("MYRIGHTS", in), AFTER_LOGIN, IGNORES, READS),

    // RFC 9051 section 6.4: selected
    CLOSE("CLOSE", SELECTED_ONLY, IGNORES, SWITCHES),
    UNSELECT("UNSELECT", SELECTED_ONLY, IGNORES, SWITCHES),
    /** RFC 3501 section 6.4.1. */
    CHECK("CHECK", SELECTED_ONLY, IGNORES, READS),
    EXPUNGE("EXPUNGE", SELECTED_ONLY, IGNORES, REMOVES),
    SEARCH("SEARCH", in -> Search.read(false, in), SELECTED_ONLY, HOLDS, READS),
    FETCH("FETCH", in -> Fetch.read(false, in), SELECTED_ONLY, HOLDS, READS),
    STORE("STORE", in -> Store.read(false, in), SELECTED_ONLY, HOLDS, CHANGES),
    COPY("COPY", in -> Copy.read(false, in), SELECTED_ONLY, USES, WRITES),
    MOVE("MOVE", in -> Move.read(false, in), SELECTED_ONLY, USES, REMOVES),
    /** RFC 8508 section 3. */
    REPLACE("REPLACE", in -> Replace.read(false, in), SELECTED_ONLY, USES, REMOVES),
    UID_REPLACE("UID REPLACE", in -> Replace.read(true, in), SELECTED_ONLY, IGNORES, REMOVES),
    /** RFC 5256 section 3. */
    SORT("SORT", in -> Sort.read(false, in), SELECTED_ONLY, HOLDS, READS),
    THREAD("THREAD", in -> ThreadMessages.read(false, in), SELECTED_ONLY, HOLDS, READS),
    /** RFC 5267 section 4.3.5. */
    CANCELUPDATE("CANCELUPDATE", CancelUpdate::read, SELECTED_ONLY, IGNORES, SWITCHES),
    /** RFC 10022 section 3.1. */
    UIDBATCHES("UIDBATCHES", UidBatches::read, SELECTED_ONLY, IGNORES, READS),
    UID_EXPUNGE("UID EXPUNGE", UidExpunge::read, SELECTED_ONLY, IGNORES, REMOVES),
    UID_SEARCH("UID SEARCH", in -> Search.read(true, in), SELECTED_ONLY, IGNORES, READS),
    UID_SORT("UID SORT", in -> Sort.read(true, in), SELECTED_ONLY, IGNORES, READS),
    UID_THREAD("UID THREAD", in -> ThreadMessages.read(true, in), SELECTED_ONLY, IGNORES, READS),
    UID_FETCH("UID FETCH", in -> Fetch.read(true, in), SELECTED_ONLY, IGNORES, READS),
    UID_STORE("UID STORE", in -> Store.read(true, in), SELECTED_ONLY, IGNORES, CHANGES),
    UID_COPY("UID COPY", in -> Copy.read(true, in), SELECTED_ONLY, IGNORES, WRITES),
    UID_MOVE("UID MOVE", in -> Move.read(true, in), SELECTED_ONLY, IGNORES, REMOVES),

    /** A verb that is none of these. */
    UNRECOGNIZED("", ANY, IGNORES, SWITCHES),
    /** A command that breaks its grammar. */
    MALFORMED("", ANY, IGNORES, SWITCHES);

    private static final String UID = "UID ";

    private static final Map<String, Verb> BY_NAME = Arrays.stream(values())
            .filter(verb -> !verb.word.isEmpty())
            .collect(Collectors.toUnmodifiableMap(verb -> verb.word, verb -> verb));

    private static final Map<String, Verb> BEHIND_UID = Arrays.stream(values())
            .filter(verb -> verb.word.startsWith(UID))
            .collect(Collectors.toUnmodifiableMap(verb -> verb.word.substring(UID.length()), verb -> verb));

    private final String word;
    /** Reads the arguments; null where there are none. */
    private final ImapReader.Item<? extends ImapCommand> arguments;

    private final Set<ImapState> states;
    private final NumberUse numbers;
    private final Access access;

    Verb(String word, Set<ImapState> states, NumberUse numbers, Access access) {
        this(word, null, states, numbers, access);
    }

    Verb(
            String word,
            ImapReader.Item<? extends ImapCommand> arguments,
            Set<ImapState> states,
            NumberUse numbers,
            Access access) {
        this.word = word;
        this.arguments = arguments;
        this.states = states;
        this.numbers = numbers;
        this.access = access;
    }

    /** The verb that this word names, in any case, such as {@code UID FETCH}. */
    public static Optional<Verb> named(String word) {
        return Optional.ofNullable(BY_NAME.get(word.toUpperCase(Locale.ROOT)));
    }

    /** The verb that this word names behind {@code UID}, in any case, such as {@code FETCH}. */
    static Optional<Verb> behindUid(String word) {
        return Optional.ofNullable(BEHIND_UID.get(word.toUpperCase(Locale.ROOT)));
    }

    /** As it stands on the wire, such as {@code UID FETCH}; empty for what is no verb of ours. */
    public String word() {
        return word;
    }

    /** Whether it may come in that state. */
    public boolean isFor(ImapState state) {
        return states.contains(state);
    }

    /** How it stands to message sequence numbers. */
    public NumberUse numbers() {
        return numbers;
    }

    /** What it reads and writes. */
    public Access access() {
        return access;
    }

    /**
     * Whether a client may send it while {@code running} is not answered: RFC 9051 section 5.5. A command that names messages by number must wait for one
     * during which numbers may change; and nothing goes beside what logs in, selects, or changes how both sides speak. That a UID SEARCH may name messages by
     * number within its keys is not known here.
     */
    public boolean mayFollow(Verb running) {
        boolean renumbered = numbers.needsNumbers() && running.numbers.mayRenumber();
        return !renumbered && access != Access.SWITCHES && running.access != Access.SWITCHES;
    }

    /** Reads what stands behind the verb, to the end of the command or to the literal that is streamed. */
    ImapCommand read(ImapReader in) throws SyntaxException {
        if (isBare()) {
            return new Bare(this);
        }
        if (this == LANGUAGE && in.atEnd()) {
            return Language.LIST; // the only verb whose arguments may be missing
        }
        if (!in.accept(' ')) {
            throw new SyntaxException("expected a space and arguments"); // without what came, which may be a password
        }
        return arguments.read(in);
    }

    /** Whether it has no arguments. */
    boolean isBare() {
        return arguments == null && !word.isEmpty();
    }

    void write(ImapCommand command, ImapWriter out) {
        out.text(word).text(arguments == null || command.equals(Language.LIST) ? "" : " ");
        command.write(out);
    }
}
