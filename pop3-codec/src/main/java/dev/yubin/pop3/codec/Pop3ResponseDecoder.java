package dev.yubin.pop3.codec;

import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.BareLineBreaks;
import dev.yubin.protocol.codec.DotDecoder;
import dev.yubin.protocol.codec.Line;
import dev.yubin.protocol.codec.LineScanner;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A client's way in: octets to {@link Pop3Reply} and {@link Challenge}, and to {@link Body} pieces with dot-stuffing taken off, then
 * {@link Body#END}, behind a reply that has several lines. Which replies have, the client knows from what it asked. A line that is no reply goes
 * down the pipeline as {@link ProtocolException}, and nothing after it.
 */
public final class Pop3ResponseDecoder extends ByteToMessageDecoder {
    private final LineScanner lines;
    private final Predicate<Pop3Response> multiLine;
    private final DotDecoder dots = new DotDecoder(BareLineBreaks.TOLERATE);
    private boolean inBody;
    private boolean deaf;

    /**
     * @param lineOctets the longest first line with its CR LF; RFC 2449 section 4 has servers keep to 512, but a challenge may be longer
     * @param multiLine  whether a body follows this response; asked on the event loop, once for each response, in order
     */
    public Pop3ResponseDecoder(int lineOctets, Predicate<Pop3Response> multiLine) {
        this.lines = new LineScanner(lineOctets);
        this.multiLine = multiLine;
    }

    /** Whether octets stand behind the response that was given last. Behind the reply to STLS there may be none: RFC 2595 section 4. */
    public boolean hasMore() {
        return actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (deaf) {
            in.skipBytes(in.readableBytes());
        } else if (inBody) {
            if (dots.read(in, octets -> out.add(new Body(octets)))) {
                inBody = false;
                out.add(Body.END);
            }
        } else {
            try {
                Optional<Line> line = lines.next(in);
                if (line.isPresent()) {
                    Pop3Response response = response(line.get());
                    inBody = multiLine.test(response);
                    out.add(response);
                }
            } catch (ProtocolException e) {
                deaf = true;
                ctx.fireExceptionCaught(e);
            }
        }
    }

    private static Pop3Response response(Line line) throws ProtocolException {
        if (!line.sound()) {
            throw new ProtocolException(line.defect().words() + ": \"" + Escaped.text(line.octets(), 0) + '"');
        }
        try {
            return Pop3Response.read(new LineReader(line.octets()));
        } catch (SyntaxException e) {
            throw new ProtocolException("that is no reply: " + e.getMessage());
        }
    }
}
