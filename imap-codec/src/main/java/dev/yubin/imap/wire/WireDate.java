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
        writeMonthAndYear(date.getMonthValue(), date.getYear(), out.number(date.getDayOfMonth()));
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
        int day = date.getDayOfMonth();
        out.text(day < 10 ? "\" " : "\"").number(day);
        writeMonthAndYear(date.getMonthValue(), date.getYear(), out);
        out.text(" ").digits(date.getHour(), 2).text(":").digits(date.getMinute(), 2);
        out.text(":").digits(date.getSecond(), 2).text(zone < 0 ? " -" : " +");
        out.digits(Math.abs(zone) / 60, 2).digits(Math.abs(zone) % 60, 2).text("\"");
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

    /** "-" date-month "-" date-year */
    private static void writeMonthAndYear(int month, int year, ImapWriter out) {
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException("a year on the wire has four digits, this is " + year);
        }
        out.text("-").text(MONTHS.get(month - 1)).text("-").digits(year, 4);
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
