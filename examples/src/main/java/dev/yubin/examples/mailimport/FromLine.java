package dev.yubin.examples.mailimport;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line before each message of an mbox: {@code From ann@example.test Fri Jun 23 02:56:55 2000} (RFC 4155 appendix A). Read with less care: seconds and
 * weekday may be missing, and there may be a zone before or behind the year.
 */
record FromLine(String sender, Instant received) {
    /** The sender of a message that names none. */
    static final String NOBODY = "MAILER-DAEMON";

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Pattern LINE = Pattern.compile("From (.*?) +(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?"
            + "(" + String.join("|", MONTHS) + ") +([0-9]{1,2}) +([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
            + "(?: +([+-][0-9]{4}|[A-Z]{1,5}))? +([0-9]{4})(?: +([+-][0-9]{4}|[A-Z]{1,5}))?\\s*");
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The line that this text is; empty for a line of a message, such as {@code From there on it rained}. */
    static Optional<FromLine> read(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(line.group(8)),
                    MONTHS.indexOf(line.group(2)) + 1,
                    Integer.parseInt(line.group(3)));
            LocalTime time = LocalTime.of(
                    Integer.parseInt(line.group(4)),
                    Integer.parseInt(line.group(5)),
                    Math.min(
                            59,
                            Integer.parseInt(Optional.ofNullable(line.group(6)).orElse("0"))));
            Optional<String> zone = Optional.ofNullable(line.group(7)).or(() -> Optional.ofNullable(line.group(9)));
            return Optional.of(new FromLine(
                    line.group(1),
                    date.atTime(time).atZone(zone(zone.orElse("UTC"))).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Of a zone's name only UTC's are certain. */
    private static ZoneId zone(String name) {
        return name.matches("[+-][0-9]{4}") ? ZoneOffset.of(name) : ZoneOffset.UTC;
    }

    /** As it stands in a file, with its end. */
    byte[] octets() {
        return ("From " + sender + " " + ASCTIME.format(received) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
