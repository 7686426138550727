package dev.yubin.imap.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/** Some of a streamed literal's octets, in order. Whoever receives it last releases it. */
public final class LiteralOctets extends DefaultByteBufHolder {
    public LiteralOctets(ByteBuf octets) {
        super(octets);
    }

    @Override
    public LiteralOctets replace(ByteBuf content) {
        return new LiteralOctets(content);
    }
}
