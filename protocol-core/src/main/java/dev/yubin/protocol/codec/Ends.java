package dev.yubin.protocol.codec;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * The two ends of a connection as its client knows them. Behind a proxy that told of them, the client is not who has connected here.
 *
 * @param remote where the client is
 * @param local  where it came to
 */
public record Ends(InetSocketAddress remote, InetSocketAddress local) {
    /** There only where a proxy told of them. */
    private static final AttributeKey<Ends> TOLD = AttributeKey.valueOf(Ends.class, "told");

    public Ends {
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(local, "local");
    }

    /** Those of a connection that came through a {@link Binding}. */
    public static Ends of(Channel channel) {
        return channel.hasAttr(TOLD)
                ? channel.attr(TOLD).get()
                : new Ends((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
    }

    void tell(Channel channel) {
        channel.attr(TOLD).set(this);
    }
}
