package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a {@link Journal} says, line for line: which messages are over, and which are in doubt. */
final class JournalState {
    private final Map<MailboxName, Past> pasts = new HashMap<>();
    private Past present = new Past();

    /** A group of messages that is being put. */
    record Intention(String mark, List<String> keys) {}

    /** What is known of one mailbox. */
    static final class Past {
        private Optional<String> identity = Optional.empty();
        private final Set<String> over = new HashSet<>();
        private Optional<Intention> intention = Optional.empty();

        /** The sink's mailbox; empty where none was begun. */
        Optional<String> identity() {
            return identity;
        }

        /** Whether this message is over. */
        boolean holds(String key) {
            return over.contains(key);
        }

        /** What the last run was cut off at. */
        Optional<Intention> intention() {
            return intention;
        }
    }

    /** What is known of that mailbox. */
    Past mailbox(MailboxName name) {
        return pasts.computeIfAbsent(name, none -> new Past());
    }

    /** How many messages are over in all. */
    int over() {
        return pasts.values().stream().mapToInt(past -> past.over.size()).sum();
    }

    void take(List<String> line) {
        switch (line.get(0)) {
            case "mailbox" -> {
                present = mailbox(MailboxName.of(line.get(1)));
                present.identity = Optional.of(line.get(2));
            }
            case "put" ->
                present.intention = Optional.of(new Intention(line.get(1), List.copyOf(line.subList(2, line.size()))));
            case "done" -> {
                present.over.addAll(line.subList(1, line.size()));
                present.intention = Optional.empty();
            }
            default -> throw new IllegalArgumentException("the journal has a line that begins with " + line.get(0));
        }
    }
}
