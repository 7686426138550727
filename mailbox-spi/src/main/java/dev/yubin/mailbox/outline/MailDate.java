package dev.yubin.mailbox.outline;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Reads a date-time (RFC 5322 sections 3.3 and 4.3) word by word: a word is known by its look, so that the order of C's {@code asctime}
 * does as well. A time or a zone that cannot be read counts as 00:00:00 and UTC: RFC 5256 section 2.2.
 */
final class MailDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** obs-zone; the military ones are read as -0000 (RFC 5322 section 4.3), which is what an unknown one becomes too. */
    private static final Map<String, Integer> ZONES =
            Map.of("edt", -4, "est", -5, "cdt", -5, "cst", -6, "mdt", -6, "mst", -7, "pdt", -7, "pst", -8);

    private int day;
    private int month;
    private int year = -1;
    private LocalTime time = LocalTime.MIDNIGHT;
    private ZoneOffset zone;

    private MailDate() {}

    /** The date and time in its own zone; empty where there is no date in {@code value}. */
    static Optional<OffsetDateTime> read(String value) {
        MailDate date = new MailDate();
        StringTokenizer words = new StringTokenizer(plain(value), " \t\r\n,");
        while (words.hasMoreTokens()) {
            date.word(words.nextToken().toLowerCase(Locale.ROOT));
        }
        try {
            return date.year < 0
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.of(
                            LocalDate.of(date.year, date.month, date.day),
                            date.time,
                            date.zone == null ? ZoneOffset.UTC : date.zone));
        } catch (DateTimeException e) { // such as 31 Feb, or no day or month at all
            return Optional.empty();
        }
    }

    private void word(String word) {
        char first = word.charAt(0);
        if (word.indexOf(':') > 0) {
            time = time(word);
        } else if (isDigit(first)) {
            number(word);
        } else if (first == '+' || first == '-') {
            zone = zone == null ? offset(word) : zone;
        } else if (month == 0 && word.length() >= 3 && MONTHS.contains(word.substring(0, 3))) {
            month = MONTHS.indexOf(word.substring(0, 3)) + 1;
        } else if (zone == null && ZONES.containsKey(word)) {
            zone = ZoneOffset.ofHours(ZONES.get(word));
        }
    }

    private void number(String word) {
        if (!digits(word) || word.length() > 4) {
            return;
        }
        int number = Integer.parseInt(word);
        if (day == 0 && word.length() <= 2) {
            day = number;
        } else if (year < 0) {
            year = year(number, word.length());
        }
    }

    /** RFC 5322 section 4.3: 00 to 49 are of this century, 50 to 99 and those of three digits of the last. */
    private static int year(int number, int digits) {
        if (digits >= 4) {
            return number;
        }
        return digits == 3 || number >= 50 ? 1900 + number : 2000 + number;
    }

    /** hour ":" minute [ ":" second ] */
    private static LocalTime time(String word) {
        String[] parts = word.split(":", -1);
        int[] units = new int[3];
        for (int i = 0; i < parts.length; i++) {
            if (i > 2 || parts[i].length() > 2 || !digits(parts[i])) {
                return LocalTime.MIDNIGHT;
            }
            units[i] = Integer.parseInt(parts[i]);
        }
        return units[0] > 23 || units[1] > 59 || units[2] > 60
                ? LocalTime.MIDNIGHT
                : LocalTime.of(units[0], units[1], Math.min(units[2], 59)); // a leap second is no second to Java
    }

    /** ( "+" / "-" ) 4DIGIT, up to the 18 hours that Java knows. */
    private static ZoneOffset offset(String word) {
        if (word.length() != 5 || !digits(word.substring(1))) {
            return ZoneOffset.UTC;
        }
        int hhmm = Integer.parseInt(word.substring(1));
        int seconds = (hhmm / 100 * 60 + hhmm % 100) * 60;
        return hhmm % 100 > 59 || seconds > ZoneOffset.MAX.getTotalSeconds()
                ? ZoneOffset.UTC
                : ZoneOffset.ofTotalSeconds(word.charAt(0) == '-' ? -seconds : seconds);
    }

    /** Without comments, and without the white space that section 4.3 allows around a colon. */
    private static String plain(String value) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '(') {
                depth++;
                append(text, ' ');
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0) {
                append(text, c);
            } else if (c == '\\') {
                i++;
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c) {
        int length = text.length();
        if (c == ':') {
            while (length > 0 && Octets.isSpace(text.charAt(length - 1))) {
                length--;
            }
            text.setLength(length);
        }
        boolean behindColon = length > 0 && text.charAt(length - 1) == ':';
        if (!behindColon || !Octets.isSpace(c)) {
            text.append(c);
        }
    }

    private static boolean digits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
