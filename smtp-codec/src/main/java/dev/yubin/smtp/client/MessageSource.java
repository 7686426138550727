package dev.yubin.smtp.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The octets of a message, in lines that end with CR LF and without dot-stuffing. They may be read more than once, each time from their beginning: where
 * the server takes fewer recipients at a time than there are, or a connection has died. Called on workers' threads, which may wait.
 */
@FunctionalInterface
public interface MessageSource {
    /**
     * Opens them; closed by whoever asked. The channel waits where it has nothing yet: one that brings no octet again and again fails the message.
     *
     * @throws IOException when they cannot be read, which fails the message
     */
    ReadableByteChannel open() throws IOException;

    /** How many there are, where that is known: it is announced to a server that wants to know (RFC 1870). */
    default OptionalLong octets() {
        return OptionalLong.empty();
    }

    /**
     * Whether some are known to be above 127: then BODY=8BITMIME is said, where the envelope says nothing of it (RFC 6152). False says nothing: whether there
     * are any is then seen on their way.
     */
    default boolean eightBit() {
        return false;
    }

    /**
     * A message in memory.
     *
     * @param octets not to be changed before it is sent
     */
    static MessageSource of(byte[] octets) {
        return new MessageSource() {
            @Override
            public ReadableByteChannel open() {
                return Channels.newChannel(new ByteArrayInputStream(octets));
            }

            @Override
            public OptionalLong octets() {
                return OptionalLong.of(octets.length);
            }

            @Override
            public boolean eightBit() {
                for (byte octet : octets) {
                    if (octet < 0) {
                        return true;
                    }
                }
                return false;
            }
        };
    }

    /** A message in a file. Whether it has octets above 127 is for the envelope to say. */
    static MessageSource of(Path file) {
        return new MessageSource() {
            @Override
            public ReadableByteChannel open() throws IOException {
                return Files.newByteChannel(file);
            }

            @Override
            public OptionalLong octets() {
                try {
                    return OptionalLong.of(Files.size(file));
                } catch (IOException e) {
                    return OptionalLong.empty(); // told when it is opened
                }
            }
        };
    }
}
