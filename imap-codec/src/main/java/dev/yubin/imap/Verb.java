package dev.yubin.imap;

import static dev.yubin.imap.ImapState.AUTHENTICATED;
import static dev.yubin.imap.ImapState.NOT_AUTHENTICATED;
import static dev.yubin.imap.ImapState.SELECTED;
import static dev.yubin.imap.NumberUse.HOLDS;
import static dev.yubin.imap.NumberUse.IGNORES;
import static dev.yubin.imap.NumberUse.USES;

import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.Delete;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.Subscribe;
import dev.yubin.imap.mailbox.Unsubscribe;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.message.UidExpunge;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.wire.ImapGrammar;
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
    CAPABILITY("CAPABILITY", Bare.NO_ARGUMENTS, When.ANY, IGNORES),
    NOOP("NOOP", Bare.NO_ARGUMENTS, When.ANY, IGNORES),
    LOGOUT("LOGOUT", Bare.NO_ARGUMENTS, When.ANY, IGNORES),
    /** RFC 2971. */
    ID("ID", Id.GRAMMAR, When.ANY, IGNORES),

    // RFC 9051 section 6.2: not authenticated
    STARTTLS("STARTTLS", Bare.NO_ARGUMENTS, When.BEFORE_LOGIN, IGNORES),
    AUTHENTICATE("AUTHENTICATE", Authenticate.GRAMMAR, When.BEFORE_LOGIN, IGNORES),
    LOGIN("LOGIN", Login.GRAMMAR, When.BEFORE_LOGIN, IGNORES),

    // RFC 9051 section 6.3: authenticated
    ENABLE("ENABLE", Enable.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    SELECT("SELECT", Select.SELECT, When.AFTER_LOGIN, IGNORES),
    EXAMINE("EXAMINE", Select.EXAMINE, When.AFTER_LOGIN, IGNORES),
    CREATE("CREATE", Create.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    DELETE("DELETE", Delete.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    RENAME("RENAME", Rename.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    SUBSCRIBE("SUBSCRIBE", Subscribe.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    UNSUBSCRIBE("UNSUBSCRIBE", Unsubscribe.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    LIST("LIST", ListMailboxes.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    LSUB("LSUB", Lsub.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    NAMESPACE("NAMESPACE", Bare.NO_ARGUMENTS, When.AFTER_LOGIN, IGNORES),
    STATUS("STATUS", Status.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    APPEND("APPEND", Append.GRAMMAR, When.AFTER_LOGIN, IGNORES),
    IDLE("IDLE", Bare.NO_ARGUMENTS, When.AFTER_LOGIN, IGNORES),

    // RFC 9051 section 6.4: selected
    CLOSE("CLOSE", Bare.NO_ARGUMENTS, When.SELECTED_ONLY, IGNORES),
    UNSELECT("UNSELECT", Bare.NO_ARGUMENTS, When.SELECTED_ONLY, IGNORES),
    /** RFC 3501 section 6.4.1. */
    CHECK("CHECK", Bare.NO_ARGUMENTS, When.SELECTED_ONLY, IGNORES),
    EXPUNGE("EXPUNGE", Bare.NO_ARGUMENTS, When.SELECTED_ONLY, IGNORES),
    SEARCH("SEARCH", Search.BY_NUMBER, When.SELECTED_ONLY, HOLDS),
    FETCH("FETCH", Fetch.BY_NUMBER, When.SELECTED_ONLY, HOLDS),
    STORE("STORE", Store.BY_NUMBER, When.SELECTED_ONLY, HOLDS),
    COPY("COPY", Copy.BY_NUMBER, When.SELECTED_ONLY, USES),
    MOVE("MOVE", Move.BY_NUMBER, When.SELECTED_ONLY, USES),
    UID_EXPUNGE("UID EXPUNGE", UidExpunge.GRAMMAR, When.SELECTED_ONLY, IGNORES),
    UID_SEARCH("UID SEARCH", Search.BY_UID, When.SELECTED_ONLY, IGNORES),
    UID_FETCH("UID FETCH", Fetch.BY_UID, When.SELECTED_ONLY, IGNORES),
    UID_STORE("UID STORE", Store.BY_UID, When.SELECTED_ONLY, IGNORES),
    UID_COPY("UID COPY", Copy.BY_UID, When.SELECTED_ONLY, IGNORES),
    UID_MOVE("UID MOVE", Move.BY_UID, When.SELECTED_ONLY, IGNORES),

    /** A verb that is none of these. */
    UNRECOGNIZED("", Unrecognized.GRAMMAR, When.ANY, IGNORES),
    /** A command that breaks its grammar. */
    MALFORMED("", Malformed.GRAMMAR, When.ANY, IGNORES);

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
    private final ImapGrammar<? extends ImapCommand> grammar;
    private final Set<ImapState> states;
    private final NumberUse numbers;

    Verb(String word, ImapGrammar<? extends ImapCommand> grammar, Set<ImapState> states, NumberUse numbers) {
        this.word = word;
        this.grammar = grammar;
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

    /** Reads its arguments, from behind the verb to the end of the command or to the literal that is streamed. */
    ImapCommand read(ImapReader in) throws SyntaxException {
        return grammar == Bare.NO_ARGUMENTS ? new Bare(this) : grammar.read(in);
    }

    /** Whether it has no arguments. */
    boolean isBare() {
        return grammar == Bare.NO_ARGUMENTS;
    }

    void write(ImapCommand command, ImapWriter out) {
        out.text(word);
        write(grammar, command, out);
    }

    @SuppressWarnings("unchecked") // a row's grammar is that of the record whose verb() names the row
    private static <T> void write(ImapGrammar<T> grammar, ImapCommand command, ImapWriter out) {
        grammar.write((T) command, out);
    }
}
