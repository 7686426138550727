package dev.yubin.conformance.pop3;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What STAT, LIST and UIDL say, held to the forms of RFC 1939 section 5. */
final class Listing {
    private static final Pattern DROP = Pattern.compile("([0-9]+) ([0-9]+)(?: .*)?");
    private static final Pattern SCAN = Pattern.compile("([1-9][0-9]*) ([0-9]+)(?: .*)?");
    private static final Pattern UNIQUE_ID = Pattern.compile("([1-9][0-9]*) ([\\x21-\\x7e]{1,70})");

    private Listing() {}

    record Total(int messages, BigInteger octets) {}

    static Total stat(Connection connection) {
        Matcher drop = DROP.matcher(connection.ok("STAT").text());
        connection.require(drop.matches(), "STAT says +OK, the number of messages, and their size in octets");
        return new Total(Integer.parseInt(drop.group(1)), new BigInteger(drop.group(2)));
    }

    /** Sizes by message-number. */
    static SortedMap<Integer, Long> list(Connection connection) {
        SortedMap<Integer, Long> sizes = new TreeMap<>();
        for (String line : connection.lines("LIST")) {
            Matcher scan = SCAN.matcher(line);
            connection.require(scan.matches(), "a scan listing is a message-number, SP and a size");
            put(connection, sizes, scan.group(1), Long.valueOf(scan.group(2)));
        }
        return sizes;
    }

    static long list(Connection connection, int number) {
        Matcher scan = SCAN.matcher(connection.ok("LIST " + number).text());
        connection.require(
                scan.matches() && scan.group(1).equals(Integer.toString(number)),
                "LIST " + number + " says +OK and that message's scan listing");
        return Long.parseLong(scan.group(2));
    }

    /** Unique-ids by message-number. */
    static SortedMap<Integer, String> uidl(Connection connection) {
        SortedMap<Integer, String> ids = new TreeMap<>();
        for (String line : connection.lines("UIDL")) {
            Matcher id = UNIQUE_ID.matcher(line);
            connection.require(
                    id.matches(), "a unique-id listing is a message-number, SP and 1 to 70 octets from 21 to 7E");
            put(connection, ids, id.group(1), id.group(2));
        }
        return ids;
    }

    static String uidl(Connection connection, int number) {
        Matcher id = UNIQUE_ID.matcher(connection.ok("UIDL " + number).text());
        connection.require(
                id.matches() && id.group(1).equals(Integer.toString(number)),
                "UIDL " + number + " says +OK and that message's unique-id listing");
        return id.group(2);
    }

    private static <T> void put(Connection connection, SortedMap<Integer, T> listing, String number, T value) {
        connection.require(
                listing.put(Integer.valueOf(number), value) == null, "message " + number + " is listed twice");
    }
}
