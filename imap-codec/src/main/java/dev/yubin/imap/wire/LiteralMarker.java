package dev.yubin.imap.wire;

/**
 * What announces a literal: {@code {310}}, {@code {310+}} or {@code ~{310}} at the end of a line. RFC 9051 section 4.3, RFC 7888.
 *
 * @param octets        how many octets follow, 0 to 2^63-1
 * @param synchronizing whether the sender waits for the go-ahead before it sends them; always true in responses, where nobody waits
 * @param binary        whether NUL may be among them: literal8 of RFC 3516
 */
public record LiteralMarker(long octets, boolean synchronizing, boolean binary) {
    public LiteralMarker {
        if (octets < 0) {
            throw new IllegalArgumentException("a literal has 0 or more octets, not " + octets);
        }
    }

    /** As a client with that encoding announces a literal of so many octets. */
    public static LiteralMarker of(long octets, ImapEncoding encoding) {
        return new LiteralMarker(octets, encoding.literals().waits(octets), false);
    }

    /** As it stands on the wire, without the CR LF behind it. */
    @Override
    public String toString() {
        return (binary ? "~{" : "{") + octets + (synchronizing ? "}" : "+}");
    }
}
