package dev.yubin.smtp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trace that each server which takes a message leaves at its top. RFC 5321 section 4.4.
 *
 * @param from how the message came
 * @param by   who takes it: this server's name
 * @param id   by which this server's log tells it from others: letters, digits and {@code . _ + -} alone
 * @param to   whom it is for, where it is for one alone; with several, to name one would show the others who was copied in secret (section 7.2)
 * @param at   when
 */
public record Received(From from, Domain by, String id, Optional<ForwardPath> to, Instant at) {
    /**
     * Who sent it, and over what.
     *
     * @param client  what it called itself in {@link Hello}; whatever of it could break out of its place is shown as {@code ?}
     * @param address where its connection came from, which it cannot lie about
     * @param with    the protocol, as {@link #protocol} names it
     * @param tls     the version and cipher, where it came through TLS
     */
    public record From(String client, InetAddress address, String with, Optional<String> tls) {
        public From {
            Objects.requireNonNull(address, "address");
            client = harmless(client);
            with = harmless(with);
            tls = tls.map(Received::harmless);
        }
    }

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.ROOT);

    /** A second, and how it is written. */
    private record Second(long epochSecond, String text) {}

    /** The last that was asked for: mostly many messages come within one, and to write it takes longer than all else of the field. */
    private static volatile Second lastAsked = new Second(0, write(Instant.EPOCH));

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._+-]+");
    private static final Pattern HARMFUL = Pattern.compile("[^A-Za-z0-9 ._:/+\\[\\]-]");

    public Received {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(at, "at");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an id is an atom of letters, digits and . _ + -: \"" + id + '"');
        }
    }

    /**
     * The name of what was spoken, by RFC 3848: {@code SMTP}, {@code ESMTP}, {@code LMTP}, with {@code S} behind for TLS and {@code A} for a login; for a message
     * with SMTPUTF8 by RFC 6531 section 4.3: {@code UTF8SMTP}, {@code UTF8LMTP}, with the same behind.
     *
     * @param greeting the verb that the client introduced itself with
     */
    public static String protocol(Verb greeting, boolean tls, boolean login, boolean utf8) {
        boolean lmtp = greeting == Verb.LHLO;
        boolean extended = greeting != Verb.HELO; // plain SMTP has no TLS, and no name for it
        String name =
                utf8 && extended ? "UTF8" + (lmtp ? "LMTP" : "SMTP") : lmtp ? "LMTP" : extended ? "ESMTP" : "SMTP";
        return name + (extended && tls ? "S" : "") + (extended && login ? "A" : "");
    }

    /** A moment as header fields write it: RFC 5322 section 3.3, such as {@code Thu, 1 Jan 1970 00:00:00 +0000}. */
    public static String dateTime(Instant at) {
        Second second = lastAsked;
        if (second.epochSecond() != at.getEpochSecond()) {
            second = new Second(at.getEpochSecond(), write(at));
            lastAsked = second;
        }
        return second.text();
    }

    private static String write(Instant at) {
        return DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    /** The field, folded, with the CR LF at its end. */
    public byte[] octets() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Time-stamp-line = "Received:" FWS Stamp CRLF */
    @Override
    public String toString() {
        return "Received: from " + from.client + " (" + new AddressLiteral(from.address) + ")\r\n\tby " + by + " with "
                + from.with + from.tls.map(tls -> " (" + tls + ")").orElse("") + " id " + id
                + to.map(path -> "\r\n\tfor " + path).orElse("") + ";\r\n\t" + dateTime(at) + "\r\n";
    }

    /** Parentheses and semicolons would change how the field reads, control characters where it ends. */
    private static String harmless(String text) {
        return HARMFUL.matcher(text).replaceAll("?");
    }
}
