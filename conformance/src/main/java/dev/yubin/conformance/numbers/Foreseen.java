package dev.yubin.conformance.numbers;

import dev.yubin.mailbox.UidSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client knows of flags behind a STORE that is silent: what it has set them to itself, unless it is told of others. RFC 9051
 * section 6.4.6.
 */
final class Foreseen {
    private final String sign;
    private final Set<String> flags;
    private final boolean byNumber;
    private final UidSet messages;
    private final Picture picture;
    private final Map<Picture.Entry, Set<String>> before = new HashMap<>();
    private final Map<Picture.Entry, Set<String>> after = new HashMap<>();

    Foreseen(Sent store, String sign, Set<String> flags, boolean byNumber, UidSet messages, Picture picture) {
        this.sign = sign;
        this.flags = flags;
        this.byNumber = byNumber;
        this.messages = messages;
        this.picture = picture;
        store.begin = this::foresee;
        store.end = this::answered;
    }

    private boolean names(int number, UidSet some) {
        return some.contains(byNumber ? number : picture.entry(number).uid);
    }

    private void foresee() {
        for (int number = 1; number <= picture.size(); number++) {
            Picture.Entry entry = picture.entry(number);
            if (!byNumber && entry.uid == 0) {
                entry.flags = null; // it may be one of these, or not
            } else if (names(number, messages) && (entry.flags != null || sign.isEmpty())) {
                Set<String> changed = sign.isEmpty() ? new TreeSet<>() : new TreeSet<>(entry.flags);
                if (sign.equals("-")) {
                    changed.removeAll(flags);
                } else {
                    changed.addAll(flags);
                }
                before.put(entry, entry.flags);
                after.put(entry, changed);
                entry.flags = changed;
            }
        }
    }

    /** What was refused, or left as it was since somebody else had changed it, is not as foreseen. */
    private void answered(String status, String code) {
        boolean refused = status.equals("NO") && !code.equals("EXPUNGEISSUED") && !code.startsWith("MODIFIED ");
        UidSet left = code.startsWith("MODIFIED ") ? Client.set(code.substring(9)) : UidSet.EMPTY;
        for (int number = 1; number <= picture.size(); number++) {
            Picture.Entry entry = picture.entry(number);
            if (after.containsKey(entry) && (refused || names(number, left)) && entry.flags == after.get(entry)) {
                entry.flags = before.get(entry);
            }
        }
    }
}
