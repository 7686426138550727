package dev.yubin.imap;

/**
 * Bounds on all that a peer can repeat, nest or announce, so that a connection's memory is bounded whatever comes.
 *
 * @param lineOctets    the longest line, its CR LF counted (RFC 7162 section 4 asks for 8192); of a command with literals, each line by itself
 * @param literalOctets the longest literal that is kept in memory, such as a mailbox name or a search text; a message is streamed and has
 *                      {@code messageOctets}
 * @param literals      how many literals one command or response may have
 * @param commandOctets all lines and kept literals of one command or response together
 * @param depth         how deep parentheses, NOT and OR nest
 * @param items         how many items all lists and sets of one command or response may have together
 * @param drainOctets   how much of a refused command is read and thrown away before the connection is closed instead (RFC 7888 section 4)
 * @param messageOctets the largest message that APPEND may bring (APPENDLIMIT of RFC 7889)
 */
public record ImapLimits(
        int lineOctets,
        int literalOctets,
        int literals,
        int commandOctets,
        int depth,
        int items,
        long drainOctets,
        long messageOctets) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    public ImapLimits {
        if (lineOctets < 512 || literalOctets < 0 || literals < 0 || depth < 1 || items < 1 || drainOctets < 0) {
            throw new IllegalArgumentException("a limit is too small to speak IMAP: " + lineOctets + " octets a line, "
                    + literalOctets + " a literal, " + literals + " literals, depth " + depth + ", " + items
                    + " items, " + drainOctets + " octets to drain");
        }
        if (commandOctets < lineOctets) {
            throw new IllegalArgumentException(
                    "a command of " + commandOctets + " octets has no room for a line of " + lineOctets);
        }
    }

    /** What a server takes once the user is known: lines of 64 KiB, commands of 1 MiB, messages of 64 MiB. */
    public static ImapLimits standard() {
        return new ImapLimits(64 * KIB, 256 * KIB, 1000, MIB, 64, 50_000, 16L * MIB, 64L * MIB);
    }

    /** What a client takes from a server, which may list a million messages in one line, and a talk that branches a thousand times on one way. */
    public static ImapLimits client() {
        return new ImapLimits(32 * MIB, 16 * MIB, 100_000, 64 * MIB, 1000, 4_000_000, 0, Long.MAX_VALUE);
    }

    /** The same with such a largest message. */
    public ImapLimits messageOctets(long messageOctets) {
        return new ImapLimits(
                lineOctets, literalOctets, literals, commandOctets, depth, items, drainOctets, messageOctets);
    }

    /** The same for a peer that nobody knows yet: lines of 16 KiB at most, as tokens for AUTHENTICATE may be long, and little else. */
    public ImapLimits beforeLogin() {
        int line = Math.min(lineOctets, 16 * KIB);
        return new ImapLimits(
                line,
                Math.min(literalOctets, 4 * KIB),
                Math.min(literals, 8),
                Math.min(commandOctets, 2 * line),
                Math.min(depth, 8),
                Math.min(items, 100),
                Math.min(drainOctets, 64 * KIB),
                messageOctets);
    }
}
