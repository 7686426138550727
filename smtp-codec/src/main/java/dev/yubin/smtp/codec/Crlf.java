package dev.yubin.smtp.codec;

import dev.yubin.protocol.line.LineWriter;
import io.netty.buffer.ByteBuf;

/** A line and its end. RFC 5321 section 2.3.8. */
final class Crlf {
    private Crlf() {}

    static ByteBuf write(LineWriter line, ByteBuf out) {
        return out.writeBytes(line.octets()).writeByte('\r').writeByte('\n');
    }
}
