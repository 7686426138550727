package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Flag;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a message's file in a Maildir: what is the message's own for ever, and its flags, such as {@code 1276528487.M3P9.host,S=13:2,FS}.
 *
 * @param base octet for octet, in ISO 8859-1
 * @param info the letters behind {@code :2,}
 */
record MaildirName(String base, String info) {
    /** The flags that have letters of their own. */
    static final Map<Character, Flag> LETTERS = letters();

    /** By the time and the microseconds that it begins with, as far as it does. */
    static final Comparator<String> IN_ORDER = Comparator.comparingLong(MaildirName::seconds)
            .thenComparingLong(MaildirName::microseconds)
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern TIME = Pattern.compile("^([0-9]{1,15})\\.(?:M([0-9]{1,9}))?.*", Pattern.DOTALL);

    private static Map<Character, Flag> letters() {
        Map<Character, Flag> letters = new LinkedHashMap<>(); // in the order in which they are written
        letters.put('D', Flag.DRAFT);
        letters.put('F', Flag.FLAGGED);
        letters.put('P', Flag.FORWARDED);
        letters.put('R', Flag.ANSWERED);
        letters.put('S', Flag.SEEN);
        letters.put('T', Flag.DELETED);
        return letters;
    }

    static MaildirName of(Path file) {
        String name = octets(file);
        int info = name.lastIndexOf(":2,");
        return new MaildirName(base(name), info < 0 ? "" : name.substring(info + 3));
    }

    /** A file's name without its flags. */
    static String base(String name) {
        int info = name.lastIndexOf(":2,");
        return info < 0 ? name : name.substring(0, info);
    }

    /** Where the locale's encoding does not know the octets of a name, only its URI has them. */
    private static String octets(Path file) {
        String name = file.getFileName().toString();
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name;
        }
        URI uri = file.toUri();
        String raw = uri.getRawPath().substring(uri.getRawPath().lastIndexOf('/') + 1);
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    }

    private static long seconds(String base) {
        Matcher time = TIME.matcher(base);
        return time.matches() ? Long.parseLong(time.group(1)) : Long.MAX_VALUE;
    }

    private static long microseconds(String base) {
        Matcher time = TIME.matcher(base);
        return time.matches() && time.group(2) != null ? Long.parseLong(time.group(2)) : 0;
    }
}
