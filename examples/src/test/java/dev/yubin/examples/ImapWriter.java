package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.examples.Ledger.Arrival;
import dev.yubin.examples.Ledger.Held;
import dev.yubin.examples.Ledger.Key;
import dev.yubin.examples.Ledger.Place;
import dev.yubin.examples.Ledger.Step;
import dev.yubin.mailbox.Flag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Appends letters to a user's INBOX and Archive, and changes, copies, moves and removes those of them that lie in the INBOX, until the connection ends.
 * It touches nobody else's. Used by one thread.
 */
final class ImapWriter {
    private static final Pattern UIDS = Pattern.compile("\\[(?:APPENDUID (\\d+)|COPYUID (\\d+) \\S+) ([\\d:,]+)\\]");
    private static final Pattern MOD_SEQ = Pattern.compile("(?:MODSEQ \\(|HIGHESTMODSEQ )(\\d+)");
    private static final List<Flag> FLAGS = List.of(Flag.SEEN, Flag.FLAGGED, Flag.ANSWERED, Flag.of("$Work"));

    private final Ledger ledger;
    private final Random random;
    private final String user;
    private final String name;
    private final Place inbox;
    private final Place archive;
    private final Map<Key, Held> mine = new HashMap<>();
    private int letters;
    private int tags;

    ImapWriter(Ledger ledger, Random random, String user, String name) {
        this.ledger = ledger;
        this.random = random;
        this.user = user;
        this.name = name;
        this.inbox = new Place(user, "INBOX");
        this.archive = new Place(user, "Archive");
    }

    void write(int port, String password) throws IOException {
        try (Talk talk = new Talk(port)) {
            talk.hear();
            ask(talk, "LOGIN " + user + " " + password);
            ask(talk, "SELECT INBOX (CONDSTORE)");
            while (true) {
                act(talk);
            }
        }
    }

    private void act(Talk talk) throws IOException {
        int chance = random.nextInt(10);
        if (mine.isEmpty() || chance < 4) {
            append(talk);
            return;
        }
        Key key = mine.keySet().stream()
                .skip(random.nextInt(mine.size()))
                .findFirst()
                .orElseThrow();
        Held message = mine.get(key);
        switch (chance) {
            case 4, 5 -> store(talk, key, flags());
            case 6 -> transfer(talk, "COPY", key, Map.of(), message);
            case 7 -> transfer(talk, "MOVE", key, Map.of(key, Optional.empty()), message);
            default -> {
                Set<Flag> flags = new HashSet<>(message.flags());
                flags.add(Flag.DELETED);
                store(talk, key, flags);
                become(talk, "UID EXPUNGE " + key.uid(), key, Optional.empty());
            }
        }
    }

    private Set<Flag> flags() {
        return FLAGS.stream().filter(flag -> random.nextInt(3) == 0).collect(Collectors.toSet());
    }

    private static String text(Set<Flag> flags) {
        return flags.stream().map(Flag::name).collect(Collectors.joining(" ", "(", ")"));
    }

    /** One letter, or several of which all come or none: RFC 3502. */
    private void append(Talk talk) throws IOException {
        Place place = random.nextInt(4) == 0 ? archive : inbox;
        List<Arrival> arrivals = Stream.generate(
                        () -> new Arrival(place, new Held(new Letter(name + "n" + letters++), flags())))
                .limit(random.nextInt(8) == 0 ? 3 : 1)
                .toList();
        Step step = Step.arrive(true, arrivals);
        ledger.begin(step);
        String command = "t" + ++tags + " APPEND " + place.mailbox();
        for (Arrival arrival : arrivals) {
            byte[] octets = arrival.message().letter().octets();
            talk.say(command + " " + text(arrival.message().flags()) + " {" + octets.length + "}");
            for (String line = heard(talk); !line.startsWith("+"); line = heard(talk)) {
                assertThat(line).startsWith("*");
            }
            talk.send(octets);
            command = "";
        }
        talk.say("");
        arrived(step, answer(talk));
    }

    private void transfer(Talk talk, String verb, Key key, Map<Key, Optional<Held>> becomes, Held message)
            throws IOException {
        Step step = new Step(true, List.of(new Arrival(archive, message)), becomes);
        ledger.begin(step);
        List<String> answer = ask(talk, "UID " + verb + " " + key.uid() + " Archive");
        arrived(step, answer);
        becomes.keySet().forEach(mine::remove);
    }

    private void arrived(Step step, List<String> answer) {
        Matcher uids = answer.stream()
                .map(UIDS::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no UIDs in " + answer));
        long uidValidity = Long.parseLong(Optional.ofNullable(uids.group(1)).orElseGet(() -> uids.group(2)));
        List<Long> given = uids(uids.group(3));
        ledger.acknowledge(step, uidValidity, given);
        for (int i = 0; i < given.size(); i++) {
            Arrival arrival = step.arrivals().get(i);
            if (arrival.place().equals(inbox)) {
                mine.put(new Key(inbox, given.get(i)), arrival.message());
            }
        }
    }

    private static List<Long> uids(String set) {
        return Stream.of(set.split(","))
                .map(range -> range.split(":"))
                .flatMapToLong(
                        ends -> LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])))
                .boxed()
                .toList();
    }

    private void store(Talk talk, Key key, Set<Flag> flags) throws IOException {
        become(
                talk,
                "UID STORE " + key.uid() + " FLAGS " + text(flags),
                key,
                Optional.of(new Held(mine.get(key).letter(), flags)));
    }

    private void become(Talk talk, String command, Key key, Optional<Held> after) throws IOException {
        Step step = Step.become(key, after);
        ledger.begin(step);
        ask(talk, command);
        ledger.acknowledge(step);
        after.ifPresentOrElse(message -> mine.put(key, message), () -> mine.remove(key));
    }

    private List<String> ask(Talk talk, String command) throws IOException {
        talk.say("t" + ++tags + " " + command);
        return answer(talk);
    }

    /** All lines up to the OK, which is the last. */
    private List<String> answer(Talk talk) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(heard(talk));
        } while (lines.get(lines.size() - 1).startsWith("*"));
        assertThat(lines.get(lines.size() - 1)).startsWith("t" + tags + " OK");
        return lines;
    }

    private String heard(Talk talk) throws IOException {
        String line = talk.hear();
        Matcher modSeq = MOD_SEQ.matcher(line);
        if (modSeq.find()) {
            ledger.sawModSeq(inbox, Long.parseLong(modSeq.group(1)));
        }
        return line;
    }
}
