package dev.yubin.mailbox;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A flag or keyword of a message: RFC 9051 section 2.3.2. Names compare without regard to case; those of system flags are spelled as there,
 * and keywords as they were written first.
 */
public final class Flag implements Comparable<Flag> {
    public static final Flag SEEN = new Flag("\\Seen");
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag DRAFT = new Flag("\\Draft");
    public static final Flag FORWARDED = new Flag("$Forwarded");
    public static final Flag MDN_SENT = new Flag("$MDNSent");
    public static final Flag JUNK = new Flag("$Junk");
    public static final Flag NOT_JUNK = new Flag("$NotJunk");
    public static final Flag PHISHING = new Flag("$Phishing");

    /** Those by the names that they mostly come under. */
    private static final Map<String, Flag> KNOWN = Stream.of(
                    SEEN, ANSWERED, FLAGGED, DELETED, DRAFT, FORWARDED, MDN_SENT, JUNK, NOT_JUNK, PHISHING)
            .collect(Collectors.toUnmodifiableMap(Flag::name, flag -> flag));

    private static final int MAX_OCTETS = 255;

    private static final Map<String, Flag> SYSTEM = Stream.of(SEEN, ANSWERED, FLAGGED, DELETED, DRAFT)
            .collect(Collectors.toMap(flag -> flag.folded, flag -> flag));

    private final String name;
    private final String folded;

    private Flag(String name) {
        this.name = name;
        this.folded = name.toLowerCase(Locale.ROOT);
    }

    /**
     * The flag of that name: an atom, or a backslash and an atom, of at most 255 octets.
     *
     * @throws IllegalArgumentException when it is neither; the message shows what is wrong
     */
    public static Flag of(String name) {
        Flag known = KNOWN.get(name);
        return known == null ? checked(name) : known;
    }

    private static Flag checked(String name) {
        int start = name.startsWith("\\") ? 1 : 0;
        if (name.length() == start || name.length() > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "a flag has 1 to " + MAX_OCTETS + " characters, this has " + name.length());
        }
        for (int i = start; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || "(){%*\"\\]".indexOf(c) >= 0) {
                throw new IllegalArgumentException(String.format(
                        "a flag is an atom (RFC 9051 section 9), but character %d is U+%04X", i + 1, (int) c));
            }
        }
        Flag flag = new Flag(name);
        return SYSTEM.getOrDefault(flag.folded, flag);
    }

    /** Flags as one text, a space between two, for a store that keeps text; {@link #split} reads it. */
    public static String join(Collection<Flag> flags) {
        return flags.stream().map(Flag::name).collect(Collectors.joining(" "));
    }

    /** What was {@linkplain #join joined}. */
    public static Set<Flag> split(String flags) {
        return Stream.of(flags.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Flag::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The name as it was written, such as {@code \Seen} or {@code $Junk}. */
    public String name() {
        return name;
    }

    /** Whether it begins with a backslash, so that only RFCs give it meaning. */
    public boolean system() {
        return name.startsWith("\\");
    }

    @Override
    public int compareTo(Flag other) {
        return folded.compareTo(other.folded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flag flag && folded.equals(flag.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
