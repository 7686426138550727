package dev.yubin.conformance.imap;

import dev.yubin.conformance.internal.Omission;
import dev.yubin.conformance.internal.Result;
import dev.yubin.conformance.internal.Trial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A run of checks over one server: what they share, such as how to log in and which mailboxes there are. Checks that leave a connection as it was share one;
 * what prepares mailboxes has another. Used by one thread.
 */
final class Examination implements AutoCloseable {
    /** Part of IMAP4rev2, and so there without a name of their own: RFC 9051 appendix E. */
    private static final Set<String> IN_REV2 = Set.of(
            "BINARY",
            "ENABLE",
            "ESEARCH",
            "IDLE",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "LITERAL-",
            "MOVE",
            "NAMESPACE",
            "SASL-IR",
            "SEARCHRES",
            "SPECIAL-USE",
            "STATUS=SIZE",
            "UIDPLUS",
            "UNSELECT");

    /** Servers hang up behind too many; a connection that is shared is given up before. */
    private static final int BADS_A_CONNECTION = 8;

    private static final String SECRET = "[secret]";

    private final ImapTarget target;
    private final Trial trial = new Trial(this::masked);
    private final String names = "conformance-" + UUID.randomUUID().toString().substring(0, 8) + '-';
    private int named;

    private Optional<Connection> shared = Optional.empty();
    private Optional<Connection> steward = Optional.empty();
    /** Mailboxes that stay as they are, by what they are for. */
    private final Map<String, String> kept = new TreeMap<>();
    /** What is offered behind a login, in upper case; asked for once. */
    private Set<String> offered = Set.of();

    private Optional<Place> place = Optional.empty();
    /** Made for the check at hand, in the order in which they are to be removed. */
    private final List<String> boxes = new ArrayList<>();

    /**
     * Where mailboxes are made.
     *
     * @param prefix    of all that belong to the user: RFC 2342
     * @param delimiter between the levels of a name; empty where there is one level alone
     */
    record Place(String prefix, String delimiter) {}

    Examination(ImapTarget target) {
        this.target = target;
    }

    ImapTarget target() {
        return target;
    }

    /** Makes one check. */
    Result make(String chapter, Check check) {
        Result result = trial.make(
                chapter, check.source(), check.title(), () -> check.steps().take(this));
        if (result.outcome() == Result.Outcome.FAILED) {
            giveUpShared();
        }
        removeBoxes();
        return result;
    }

    /** A report may go to others; the account's password is theirs to guess. */
    private String masked(String said) {
        return said.replace(plain(target.password()), SECRET)
                .replace(base64(target.password()), SECRET)
                .replace(quoted(target.password()), SECRET)
                .replace(target.password(), SECRET);
    }

    /** The response of SASL PLAIN: RFC 4616 section 2. */
    String plain(String password) {
        return base64('\0' + target.user() + '\0' + password);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    // Connections

    /** A connection on which nothing has come as yet. */
    Connection opened() {
        return trial.keep(Connection.open(target));
    }

    /** A connection on which the greeting has come. */
    Connection connect() {
        return greeted(opened());
    }

    /** A connection on which a login may come: TLS is on where it is asked for. */
    Connection ready() {
        return secured(connect());
    }

    /** A connection of this check's own, with nothing selected. */
    Connection loggedIn() {
        return loggedIn(ready());
    }

    private static Connection greeted(Connection connection) {
        connection.require(connection.response().ok(), "the greeting is OK");
        return connection;
    }

    private Connection secured(Connection connection) {
        if (target.tls() == ImapTarget.Tls.STARTTLS) {
            connection.ok("STARTTLS");
            connection.beginTls();
        }
        return connection;
    }

    private Connection loggedIn(Connection connection) {
        connection.ok(login());
        return connection;
    }

    String login() {
        return "LOGIN " + quoted(target.user()) + ' ' + quoted(target.password());
    }

    private Connection newcomer() {
        return loggedIn(secured(greeted(Connection.open(target))));
    }

    /** A connection that is logged in and that other checks go on with: who has it leaves it so. */
    Connection session() {
        if (shared.filter(connection -> connection.bads() > BADS_A_CONNECTION || connection.ended())
                .isPresent()) {
            giveUpShared();
        }
        if (shared.isEmpty()) {
            shared = Optional.of(newcomer());
        }
        return trial.show(shared.get());
    }

    private void giveUpShared() {
        shared.ifPresent(Connection::close);
        shared = Optional.empty();
    }

    /** Who prepares mailboxes and removes them. */
    private Connection steward() {
        if (steward.filter(connection -> !connection.ended()).isEmpty()) {
            steward = Optional.of(newcomer());
        }
        return steward.get();
    }

    /** Who comes now is greeted, and heard. */
    void othersAreServed() {
        Connection other = Connection.open(target);
        greeted(other);
        other.ok("NOOP");
        other.close();
    }

    // What is offered

    /** The capabilities behind a login, in upper case. */
    Set<String> capabilities() {
        if (offered.isEmpty()) {
            offered = capabilities(session());
        }
        return offered;
    }

    /** Asks on this connection. */
    static Set<String> capabilities(Connection connection) {
        Set<String> capabilities = new TreeSet<>();
        connection.ok("CAPABILITY").one("CAPABILITY").texts().forEach(each -> capabilities.add(upper(each)));
        return capabilities;
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    boolean offers(String capability) {
        return capabilities().contains(capability)
                || IN_REV2.contains(capability) && capabilities().contains("IMAP4REV2")
                || capability.equals("LITERAL-") && capabilities().contains("LITERAL+")
                || capability.equals("CONDSTORE") && capabilities().contains("QRESYNC"); // RFC 7162 section 3.2.3
    }

    /** The check is not made where this is not offered. */
    void need(String... capabilities) {
        for (String capability : capabilities) {
            if (!offers(capability)) {
                throw Omission.notOffered("CAPABILITY does not list " + capability);
            }
        }
    }

    /** The check is not made where none of this kind is offered, such as QUOTA=. */
    List<String> needSome(String prefix) {
        List<String> some = capabilities().stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .toList();
        if (some.isEmpty()) {
            throw Omission.notOffered("CAPABILITY does not list " + prefix);
        }
        return some;
    }

    String other() {
        return target.other().orElseThrow(() -> Omission.skipped("no other user is named"));
    }

    // Mailboxes

    Place place() {
        if (place.isEmpty()) {
            String prefix = offers("NAMESPACE") ? prefix(steward().ok("NAMESPACE")) : "";
            Value delimiter =
                    steward().ok("LIST " + quoted(prefix) + " \"\"").one("LIST").value(1);
            place = Optional.of(new Place(prefix, delimiter.isNil() ? "" : delimiter.text()));
        }
        return place.get();
    }

    private static String prefix(Answer namespaces) {
        Value personal = namespaces.one("NAMESPACE").value(0);
        return personal.isNil() ? "" : personal.item(0).item(0).text();
    }

    /** A name under another; the check is not made where there are no levels. */
    String under(String parent, String child) {
        if (place().delimiter().isEmpty()) {
            throw Omission.notOffered("mailbox names have one level");
        }
        String name = parent + place().delimiter() + child;
        boxes.add(0, name);
        return name;
    }

    /** A name that no mailbox has; if one has it at the end of the check, it is removed. */
    String name() {
        return name("");
    }

    /** As {@link #name()}, and it ends so; who removes it speaks IMAP4rev1, and wants modified UTF-7. */
    String name(String end) {
        String name = place().prefix() + names + ++named + end;
        boxes.add(0, name);
        return name;
    }

    /** The names of this run begin so. */
    String names() {
        return place().prefix() + names;
    }

    /** A new mailbox that has these messages. */
    String box(String... letters) {
        String name = name();
        steward().ok("CREATE " + name);
        for (String letter : letters) {
            append(steward(), name, "", letter);
        }
        return name;
    }

    /** A new mailbox with so many small messages. */
    String small(int count) {
        String[] letters = new String[count];
        for (int i = 0; i < count; i++) {
            letters[i] = Letters.small("letter " + (i + 1));
        }
        return box(letters);
    }

    /** Another client adds this. */
    void deliver(String box, String letter) {
        append(steward(), box, "", letter);
    }

    /** Another client does this. */
    Answer elsewhere(String... command) {
        return steward().ok(command);
    }

    /** @param before what stands before the literal, such as flags, with a space behind it */
    static Answer append(Connection connection, String box, String before, String letter) {
        return connection.ok("APPEND " + box + ' ' + before + '{' + letter.length() + '}', letter);
    }

    /** The shared connection, with this mailbox selected. */
    Connection selected(String box) {
        Connection connection = session();
        connection.ok("SELECT " + box);
        return connection;
    }

    /** The shared connection, with a new mailbox of so many small messages selected. */
    Connection selected(int count) {
        return selected(small(count));
    }

    /** A connection of this check's own, with this mailbox selected. */
    Connection alone(String box) {
        Connection connection = loggedIn();
        connection.ok("SELECT " + box);
        return connection;
    }

    /** The mailbox that has {@link Letters#STANDARD}, unseen and without flags; it stays as it is. */
    String standard() {
        return kept("standard", Letters.STANDARD, List.of("", "", "", ""));
    }

    /**
     * A mailbox that stays as it is until all checks are made; the first call makes it.
     *
     * @param before what stands before the literal of each message
     */
    String kept(String what, List<String> letters, List<String> before) {
        return kept.computeIfAbsent(what, word -> {
            String name = place().prefix() + names + word;
            steward().ok("CREATE " + name);
            for (int i = 0; i < letters.size(); i++) {
                append(steward(), name, before.get(i), letters.get(i));
            }
            return name;
        });
    }

    /** The shared connection, with the standard mailbox open for reading. */
    Connection reading() {
        String name = standard();
        Connection connection = session();
        connection.ok("EXAMINE " + name);
        return connection;
    }

    private void removeBoxes() {
        if (boxes.isEmpty()) {
            return;
        }
        if (shared.isPresent() && shared.get().ended()) {
            giveUpShared();
        }
        try {
            shared.ifPresent(connection -> connection.ok("EXAMINE INBOX")); // it might hold what is removed
        } catch (AssertionError e) {
            giveUpShared();
        }
        try {
            boxes.forEach(name -> steward().say("DELETE " + name));
        } catch (AssertionError e) {
            steward.ifPresent(Connection::close);
            steward = Optional.empty();
        }
        boxes.clear();
    }

    /** Leaves no mailbox behind that was made for checks. */
    @Override
    public void close() {
        giveUpShared();
        try {
            kept.values().forEach(name -> steward().say("DELETE " + name));
        } finally {
            steward.ifPresent(Connection::close);
        }
    }
}
