package dev.yubin.conformance.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.UidSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a client may do next, by chance: commands that its picture of the mailbox allows, and what they may be answered. */
final class Moves {
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "$Junk", "$Mine");
    private static final String OTHER = "Archive";
    private static final int SMALL = 3;
    private static final int LARGE = 40;

    private final Random random;

    Moves(Random random) {
        this.random = random;
    }

    private boolean chance(double of) {
        return random.nextDouble() < of;
    }

    @SafeVarargs
    private final <T> T any(T... some) {
        return some[random.nextInt(some.length)];
    }

    private interface Move {
        Sent of(Client client, Picture picture);
    }

    /** One command; it is sent and perhaps answered. What opens or closes the mailbox is answered. */
    void next(Client client) throws IOException {
        if (client.picture.isEmpty()) {
            client.finish();
            open(client);
        } else if (chance(0.04)) {
            client.finish();
            close(client);
        } else if (chance(0.08)) {
            client.finish();
            client.idle();
        } else {
            message(client, client.picture.get());
        }
    }

    private void message(Client client, Picture picture) throws IOException {
        List<Move> moves = new ArrayList<>(List.of(this::noop, this::append, this::append));
        if (!client.isBusy() && picture.size() > 0) {
            moves.addAll(List.of(this::fetch, this::fetch, this::store, this::store, this::expunge, this::search));
            moves.addAll(List.of(this::sort, this::transfer, this::fetchUids, this::searchSaved));
        }
        if (picture.size() > 0) {
            moves.addAll(List.of(this::uidFetch, this::uidExpunge, this::uidStore, this::uidSearch));
        }
        if (picture.size() > LARGE) {
            moves.addAll(List.of(this::expunge, this::transfer, this::uidExpunge));
        }
        client.send(moves.get(random.nextInt(moves.size())).of(client, picture));
    }

    // ------------------------------------------------------------------ opening and closing

    private void open(Client client) throws IOException {
        boolean resyncs = client.qresync && client.keptModSeq > 0 && chance(0.8);
        client.readOnly = chance(0.2);
        String how =
                resyncs ? " (QRESYNC " + known(client) + ")" : client.condstore && chance(0.5) ? " (CONDSTORE)" : "";
        if (!resyncs) {
            client.kept.clear();
        }
        Sent select = client.command((client.readOnly ? "EXAMINE" : "SELECT") + " INBOX" + how);
        select.begin = client::opened;
        select.end = Moves::requireOk;
        client.run(select);
        if (resyncs) {
            compare(client);
        }
    }

    private String known(Client client) {
        StringBuilder known = new StringBuilder("(" + client.uidValidity + " " + client.keptModSeq);
        if (chance(0.5) && !client.kept.isEmpty()) {
            known.append(' ').append(UidSet.of(client.kept.keySet()));
        }
        return known.append(')').toString();
    }

    /** What was kept, and not said to be gone or changed, is there and as it was. */
    private static void compare(Client client) throws IOException {
        Picture picture = client.picture.orElseThrow();
        long selectedAt = client.heard;
        Map<Long, Client.Kept> kept = new HashMap<>(client.kept);
        client.kept.clear();
        if (picture.size() > 0) {
            client.run(client.command("FETCH 1:* (UID FLAGS MODSEQ)", true));
        }
        kept.forEach((uid, before) -> {
            int place = picture.place(uid);
            assertThat(place)
                    .as("QRESYNC: UID %d was not said to have vanished", uid)
                    .isPositive();
            Picture.Entry entry = picture.entry(place);
            if (entry.uid == uid && entry.modSeq <= selectedAt) {
                assertThat(entry.flags)
                        .as("QRESYNC: the flags of UID %d were not said to have changed", uid)
                        .isEqualTo(before.flags);
            }
        });
    }

    private void close(Client client) throws IOException {
        Sent close = client.command(client.qresync || chance(0.7) ? "UNSELECT" : "CLOSE");
        close.end = (status, code) -> client.closed();
        client.run(close);
    }

    // ------------------------------------------------------------------ by sequence numbers

    /** Some messages that there are, as a sequence set. */
    private UidSet numbers(Picture picture) {
        int most = chance(0.3) ? picture.size() : SMALL;
        int first = 1 + random.nextInt(picture.size());
        UidSet range = UidSet.range(first, Math.min(picture.size(), first + random.nextInt(most)));
        return chance(0.3) ? range.or(UidSet.of(1 + random.nextInt(picture.size()))) : range;
    }

    /** The same on the wire; now and then with {@code *} for the last. */
    private String written(UidSet numbers, Picture picture) {
        boolean star = numbers.last() == picture.size() && chance(0.3);
        return star ? numbers.toString().replaceFirst("\\d+$", "*") : numbers.toString();
    }

    private static List<Picture.Entry> entries(Picture picture, UidSet numbers) {
        return numbers.uids().mapToObj(number -> picture.entry((int) number)).collect(Collectors.toList());
    }

    private static boolean mayBe(List<Picture.Entry> entries, long uid) {
        return entries.stream().anyMatch(entry -> entry.uid == uid || entry.uid == 0);
    }

    private String items(Client client) {
        return any("(UID FLAGS)", "(FLAGS)", "(UID)", "(UID BODY[TEXT])", "(UID RFC822.SIZE)")
                .replace(")", client.condstore && chance(0.5) ? " MODSEQ)" : ")")
                .replace("[TEXT MODSEQ)", "[TEXT]");
    }

    private Sent fetch(Client client, Picture picture) {
        String since = client.condstore && chance(0.2) ? " (CHANGEDSINCE " + client.heard + ")" : "";
        return client.command("FETCH " + written(numbers(picture), picture) + " " + items(client) + since, true);
    }

    private Sent fetchUids(Client client, Picture picture) {
        return client.command("FETCH 1:* (UID FLAGS)", true);
    }

    private Sent store(Client client, Picture picture) {
        UidSet numbers = numbers(picture);
        return storing(client, "STORE " + written(numbers, picture), true, numbers, picture);
    }

    private Sent uidStore(Client client, Picture picture) {
        UidSet uids = uids(picture);
        return storing(client, "UID STORE " + uids, false, uids, picture);
    }

    private Sent storing(Client client, String text, boolean byNumber, UidSet messages, Picture picture) {
        String sign = any("+", "-", "");
        boolean silent = chance(0.4);
        Set<String> flags = new TreeSet<>(List.of(any(FLAGS.toArray(String[]::new)), any("\\Deleted", "\\Flagged")));
        String unchanged = client.condstore && chance(0.3) ? " (UNCHANGEDSINCE " + client.heard + ")" : "";
        Sent store = client.command(
                text + unchanged + " " + sign + (silent ? "FLAGS.SILENT (" : "FLAGS (") + String.join(" ", flags) + ")",
                byNumber);
        if (silent) {
            new Foreseen(store, sign, flags, byNumber, messages, picture);
        } else {
            store.end = (status, code) -> {};
        }
        return store;
    }

    private Sent expunge(Client client, Picture picture) {
        return client.command("EXPUNGE");
    }

    private Sent transfer(Client client, Picture picture) {
        UidSet numbers = numbers(picture);
        List<Picture.Entry> entries = entries(picture, numbers);
        Sent transfer = client.command(
                any("COPY ", "MOVE ") + written(numbers, picture) + " " + (chance(0.3) ? "INBOX" : OTHER));
        transfer.mayTransfer = uid -> mayBe(entries, uid);
        return transfer;
    }

    private Sent search(Client client, Picture picture) {
        String returning = any("", "", "RETURN (MIN MAX) ", "RETURN (ALL COUNT) ");
        if (chance(0.5)) {
            UidSet uids = uids(picture);
            Sent search = client.command("SEARCH " + returning + "UID " + uids, true);
            search.mayFind = number -> number <= picture.size()
                    && (picture.entry(number).uid == 0 || uids.contains(picture.entry(number).uid));
            return search;
        }
        Sent search = client.command("SEARCH " + returning + any("ALL", "DELETED", "UNDELETED", "KEYWORD $Junk"), true);
        search.mayFind = number -> number <= picture.size();
        return search;
    }

    private Sent searchSaved(Client client, Picture picture) {
        Sent search = client.command(chance(0.5) ? "SEARCH RETURN (SAVE) UNDELETED" : "FETCH $ (UID FLAGS)", true);
        search.mayFind = number -> number <= picture.size();
        return search;
    }

    private Sent sort(Client client, Picture picture) {
        Sent sort = client.command("SORT (REVERSE ARRIVAL) UTF-8 ALL", true);
        sort.mayFind = number -> number <= picture.size();
        return sort;
    }

    // ------------------------------------------------------------------ by UIDs

    /** UIDs, most of which are known. */
    private UidSet uids(Picture picture) {
        List<Long> known = picture.entries().stream()
                .map(entry -> entry.uid)
                .filter(uid -> uid != 0)
                .collect(Collectors.toList());
        if (known.isEmpty()) {
            return UidSet.range(1, 1 + random.nextInt(SMALL));
        }
        return UidSet.of(IntStream.rangeClosed(0, random.nextInt(SMALL))
                .mapToLong(i -> known.get(random.nextInt(known.size())))
                .toArray());
    }

    private Sent noop(Client client, Picture picture) {
        return client.command(any("NOOP", "CHECK"));
    }

    private Sent append(Client client, Picture picture) {
        String flags = any("", "(\\Seen) ", "(\\Deleted) ", "($Junk) ");
        return client.command("APPEND INBOX " + flags + "{15+}\r\nSubject: x\r\n\r\nx");
    }

    private Sent uidFetch(Client client, Picture picture) {
        return client.command("UID FETCH " + (chance(0.3) ? "1:*" : uids(picture)) + " " + items(client));
    }

    private Sent uidExpunge(Client client, Picture picture) {
        return client.command("UID EXPUNGE " + uids(picture));
    }

    private Sent uidSearch(Client client, Picture picture) {
        Sent search = client.command("UID SEARCH " + any("ALL", "DELETED", "UNSEEN", "RETURN (MIN MAX ALL) UNDELETED"));
        search.mayFindUid = uid -> picture.place(uid) > 0;
        return search;
    }

    static void requireOk(String status, String code) {
        assertThat(status).as("the answer").isEqualTo("OK");
    }
}
