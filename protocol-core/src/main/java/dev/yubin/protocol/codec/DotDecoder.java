package dev.yubin.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes dot-stuffing off content that is on its way in, and finds its end: RFC 5321 section 4.5.2, RFC 1939 section 3. The end is
 * CR LF . CR LF and nothing else; where the content is empty, its first CR LF is that of the command before it. The CR LF before the dot belongs
 * to the content.
 *
 * <p>Holds three octets at most, whatever the size of the content. One decoder serves one content after another, on its channel's event loop.
 */
public final class DotDecoder {
    private enum State {
        LINE_START,
        TEXT,
        /** CR was seen and is not yet handed on. */
        CR,
        /** A dot at the start of a line was seen and is not handed on. */
        DOT,
        /** Dot and CR likewise. */
        DOT_CR
    }

    private final BareLineBreaks policy;
    private State state = State.LINE_START;
    private boolean bareBreakSeen;
    private int kept;

    /** A decoder at the beginning of a content. */
    public DotDecoder(BareLineBreaks policy) {
        this.policy = policy;
    }

    /**
     * Reads content until its end or the buffer's.
     *
     * @param out is handed what the buffer has of the content, at once and for it to release, where it has any; under {@link BareLineBreaks#REFUSE}
     *     nothing more behind a bare CR or LF
     * @return true when the end of the content was read; what stands behind it stays in the buffer
     */
    public boolean read(ByteBuf in, Consumer<ByteBuf> out) {
        Stretches content = new Stretches(in);
        boolean ended = read(in, content);
        content.joined().ifPresent(out);
        return ended;
    }

    private boolean read(ByteBuf in, Stretches out) {
        Breaks breaks = new Breaks(in);
        int pending = in.readerIndex(); // from here on, octets are content that is not handed on yet
        while (in.isReadable()) {
            switch (state) {
                case LINE_START -> {
                    if (in.getByte(in.readerIndex()) == '.') {
                        hand(pending, in.readerIndex(), out);
                        in.skipBytes(1);
                        pending = in.readerIndex();
                        state = State.DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case TEXT -> {
                    int at = breaks.first(in.readerIndex());
                    if (at < 0) {
                        in.readerIndex(in.writerIndex());
                    } else if (in.getByte(at) == '\r') {
                        in.readerIndex(at + 1);
                        state = State.CR;
                    } else {
                        in.readerIndex(at + 1);
                        pending = bare(in, pending, at, out);
                    }
                }
                case CR -> {
                    if (in.getByte(in.readerIndex()) == '\n') {
                        in.skipBytes(1);
                        state = State.LINE_START;
                    } else {
                        pending = bare(in, pending, in.readerIndex(), out);
                        state = State.TEXT;
                    }
                }
                case DOT -> {
                    if (in.getByte(in.readerIndex()) == '\r') {
                        // The CR may be the end's or the content's. It stays pending only if it is the content's.
                        in.skipBytes(1);
                        state = State.DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (in.getByte(in.readerIndex()) == '\n') {
                        in.skipBytes(1);
                        state = State.LINE_START;
                        return true;
                    }
                    pending = heldCr(in, pending, out);
                    state = State.TEXT;
                }
            }
        }
        hand(pending, state == State.DOT_CR ? pending : in.readerIndex(), out);
        return false;
    }

    /** Whether a CR or LF stood alone in the content whose end was read, which makes it fit to be refused only. Asking forgets. */
    public Optional<Line.Defect> defect() {
        boolean seen = bareBreakSeen;
        bareBreakSeen = false;
        return seen ? Optional.of(Line.Defect.BARE_LF) : Optional.empty();
    }

    /** How many octets of the content came behind a bare CR or LF, and so were not handed on, since this was last asked. */
    public int keptBack() {
        int octets = kept;
        kept = 0;
        return octets;
    }

    /** A bare CR or LF is at hand, {@code at} being where the octets before it end for sure. Returns what is pending from now on. */
    private int bare(ByteBuf in, int pending, int at, Stretches out) {
        if (policy == BareLineBreaks.REFUSE) {
            hand(pending, at, out);
            bareBreakSeen = true;
            return in.readerIndex();
        }
        return pending;
    }

    /** A dot was stuffing and the CR behind it is content, perhaps of a buffer that is gone. */
    private int heldCr(ByteBuf in, int pending, Stretches out) {
        if (policy == BareLineBreaks.REFUSE) {
            bareBreakSeen = true;
        } else if (pending == in.readerIndex()) {
            out.addCr();
        }
        return pending;
    }

    private void hand(int from, int to, Stretches out) {
        if (bareBreakSeen && policy == BareLineBreaks.REFUSE) {
            kept += to - from;
        } else if (to > from) {
            out.add(from, to);
        }
    }

    /**
     * Stretches of one buffer that are content: a slice where there is one, and a copy where dots stood between several. Whoever stuffs every line must not
     * make a buffer of each, and a task of each buffer.
     */
    private static final class Stretches {
        private final ByteBuf in;
        private ByteBuf joined;
        private boolean copied;

        Stretches(ByteBuf in) {
            this.in = in;
        }

        void add(int from, int to) {
            if (joined == null) {
                joined = in.retainedSlice(from, to - from);
            } else {
                copy().writeBytes(in, from, to - from);
            }
        }

        /** A CR that stood in an earlier buffer. */
        void addCr() {
            copy().writeByte('\r');
        }

        private ByteBuf copy() {
            if (!copied) {
                ByteBuf slice = joined;
                joined = in.alloc().buffer(in.writerIndex()); // of what is there, it never takes more but for one CR
                if (slice != null) {
                    joined.writeBytes(slice);
                    slice.release();
                }
                copied = true;
            }
            return joined;
        }

        Optional<ByteBuf> joined() {
            return Optional.ofNullable(joined);
        }
    }
}
