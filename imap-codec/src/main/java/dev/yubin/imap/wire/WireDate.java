package dev.yubin.imap.wire;

import dev.yubin.protocol.line.SyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Dates as RFC 9051 section 9 writes them, such as {@code 17-Jul-1996} and {@code "17-Jul-1996 02:44:25 -0700"}. */
final class WireDate {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private WireDate() {}

    /** date = date-text / DQUOTE date-text DQUOTE; date-text = date-day "-" date-month "-" date-year */
    static LocalDate readDate(ImapReader in) throws SyntaxException {
        boolean quoted = in.accept('"');
        int day = in.digits(1, 2);
        LocalDate date = restOfDate(in, day);
        if (quoted) {
            in.expect('"');
        }
        return date;
    }

    static void writeDate(LocalDate date, ImapWriter out) {
        out.text(date.getDayOfMonth() + "-" + monthAndYear(date));
    }

    /** date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE */
    static OffsetDateTime readDateTime(ImapReader in) throws SyntaxException {
        in.expect('"');
        // date-day-fixed = (SP DIGIT) / 2DIGIT; many a client writes one digit alone
        in.accept(' ');
        LocalDate date = restOfDate(in, in.digits(1, 2));
        in.space();
        int hour = in.digits(2, 2);
        in.expect(':');
        int minute = in.digits(2, 2);
        in.expect(':');
        int second = in.digits(2, 2);
        in.space();
        ZoneOffset zone = zone(in);
        in.expect('"');
        if (hour > 23 || minute > 59 || second > 60) {
            throw new SyntaxException("expected a time of day but found " + hour + ":" + minute + ":" + second);
        }
        return date.atTime(hour, minute, Math.min(second, 59)).atOffset(zone); // a leap second is no second to Java
    }

    static void writeDateTime(OffsetDateTime moment, ImapWriter out) {
        int seconds = moment.getOffset().getTotalSeconds();
        int zone = seconds / 60; // in minutes, as the wire has no seconds of it
        OffsetDateTime date =
                seconds == 60 * zone ? moment : moment.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(60 * zone));
        String monthAndYear = monthAndYear(date.toLocalDate());
        int day = date.getDayOfMonth();
        out.text(day < 10 ? "\" " : "\"").number(day).text("-").text(monthAndYear);
        out.text(" ").text(two(date.getHour())).text(":").text(two(date.getMinute()));
        out.text(":").text(two(date.getSecond())).text(zone < 0 ? " -" : " +");
        out.text(two(Math.abs(zone) / 60)).text(two(Math.abs(zone) % 60)).text("\"");
    }

    private static LocalDate restOfDate(ImapReader in, int day) throws SyntaxException {
        in.expect('-');
        int month = month(in);
        in.expect('-');
        int year = in.digits(4, 4);
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw new SyntaxException("there is no day " + day + "-" + MONTHS.get(month - 1) + "-" + year);
        }
    }

    private static int month(ImapReader in) throws SyntaxException {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (in.accept(MONTHS.get(i))) {
                return i + 1;
            }
        }
        throw in.unexpected("a month such as Jan");
    }

    /** zone = ("+" / "-") 4DIGIT */
    private static ZoneOffset zone(ImapReader in) throws SyntaxException {
        boolean west = in.accept('-');
        if (!west) {
            in.expect('+');
        }
        int hours = in.digits(2, 2);
        int minutes = in.digits(2, 2);
        int total = 60 * (60 * hours + minutes);
        if (minutes > 59 || total > ZoneOffset.MAX.getTotalSeconds()) {
            throw new SyntaxException("expected a zone of -1800 to +1800 but found " + two(hours) + two(minutes));
        }
        return ZoneOffset.ofTotalSeconds(west ? -total : total);
    }

    private static String monthAndYear(LocalDate date) {
        if (date.getYear() < 0 || date.getYear() > 9999) {
            throw new IllegalArgumentException("a year on the wire has four digits, this is " + date.getYear());
        }
        String year = Integer.toString(10_000 + date.getYear()).substring(1);
        return MONTHS.get(date.getMonthValue() - 1) + "-" + year;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
