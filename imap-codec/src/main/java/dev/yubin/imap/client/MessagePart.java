package dev.yubin.imap.client;

import dev.yubin.imap.fetch.MessageUrl;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.Optional;

/** A piece of which a server puts a message together: octets of this side, or what it has already. RFC 4469. */
public final class MessagePart {
    private final Optional<MessageUrl> url;
    private final Optional<Octets> octets;

    /** How many octets there are, and where they are read from. */
    record Octets(long octets, ReadableByteChannel from) {}

    private MessagePart(Optional<MessageUrl> url, Optional<Octets> octets) {
        this.url = url;
        this.octets = octets;
    }

    /** A message there, or a part of one. */
    public static MessagePart url(MessageUrl url) {
        return new MessagePart(Optional.of(url), Optional.empty());
    }

    /**
     * Octets of this side.
     *
     * @param octets how many
     * @param from   as in {@link ImapClient#append}
     */
    public static MessagePart octets(long octets, ReadableByteChannel from) {
        return new MessagePart(Optional.empty(), Optional.of(new Octets(octets, Objects.requireNonNull(from, "from"))));
    }

    Optional<MessageUrl> url() {
        return url;
    }

    Optional<Octets> octets() {
        return octets;
    }
}
