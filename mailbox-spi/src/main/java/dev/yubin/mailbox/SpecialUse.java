package dev.yubin.mailbox;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a mailbox is for: RFC 6154 section 2 and RFC 8457. */
public enum SpecialUse {
    ALL("\\All"),
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    FLAGGED("\\Flagged"),
    IMPORTANT("\\Important"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute that LIST shows, such as {@code \Sent}. */
    public String attribute() {
        return attribute;
    }

    /** The use that this attribute stands for, in any case of its letters; empty for one of unknown meaning. */
    public static Optional<SpecialUse> of(String attribute) {
        return Stream.of(values())
                .filter(use -> use.attribute.equalsIgnoreCase(attribute))
                .findFirst();
    }

    /** Uses as one text, a space between two, for a store that keeps text; {@link #split} reads it. */
    public static String join(Collection<SpecialUse> uses) {
        return uses.stream().map(SpecialUse::name).sorted().collect(Collectors.joining(" "));
    }

    /** What was {@linkplain #join joined}. */
    public static Set<SpecialUse> split(String uses) {
        return Stream.of(uses.split(" "))
                .filter(name -> !name.isEmpty())
                .map(SpecialUse::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
