package dev.yubin.mailbox.outline;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a message, or the message itself as its outermost part: what RFC 9051 section 7.5.2 tells of it under BODYSTRUCTURE, and where
 * it lies. Offsets count octets from the beginning of the whole message, so that each section of FETCH is one ranged read:
 *
 * <pre>
 *     HEADER, TEXT       of the outermost part p     [p.headerStart, p.bodyStart), [p.bodyStart, p.bodyEnd)
 *     n.MIME, n          of p = find(n)              [p.headerStart, p.bodyStart), [p.bodyStart, p.bodyEnd)
 *     n.HEADER, n.TEXT   of p = find(n).nested()     [p.headerStart, p.bodyStart), [p.bodyStart, p.bodyEnd)
 * </pre>
 *
 * <p>What cannot be looked into is one opaque piece. A multipart or message beyond the {@link OutlineLimits}, and a message in
 * base64 or quoted-printable, shows as {@code application/octet-stream}, since IMAP's grammar wants the contents of the true type to
 * follow. A multipart in which no delimiter was found has one empty {@code text/plain} part, as that grammar wants at least one.
 *
 * @param type        the media type as it was written, such as {@code text} or {@code TEXT}; the defaults are those of RFC 2045 section 5.2,
 *                    and of RFC 2046 section 5.1.5 in a digest
 * @param subtype     such as {@code plain}
 * @param parameters  those of Content-Type in their order; {@code text/plain} has a charset in every case
 * @param id          Content-ID
 * @param description Content-Description
 * @param encoding    Content-Transfer-Encoding; {@code 7BIT} where there is none
 * @param md5         Content-MD5
 * @param disposition Content-Disposition
 * @param languages   Content-Language
 * @param location    Content-Location
 * @param headerStart where its header begins
 * @param bodyStart   where its body begins, behind the blank line
 * @param bodyEnd     where its body ends, before the line end that belongs to the delimiter (RFC 2046 section 5.1.1)
 * @param lines       how many line feeds its body holds
 * @param children    the parts of a multipart, at least one; else none
 * @param envelope    of a {@code message/rfc822} or {@code message/global}: that of the message within; else empty
 * @param nested      of a {@code message/rfc822} or {@code message/global}: the outermost part of the message within; else empty
 */
public record Part(
        String type,
        String subtype,
        List<Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location,
        long headerStart,
        long bodyStart,
        long bodyEnd,
        long lines,
        List<Part> children,
        Optional<Envelope> envelope,
        Optional<Part> nested) {
    public Part {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subtype, "subtype");
        parameters = List.copyOf(parameters);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(md5, "md5");
        Objects.requireNonNull(disposition, "disposition");
        languages = List.copyOf(languages);
        Objects.requireNonNull(location, "location");
        if (headerStart < 0 || bodyStart < headerStart || bodyEnd < bodyStart || lines < 0) {
            throw new IllegalArgumentException("a part lies at 0 <= headerStart <= bodyStart <= bodyEnd, not at "
                    + headerStart + ", " + bodyStart + ", " + bodyEnd + " with " + lines + " lines");
        }
        children = List.copyOf(children);
        if (envelope.isPresent() != nested.isPresent()) {
            throw new IllegalArgumentException("a message has an envelope and an outermost part, or neither");
        }
    }

    /** Whether it is a multipart; it then has {@link #children}. */
    public boolean isMultipart() {
        return !children.isEmpty();
    }

    /** Whether it is a message whose structure is known; it then has an {@link #envelope} and what is {@link #nested}. */
    public boolean isMessage() {
        return nested.isPresent();
    }

    /** Whether its media type is {@code text}, so that IMAP counts its lines. */
    public boolean isText() {
        return type.equalsIgnoreCase("text");
    }

    /** The size of its header with the blank line. */
    public long headerOctets() {
        return bodyStart - headerStart;
    }

    /** The size of its body, in its transfer encoding. */
    public long bodyOctets() {
        return bodyEnd - bodyStart;
    }

    /**
     * The part that these numbers name in the message whose outermost part this is: RFC 9051 section 6.4.5.1. Part 1 of a message without
     * multipart is its only part; no numbers name this part.
     *
     * @return empty where there is no such part
     */
    public Optional<Part> find(int... numbers) {
        Optional<Part> found = Optional.of(this);
        for (int i = 0; i < numbers.length && found.isPresent(); i++) {
            int number = numbers[i];
            found = i == 0 ? partOfMessage(number) : found.get().partWithin(number);
        }
        return found;
    }

    /** The part of that number, this being the outermost part of a message. */
    private Optional<Part> partOfMessage(int number) {
        if (isMultipart()) {
            return child(number);
        }
        return number == 1 ? Optional.of(this) : Optional.empty();
    }

    /** The part of that number, this having a number itself. */
    private Optional<Part> partWithin(int number) {
        return isMultipart() ? child(number) : nested.flatMap(root -> root.partOfMessage(number));
    }

    private Optional<Part> child(int number) {
        return number >= 1 && number <= children.size() ? Optional.of(children.get(number - 1)) : Optional.empty();
    }
}
