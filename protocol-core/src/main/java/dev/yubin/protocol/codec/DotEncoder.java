package dev.yubin.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts dot-stuffing on content that is on its way out, and writes its end: RFC 5321 section 4.5.2, RFC 1939 section 3. The counterpart
 * of {@link DotDecoder}. One encoder serves one content, on its channel's event loop.
 */
public final class DotEncoder {
    private static final ByteBuf CR = constant("\r");
    private static final ByteBuf DOT = constant(".");
    private static final ByteBuf END = constant(".\r\n");
    private static final ByteBuf LINE_END = constant("\r\n.\r\n");

    private enum State {
        LINE_START,
        TEXT,
        CR
    }

    private final BareLineBreaks policy;
    private State state = State.LINE_START;
    private long octets;

    /** An encoder at the beginning of its content. */
    public DotEncoder(BareLineBreaks policy) {
        this.policy = policy;
    }

    /**
     * Hands over the content stuffed, as slices of it with dots between; each is retained for {@code out} to release.
     *
     * @param content is read to its end; the caller keeps it
     * @throws IllegalArgumentException under {@link BareLineBreaks#REFUSE}, when a CR or LF stands alone; says at which octet
     */
    public void write(ByteBuf content, Consumer<ByteBuf> out) {
        Breaks breaks = new Breaks(content);
        int from = content.readerIndex();
        int end = content.writerIndex();
        int at = from;
        while (at < end) {
            byte octet = content.getByte(at);
            if (state == State.CR && octet != '\n') {
                refuseBare("CR", at - content.readerIndex() - 1);
                state = State.TEXT;
            }
            switch (state) {
                case LINE_START -> {
                    if (octet == '.') {
                        hand(content, from, at, out);
                        out.accept(DOT.duplicate());
                        from = at;
                    }
                    state = State.TEXT;
                }
                case TEXT -> {
                    int stop = breaks.first(at);
                    at = stop < 0 ? end : stop + 1;
                    if (stop >= 0 && content.getByte(stop) == '\r') {
                        state = State.CR;
                    } else if (stop >= 0) {
                        refuseBare("LF", stop - content.readerIndex());
                        hand(content, from, stop, out);
                        out.accept(CR.duplicate());
                        from = stop;
                        state = State.LINE_START;
                    }
                }
                case CR -> {
                    at++;
                    state = State.LINE_START;
                }
            }
        }
        hand(content, from, end, out);
        octets += content.readableBytes();
        content.readerIndex(end);
    }

    /** The end of the content: the dot's line, behind the CR LF that the content lacks if it lacks one. */
    public ByteBuf end() {
        if (state == State.CR) {
            refuseBare("CR", -1);
        }
        return state == State.LINE_START ? END.duplicate() : LINE_END.duplicate();
    }

    private void refuseBare(String which, int offset) {
        if (policy == BareLineBreaks.REFUSE) {
            throw new IllegalArgumentException("octet " + (octets + offset + 1) + " of the content is a " + which
                    + " that stands alone; lines of mail end with CR LF (RFC 5321 section 2.3.8)");
        }
    }

    private static void hand(ByteBuf content, int from, int to, Consumer<ByteBuf> out) {
        if (to > from) {
            out.accept(content.retainedSlice(from, to - from));
        }
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)).asReadOnly());
    }
}
