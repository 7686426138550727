package dev.yubin.imap;

import static dev.yubin.imap.ImapState.AUTHENTICATED;
import static dev.yubin.imap.ImapState.NOT_AUTHENTICATED;
import static dev.yubin.imap.ImapState.SELECTED;
import static dev.yubin.imap.NumberUse.HOLDS;
import static dev.yubin.imap.NumberUse.IGNORES;
import static dev.yubin.imap.NumberUse.USES;

import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.MailboxCommand;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.message.UidExpunge;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The one table of commands, a row each: its name, its grammar, the states it is for, and how it stands to sequence numbers. */
public enum Verb {
    // RFC 9051 section 6.1: any state
    CAPABILITY("CAPABILITY", When.ANY, IGNORES),
    NOOP("NOOP", When.ANY, IGNORES),
    LOGOUT("LOGOUT", When.ANY, IGNORES),
    /** RFC 2971. */
    ID("ID", Id::read, When.ANY, IGNORES),

    // RFC 9051 section 6.2: not authenticated
    STARTTLS("STARTTLS", When.BEFORE_LOGIN, IGNORES),
    AUTHENTICATE("AUTHENTICATE", Authenticate::read, When.BEFORE_LOGIN, IGNORES),
    LOGIN("LOGIN", Login::read, When.BEFORE_LOGIN, IGNORES),

    // RFC 9051 section 6.3: authenticated
    ENABLE("ENABLE", Enable::read, When.AFTER_LOGIN, IGNORES),
    SELECT("SELECT", in -> Select.read(false, in), When.AFTER_LOGIN, IGNORES),
    EXAMINE("EXAMINE", in -> Select.read(true, in), When.AFTER_LOGIN, IGNORES),
    CREATE("CREATE", in -> MailboxCommand.read("CREATE", in), When.AFTER_LOGIN, IGNORES),
    DELETE("DELETE", in -> MailboxCommand.read("DELETE", in), When.AFTER_LOGIN, IGNORES),
    RENAME("RENAME", Rename::read, When.AFTER_LOGIN, IGNORES),
    SUBSCRIBE("SUBSCRIBE", in -> MailboxCommand.read("SUBSCRIBE", in), When.AFTER_LOGIN, IGNORES),
    UNSUBSCRIBE("UNSUBSCRIBE", in -> MailboxCommand.read("UNSUBSCRIBE", in), When.AFTER_LOGIN, IGNORES),
    LIST("LIST", ListMailboxes::read, When.AFTER_LOGIN, IGNORES),
    LSUB("LSUB", Lsub::read, When.AFTER_LOGIN, IGNORES),
    NAMESPACE("NAMESPACE", When.AFTER_LOGIN, IGNORES),
    STATUS("STATUS", Status::read, When.AFTER_LOGIN, IGNORES),
    APPEND("APPEND", Append::read, When.AFTER_LOGIN, IGNORES),
    IDLE("IDLE", When.AFTER_LOGIN, IGNORES),

    // RFC 9051 section 6.4: selected
    CLOSE("CLOSE", When.SELECTED_ONLY, IGNORES),
    UNSELECT("UNSELECT", When.SELECTED_ONLY, IGNORES),
    /** RFC 3501 section 6.4.1. */
    CHECK("CHECK", When.SELECTED_ONLY, IGNORES),
    EXPUNGE("EXPUNGE", When.SELECTED_ONLY, IGNORES),
    SEARCH("SEARCH", in -> Search.read(false, in), When.SELECTED_ONLY, HOLDS),
    FETCH("FETCH", in -> Fetch.read(false, in), When.SELECTED_ONLY, HOLDS),
    STORE("STORE", in -> Store.read(false, in), When.SELECTED_ONLY, HOLDS),
    COPY("COPY", in -> Copy.read(false, in), When.SELECTED_ONLY, USES),
    MOVE("MOVE", in -> Move.read(false, in), When.SELECTED_ONLY, USES),
    UID_EXPUNGE("UID EXPUNGE", UidExpunge::read, When.SELECTED_ONLY, IGNORES),
    UID_SEARCH("UID SEARCH", in -> Search.read(true, in), When.SELECTED_ONLY, IGNORES),
    UID_FETCH("UID FETCH", in -> Fetch.read(true, in), When.SELECTED_ONLY, IGNORES),
    UID_STORE("UID STORE", in -> Store.read(true, in), When.SELECTED_ONLY, IGNORES),
    UID_COPY("UID COPY", in -> Copy.read(true, in), When.SELECTED_ONLY, IGNORES),
    UID_MOVE("UID MOVE", in -> Move.read(true, in), When.SELECTED_ONLY, IGNORES),

    /** A verb that is none of these. */
    UNRECOGNIZED("", When.ANY, IGNORES),
    /** A command that breaks its grammar. */
    MALFORMED("", When.ANY, IGNORES);

    private static final Map<String, Verb> BY_NAME = Arrays.stream(values())
            .filter(verb -> !verb.word.isEmpty())
            .collect(Collectors.toUnmodifiableMap(verb -> verb.word, verb -> verb));

    /** The states of RFC 9051 section 6's four parts. */
    private static final class When {
        static final Set<ImapState> ANY = EnumSet.complementOf(EnumSet.of(ImapState.LOGOUT));
        static final Set<ImapState> BEFORE_LOGIN = EnumSet.of(NOT_AUTHENTICATED);
        static final Set<ImapState> AFTER_LOGIN = EnumSet.of(AUTHENTICATED, SELECTED);
        static final Set<ImapState> SELECTED_ONLY = EnumSet.of(SELECTED);
    }

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
        out.text(word).text(arguments == null ? "" : " ");
        command.write(out);
    }
}
