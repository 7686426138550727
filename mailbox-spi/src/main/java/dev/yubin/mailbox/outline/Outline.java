package dev.yubin.mailbox.outline;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The outline of a message. A store keeps it encoded, as octets whose meaning is this class's own.
 *
 * @param octets     the size of the message
 * @param sentOctets its size where each line ends with CR LF, the last one too: as POP3 sends it (RFC 1939 section 3), without stuffed dots
 * @param references the References field (RFC 5322 section 3.6.4), for THREAD
 * @param root       the message as its outermost part
 */
public record Outline(long octets, long sentOctets, Envelope envelope, Optional<String> references, Part root) {
    public Outline {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(references, "references");
        if (sentOctets < octets) {
            throw new IllegalArgumentException("a message of " + octets + " octets does not shrink to " + sentOctets
                    + " when line ends are added");
        }
        if (root.bodyEnd() != octets) {
            throw new IllegalArgumentException(
                    "a message of " + octets + " octets ends with its outermost part, not at " + root.bodyEnd());
        }
    }

    /**
     * What the Date field says, read leniently: RFC 5322 sections 3.3 and 4.3, RFC 5256 section 2.2.
     *
     * @return empty where there is none or no date in it; the internal date then takes its place
     */
    public Optional<OffsetDateTime> sentDate() {
        return envelope.date().flatMap(MailDate::read);
    }

    /** As octets to be kept, mostly under 1 KiB. */
    public byte[] encode() {
        return OutlineEncoder.encode(this);
    }

    /**
     * What was {@linkplain #encode encoded}.
     *
     * @throws IllegalArgumentException when these octets are no outline, or one that is damaged or of a later version; the message says
     *                                  which. The outline can then be made anew from the message
     */
    public static Outline decode(byte[] encoded) {
        return OutlineDecoder.decode(encoded);
    }

    /**
     * {@link #envelope} of what was encoded, without decoding the rest.
     *
     * @throws IllegalArgumentException as {@link #decode(byte[])} does, but for damage to the rest
     */
    public static Envelope envelope(byte[] encoded) {
        return OutlineDecoder.envelope(encoded);
    }

    /**
     * {@link #root} of what was encoded, without decoding the envelope of the message.
     *
     * @throws IllegalArgumentException as {@link #decode(byte[])} does, but for most damage to what stands before
     */
    public static Part root(byte[] encoded) {
        return OutlineDecoder.root(encoded);
    }

    /**
     * {@link #sentOctets} of a message, read from its encoded outline without decoding the rest.
     *
     * @param octets the message's size
     * @return empty when these octets are no outline, or one of another version; it can then be made anew from the message
     */
    public static OptionalLong sentOctets(byte[] encoded, long octets) {
        return OutlineDecoder.growth(encoded).stream()
                .filter(growth -> growth - 2 <= octets) // else it is damaged: each octet is a bare LF at worst
                .map(growth -> octets + growth)
                .findFirst();
    }

    /**
     * What was encoded; where these octets are no outline, for they are of another version of this library or damaged, it is found anew.
     *
     * @param message that of the outline, read only where it must be
     * @throws StoreException as the message's content does
     */
    public static Outline decode(byte[] encoded, Content message) throws StoreException {
        try {
            return decode(encoded);
        } catch (IllegalArgumentException e) {
            return OutlineScanner.scan(message);
        }
    }
}
