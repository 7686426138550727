package dev.yubin.routing;

import dev.yubin.smtp.Mailbox;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What stands above a copy that goes on to somebody whom an address here named: {@code Delivered-To:} and that address. A message that comes back to it is known by
 * that, and is not sent on again. RFC 5321 section 6.3 leaves it to us how.
 */
final class DeliveredTo {
    private static final String NAME = "Delivered-To";

    private DeliveredTo() {}

    /** Whether the message has been sent on by this address before. */
    static boolean isIn(Heading heading, Mailbox address) {
        // The heading's text is octets, whatever they mean.
        String octets = new String(address.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return heading.any("delivered-to", value -> value.strip().equalsIgnoreCase(octets));
    }

    private static byte[] field(Mailbox address) {
        return (NAME + ": " + address + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** How much longer a copy is. */
    static int octets(Optional<Mailbox> address) {
        return address.map(DeliveredTo::field).map(field -> field.length).orElse(0);
    }

    /** The same message under the field of this address. */
    static ReadableByteChannel onTop(Optional<Mailbox> address, ReadableByteChannel content) {
        return address.map(by -> Channels.newChannel(
                        new SequenceInputStream(new ByteArrayInputStream(field(by)), Channels.newInputStream(content))))
                .orElse(content);
    }
}
