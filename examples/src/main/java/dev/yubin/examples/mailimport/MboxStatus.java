package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Flag;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A message's flags in an mbox: the header fields {@code Status}, {@code X-Status} and {@code X-Keywords}, which mail programs put there and which are
 * not the message's own.
 */
final class MboxStatus {
    private static final Map<Character, Flag> LETTERS = letters();

    private final Set<Flag> flags = new TreeSet<>();

    private static Map<Character, Flag> letters() {
        Map<Character, Flag> letters = new LinkedHashMap<>();
        letters.put('A', Flag.ANSWERED);
        letters.put('F', Flag.FLAGGED);
        letters.put('D', Flag.DELETED);
        letters.put('T', Flag.DRAFT);
        return letters;
    }

    Set<Flag> flags() {
        return flags;
    }

    /** Takes a line of a header; false where it is none of these fields. */
    boolean take(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        switch (name) {
            case "status", "x-status" -> {
                if (value.indexOf('R') >= 0 && name.equals("status")) {
                    flags.add(Flag.SEEN);
                }
                LETTERS.forEach((letter, flag) -> {
                    if (value.indexOf(letter) >= 0) {
                        flags.add(flag);
                    }
                });
                return true;
            }
            case "x-keywords" -> {
                for (String keyword : value.split("[\\s,]+")) {
                    addKeyword(keyword);
                }
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private void addKeyword(String keyword) {
        try {
            flags.add(Flag.of(keyword));
        } catch (IllegalArgumentException e) {
            // other programs fill the field up with spaces, or keep there what IMAP cannot have
        }
    }

    /** The lines of these flags, with their ends. */
    static byte[] lines(Set<Flag> flags) {
        String letters = LETTERS.entrySet().stream()
                .filter(letter -> flags.contains(letter.getValue()))
                .map(letter -> String.valueOf(letter.getKey()))
                .collect(Collectors.joining());
        String keywords = flags.stream()
                .filter(flag -> !flag.system())
                .map(Flag::name)
                .sorted()
                .collect(Collectors.joining(" "));
        String lines = "Status: " + (flags.contains(Flag.SEEN) ? "RO" : "O") + "\n"
                + (letters.isEmpty() ? "" : "X-Status: " + letters + "\n")
                + (keywords.isEmpty() ? "" : "X-Keywords: " + keywords + "\n");
        return lines.getBytes(StandardCharsets.ISO_8859_1);
    }
}
