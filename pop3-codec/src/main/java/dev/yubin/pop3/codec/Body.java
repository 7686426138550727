package dev.yubin.pop3.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;

/**
 * A piece of what stands behind the first line of a multi-line reply, without dot-stuffing: RFC 1939 section 3. Whoever received it last
 * releases it. {@link #END} stands behind the last piece.
 */
public final class Body extends DefaultByteBufHolder {
    /** The end of a multi-line reply. It holds nothing, and releasing it does nothing. */
    public static final Body END = new Body(Unpooled.EMPTY_BUFFER);

    /** Takes the octets over. */
    public Body(ByteBuf octets) {
        super(octets);
    }

    @Override
    public Body replace(ByteBuf content) {
        return new Body(content);
    }
}
