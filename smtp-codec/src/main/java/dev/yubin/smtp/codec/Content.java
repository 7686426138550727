package dev.yubin.smtp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/** A piece of a message's content behind DATA or BDAT, without dot-stuffing. Its buffer belongs to whoever received it last. */
public final class Content extends DefaultByteBufHolder {
    /** The piece of these octets, whose buffer it takes over. */
    public Content(ByteBuf octets) {
        super(octets);
    }

    @Override
    public Content replace(ByteBuf octets) {
        return new Content(octets);
    }
}
