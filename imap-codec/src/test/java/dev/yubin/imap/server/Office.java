package dev.yubin.imap.server;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server for each test, whose one user finds the same messages in INBOX at the beginning of every conversation, all of them unseen. */
final class Office implements BeforeEachCallback, AfterEachCallback {
    private static final int MOST_TO_CUT = 4000;

    static final String USER = "bbb@osaka.test";
    static final Instant RECEIVED = Instant.parse("2025-04-01T10:00:00Z");

    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final QuickUsers USERS = new QuickUsers().add(USER, Secret.of("tanuki"));

    private static final String LOGIN = """
            S: * OK [CAPABILITY ...] Yubin ready
            C: l LOGIN bbb@osaka.test tanuki
            S: l OK [CAPABILITY ...] LOGIN done
            """;
    private static final String SELECT = """
            C: s SELECT INBOX
            S: * FLAGS (...)
            S: * OK [PERMANENTFLAGS (...)] ...
            S: * ... EXISTS
            S: * 0 RECENT
            %sS: * OK [UIDVALIDITY ...] ...
            S: * OK [UIDNEXT ...] ...
            S: * OK [HIGHESTMODSEQ ...] ...
            S: s OK [READ-WRITE] SELECT done
            """;

    private final List<String> messages;
    private TlsMode mode = TlsMode.STARTTLS_OPTIONAL;
    private Authenticator users = USERS;
    private UnaryOperator<ImapServer.Builder> described = UnaryOperator.identity();
    private Supplier<MemoryMailStore> empty = MemoryMailStore::create;
    private Gifted gifts = new Gifted().mailbox(AtomicMove.class, AtomicMove.class::cast);
    private UnaryOperator<MailStore> around = UnaryOperator.identity();
    private volatile MemoryMailStore kept;
    private boolean untouched;
    private volatile boolean prompt;
    private ImapServer server;

    /** Says in every other conversation that it never waits, and so is asked on the event loop; in the rest by workers. */
    private final class InTurns implements MailStore {
        private final MailStore within;

        InTurns(MailStore within) {
            this.within = within;
        }

        @Override
        public Account account(String user) throws StoreException {
            return within.account(user);
        }

        @Override
        public boolean neverWaits() {
            return prompt;
        }
    }

    private Office(List<String> messages) {
        this.messages = messages;
    }

    /** With these messages, whose lines end with LF here and with CR LF there. */
    static Office with(String... messages) {
        return new Office(List.of(messages));
    }

    Office mode(TlsMode changed) {
        mode = changed;
        return this;
    }

    /** The server described further. */
    Office described(UnaryOperator<ImapServer.Builder> more) {
        described = more;
        return this;
    }

    /** Others than the one who is always there. */
    Office users(Authenticator others) {
        users = others;
        return this;
    }

    Office limits(SessionLimits limits) {
        return described(builder -> builder.limits(limits));
    }

    /** Another kind of store in memory. */
    Office keptIn(Supplier<MemoryMailStore> emptyStore) {
        empty = emptyStore;
        return this;
    }

    /** What the store can do besides: that, rather than to move in one step. */
    Office gifts(Gifted given) {
        gifts = given;
        return this;
    }

    /** Another store around the one in memory. */
    Office around(UnaryOperator<MailStore> store) {
        around = store;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        prompt = true;
        furnish();
        MailStore store = new InTurns(around.apply(gifts.around(user -> kept.account(user))));
        server = described
                .apply(ImapServer.builder(store, users)
                        .identity(IDENTITY)
                        .plaintextLogin(true)
                        .listen(new InetSocketAddress("127.0.0.1", 0), mode))
                .start();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        server.close();
    }

    /** Gives the store back its first content. */
    void furnish() {
        prompt = !prompt;
        if (untouched) {
            return;
        }
        try {
            MemoryMailStore fresh = empty.get();
            fresh.addAccount(USER);
            for (String message : messages) {
                append(fresh.account(USER), message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            kept = fresh;
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, but whoever comes next finds what is there now. */
    Office untouched() {
        untouched = true;
        return this;
    }

    /** Mail that comes by another way. */
    void deliver(byte[] message) throws StoreException {
        append(account(), message);
    }

    private static void append(Account account, byte[] message) throws StoreException {
        try (MessageWriter writer = MessageWriter.open(
                account.open(MailboxName.INBOX), Set.of(), RECEIVED, OptionalLong.of(message.length))) {
            writer.write(ByteBuffer.wrap(message));
            writer.commit();
        }
    }

    Account account() throws StoreException {
        return kept.account(USER);
    }

    /** The account of somebody else, whom the store has besides. */
    Account another(String user) throws StoreException {
        return kept.account(user);
    }

    ImapServer server() {
        return server;
    }

    void drain() {
        server.drain(Duration.ofSeconds(10));
    }

    Wire wire() {
        return Wire.to(server.port()).before(this::furnish);
    }

    /** The whole conversation at every pace: line by line, in one write, octet by octet, and cut at every place. A very long one has too many of them. */
    void play(String transcript) {
        if (transcript.length() <= MOST_TO_CUT) {
            wire().playEveryWay(transcript);
        } else {
            wire().play(transcript);
            wire().play(Wire.Pace.PIPELINED, transcript);
        }
    }

    /** What follows a login. */
    void loggedIn(String transcript) {
        play(afterLogin(transcript));
    }

    /** What follows the SELECT of INBOX. */
    void selected(String transcript) {
        play(afterSelect(transcript));
    }

    String afterLogin(String transcript) {
        return LOGIN + transcript;
    }

    String afterSelect(String transcript) {
        String unseen = messages.isEmpty() ? "" : "S: * OK [UNSEEN 1] ...\n";
        return LOGIN + SELECT.formatted(unseen) + transcript;
    }
}
