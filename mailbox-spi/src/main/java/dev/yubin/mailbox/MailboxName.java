package dev.yubin.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A mailbox's name within an account: levels joined by {@code /}, in Unicode (RFC 9051 section 5.1). {@code INBOX} is the same in any case, also as
 * the first of several levels. A level is any text without control characters, such as {@code ..}: a name is never a path of a file system.
 */
public final class MailboxName implements Comparable<MailboxName> {
    /** What stands between two levels. */
    public static final char DELIMITER = '/';
    /** The longest name, in octets of UTF-8. */
    public static final int MAX_OCTETS = 1000;

    public static final MailboxName INBOX = new MailboxName("INBOX");

    /** Of ASCII's letters alone: Unicode takes a dotless i for an I. */
    private static final Pattern INBOX_IN_ANY_CASE = Pattern.compile("INBOX", Pattern.CASE_INSENSITIVE);

    private final String name;

    private MailboxName(String name) {
        this.name = name;
    }

    /**
     * The mailbox of that name.
     *
     * @throws IllegalArgumentException when it is empty, over 1000 octets, has an empty level or a control character
     */
    public static MailboxName of(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("a mailbox's name has 1 to " + MAX_OCTETS + " octets");
        }
        if (name.charAt(0) == DELIMITER || name.charAt(name.length() - 1) == DELIMITER || name.contains("//")) {
            throw new IllegalArgumentException("a mailbox's name has text on both sides of each " + DELIMITER);
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0xD800 && c <= 0xDFFF)) {
                throw new IllegalArgumentException(String.format("a mailbox's name has no U+%04X", c));
            }
            i += Character.charCount(c);
        }
        int first = name.indexOf(DELIMITER) < 0 ? name.length() : name.indexOf(DELIMITER);
        if (INBOX_IN_ANY_CASE.matcher(name.substring(0, first)).matches()) {
            return first == name.length() ? INBOX : new MailboxName("INBOX" + name.substring(first));
        }
        return new MailboxName(name);
    }

    /** Its levels, the topmost first. */
    public List<String> levels() {
        return List.of(name.split(String.valueOf(DELIMITER)));
    }

    /** The mailbox above it; empty at the top. */
    public Optional<MailboxName> superior() {
        int last = name.lastIndexOf(DELIMITER);
        return last < 0 ? Optional.empty() : Optional.of(new MailboxName(name.substring(0, last)));
    }

    /** Every mailbox above it, the topmost first. */
    public List<MailboxName> superiors() {
        return IntStream.range(0, name.length())
                .filter(i -> name.charAt(i) == DELIMITER)
                .mapToObj(i -> new MailboxName(name.substring(0, i)))
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * What it is called once a mailbox above it, or itself, has another name (RFC 9051 section 6.3.6).
     *
     * @throws StoreException {@code CANNOT} when that would be no name, for its length
     */
    public MailboxName renamed(MailboxName from, MailboxName to) throws StoreException {
        if (!equals(from) && !isBelow(from)) {
            return this;
        }
        try {
            return of(to.name + name.substring(from.name.length()));
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    StoreException.Reason.CANNOT, name + " cannot come below " + to + ": " + e.getMessage(), e);
        }
    }

    /** Whether it lies anywhere below {@code other}. */
    public boolean isBelow(MailboxName other) {
        return name.length() > other.name.length()
                && name.startsWith(other.name)
                && name.charAt(other.name.length()) == DELIMITER;
    }

    @Override
    public int compareTo(MailboxName other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MailboxName that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name whole, such as {@code Lists/netty}. */
    @Override
    public String toString() {
        return name;
    }
}
