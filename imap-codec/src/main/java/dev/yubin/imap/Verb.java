package dev.yubin.imap;

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

/** The one table of commands, a row each: its name, its grammar, the states it is for, and how it stands to sequence numbers. */
public enum Verb {
    // RFC 9051 section 6.1: any state
    CAPABILITY("CAPABILITY", ANY, IGNORES),
    NOOP("NOOP", ANY, IGNORES),
    LOGOUT("LOGOUT", ANY, IGNORES),
    /** RFC 2971. */
    ID("ID", Id::read, ANY, IGNORES),
    /** RFC 5255 section 3.2. */
    LANGUAGE("LANGUAGE", Language::read, ANY, IGNORES),

    // RFC 9051 section 6.2: not authenticated
    STARTTLS("STARTTLS", BEFORE_LOGIN, IGNORES),
    AUTHENTICATE("AUTHENTICATE", Authenticate::read, BEFORE_LOGIN, IGNORES),
    LOGIN("LOGIN", Login::read, BEFORE_LOGIN, IGNORES),

    // RFC 9051 section 6.3: authenticated
    ENABLE("ENABLE", Enable::read, AFTER_LOGIN, IGNORES),
    SELECT("SELECT", in -> Select.read(false, in), AFTER_LOGIN, IGNORES),
    EXAMINE("EXAMINE", in -> Select.read(true, in), AFTER_LOGIN, IGNORES),
    CREATE("CREATE", Create::read, AFTER_LOGIN, IGNORES),
    DELETE("DELETE", in -> MailboxCommand.read("DELETE", in), AFTER_LOGIN, IGNORES),
    RENAME("RENAME", Rename::read, AFTER_LOGIN, IGNORES),
    SUBSCRIBE("SUBSCRIBE", in -> MailboxCommand.read("SUBSCRIBE", in), AFTER_LOGIN, IGNORES),
    UNSUBSCRIBE("UNSUBSCRIBE", in -> MailboxCommand.read("UNSUBSCRIBE", in), AFTER_LOGIN, IGNORES),
    LIST("LIST", ListMailboxes::read, AFTER_LOGIN, IGNORES),
    LSUB("LSUB", Lsub::read, AFTER_LOGIN, IGNORES),
    NAMESPACE("NAMESPACE", AFTER_LOGIN, IGNORES),
    /** RFC 7377. */
    ESEARCH("ESEARCH", MultiSearch::read, AFTER_LOGIN, HOLDS),
    STATUS("STATUS", Status::read, AFTER_LOGIN, IGNORES),
    APPEND("APPEND", Append::read, AFTER_LOGIN, IGNORES),
    IDLE("IDLE", AFTER_LOGIN, IGNORES),
    /** RFC 8437. */
    UNAUTHENTICATE("UNAUTHENTICATE", AFTER_LOGIN, IGNORES),
    /** RFC 4978. */
    COMPRESS("COMPRESS", Compress::read, AFTER_LOGIN, IGNORES),
    /** RFC 5465. */
    NOTIFY("NOTIFY", Notify::read, AFTER_LOGIN, IGNORES),
    /** RFC 9208 section 4.1. */
    GETQUOTA("GETQUOTA", GetQuota::read, AFTER_LOGIN, IGNORES),
    /** RFC 9208 section 4.1.3. */
    SETQUOTA("SETQUOTA", SetQuota::read, AFTER_LOGIN, IGNORES),
    GETQUOTAROOT("GETQUOTAROOT", in -> MailboxCommand.read("GETQUOTAROOT", in), AFTER_LOGIN, IGNORES),
    /** RFC 5464 section 4. */
    GETMETADATA("GETMETADATA", GetMetadata::read, AFTER_LOGIN, IGNORES),
    SETMETADATA("SETMETADATA", SetMetadata::read, AFTER_LOGIN, IGNORES),
    /** RFC 4314 section 3. */
    SETACL("SETACL", SetAcl::read, AFTER_LOGIN, IGNORES),
    DELETEACL("DELETEACL", in -> IdentifierCommand.read("DELETEACL", in), AFTER_LOGIN, IGNORES),
    GETACL("GETACL", in -> MailboxCommand.read("GETACL", in), AFTER_LOGIN, IGNORES),
    LISTRIGHTS("LISTRIGHTS", in -> IdentifierCommand.read("LISTRIGHTS", in), AFTER_LOGIN, IGNORES),
    MYRIGHTS("MYRIGHTS", in -> MailboxCommand.read("MYRIGHTS", in), AFTER_LOGIN, IGNORES),

    // RFC 9051 section 6.4: selected
    CLOSE("CLOSE", SELECTED_ONLY, IGNORES),
    UNSELECT("UNSELECT", SELECTED_ONLY, IGNORES),
    /** RFC 3501 section 6.4.1. */
    CHECK("CHECK", SELECTED_ONLY, IGNORES),
    EXPUNGE("EXPUNGE", SELECTED_ONLY, IGNORES),
    SEARCH("SEARCH", in -> Search.read(false, in), SELECTED_ONLY, HOLDS),
    FETCH("FETCH", in -> Fetch.read(false, in), SELECTED_ONLY, HOLDS),
    STORE("STORE", in -> Store.read(false, in), SELECTED_ONLY, HOLDS),
    COPY("COPY", in -> Copy.read(false, in), SELECTED_ONLY, USES),
    MOVE("MOVE", in -> Move.read(false, in), SELECTED_ONLY, USES),
    /** RFC 8508 section 3. */
    REPLACE("REPLACE", in -> Replace.read(false, in), SELECTED_ONLY, USES),
    UID_REPLACE("UID REPLACE", in -> Replace.read(true, in), SELECTED_ONLY, IGNORES),
    /** RFC 5256 section 3. */
    SORT("SORT", in -> Sort.read(false, in), SELECTED_ONLY, HOLDS),
    THREAD("THREAD", in -> ThreadMessages.read(false, in), SELECTED_ONLY, HOLDS),
    /** RFC 5267 section 4.3.5. */
    CANCELUPDATE("CANCELUPDATE", CancelUpdate::read, SELECTED_ONLY, IGNORES),
    /** RFC 10022 section 3.1. */
    UIDBATCHES("UIDBATCHES", UidBatches::read, SELECTED_ONLY, IGNORES),
    UID_EXPUNGE("UID EXPUNGE", UidExpunge::read, SELECTED_ONLY, IGNORES),
    UID_SEARCH("UID SEARCH", in -> Search.read(true, in), SELECTED_ONLY, IGNORES),
    UID_SORT("UID SORT", in -> Sort.read(true, in), SELECTED_ONLY, IGNORES),
    UID_THREAD("UID THREAD", in -> ThreadMessages.read(true, in), SELECTED_ONLY, IGNORES),
    UID_FETCH("UID FETCH", in -> Fetch.read(true, in), SELECTED_ONLY, IGNORES),
    UID_STORE("UID STORE", in -> Store.read(true, in), SELECTED_ONLY, IGNORES),
    UID_COPY("UID COPY", in -> Copy.read(true, in), SELECTED_ONLY, IGNORES),
    UID_MOVE("UID MOVE", in -> Move.read(true, in), SELECTED_ONLY, IGNORES),

    /** A verb that is none of these. */
    UNRECOGNIZED("", ANY, IGNORES),
    /** A command that breaks its grammar. */
    MALFORMED("", ANY, IGNORES);

    private static final Map<String, Verb> BY_NAME = Arrays.stream(values())
            .filter(verb -> !verb.word.isEmpty())
            .collect(Collectors.toUnmodifiableMap(verb -> verb.word, verb -> verb));

    private final String word;
    /** Reads the arguments; null where there are none. */
    private final ImapReader.Item<? extends ImapCommand> arguments;

    private final Set<ImapState> states;
    private final NumberUse numbers;

    Verb(String word, Set<ImapState> states, NumberUse numbers) {
        this(word, null, states, numbers);
    }

    Verb(String word, ImapReader.Item<? extends ImapCommand> arguments, Set<ImapState> states, NumberUse numbers) {
        this.word = word;
        this.arguments = arguments;
        this.states = states;
        this.numbers = numbers;
    }

    /** The verb that this word names, in any case, such as {@code UID FETCH}. */
    public static Optional<Verb> named(String word) {
        return Optional.ofNullable(BY_NAME.get(word.toUpperCase(Locale.ROOT)));
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
