package dev.yubin.imap.codec;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts one command or response into its lines and literals, before anyone looks at its grammar: RFC 9051 section 4.3, RFC 7888 section 3.
 * Keeps them together, each literal behind its marker and CR LF, as far as the limits allow; what goes on beyond them is counted and
 * thrown away, with a complaint.
 */
final class Frame {
    private static final byte[] NONE = {};
    /** A marker fits in it: {@code ~{}, 19 digits, {@code +}} and the line's end. */
    private static final int TAIL = 40;
    /** How much of a line that is too long is kept: its tag. */
    private static final int HEAD = 300;
    /** Room that is kept from one command to the next. */
    private static final int ROOM = 4096;

    private ImapLimits limits;
    private byte[] octets = NONE;
    private int size;
    /** Where the present line begins in {@link #octets}. */
    private int lineStart;
    /** Where the last whole line begins. */
    private int lastLine;
    /** Octets of the present line that were taken already because it is too long. */
    private long taken;
    /** The last of them. */
    private byte[] tail = NONE;
    /** Octets at hand that are known to hold no LF. */
    private int scanned;

    private LiteralMarker marker;
    private long left;
    private int literals;
    private String complaint;
    private boolean tooBig;
    private long dropped;

    Frame(ImapLimits limits) {
        this.limits = limits;
    }

    void limits(ImapLimits changed) {
        limits = changed;
    }

    /** Begins the next command or response. */
    void begin() {
        octets = octets.length > ROOM ? NONE : octets;
        size = 0;
        lineStart = 0;
        taken = 0;
        tail = NONE;
        marker = null;
        literals = 0;
        complaint = null;
        tooBig = false;
        dropped = 0;
    }

    /** As {@link #begin}, and forgets what it knows of the octets at hand, which are thrown away. */
    void forget() {
        begin();
        scanned = 0;
    }

    byte[] octets() {
        return octets;
    }

    int size() {
        return size;
    }

    /** The marker that ends the line just read. */
    Optional<LiteralMarker> marker() {
        return Optional.ofNullable(marker);
    }

    /** What is wrong with it so far, before any grammar. */
    Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    /** Whether a limit is what is wrong. */
    boolean tooBig() {
        return tooBig;
    }

    /** The whole frame as a secret. */
    Secret secret() {
        return Secret.of(Arrays.copyOf(octets, size));
    }

    void complain(String words, boolean aboutSize) {
        if (complaint == null) {
            complaint = words;
            tooBig = aboutSize;
        }
    }

    // ------------------------------------------------------------------ lines

    /**
     * Takes the next line, with its end.
     *
     * @return false when its end has not come yet
     * @throws ProtocolException when a line that is too long does not end
     */
    boolean line(ByteBuf in) throws ProtocolException {
        int start = in.readerIndex();
        int lf = in.indexOf(start + Math.min(scanned, in.readableBytes()), in.writerIndex(), (byte) '\n');
        if (lf < 0) {
            scanned = in.readableBytes();
            if (taken + scanned > limits.lineOctets() || complaint != null) {
                take(in, scanned);
            }
            return false;
        }
        take(in, lf + 1 - start);
        endLine();
        return true;
    }

    private void take(ByteBuf in, int count) throws ProtocolException {
        scanned = 0;
        boolean fits = taken + count <= limits.lineOctets() && (long) size + count <= limits.commandOctets();
        if (taken == 0 && fits && complaint == null) {
            reserve(count);
            in.readBytes(octets, size, count);
            size += count;
            return;
        }
        if (!fits) {
            String which = taken + count > limits.lineOctets() ? "a line" : "a command";
            int most = taken + count > limits.lineOctets() ? limits.lineOctets() : limits.commandOctets();
            complain(which + " of more than the " + most + " octets that are taken here", true);
        }
        throwAway(in, count);
    }

    private void throwAway(ByteBuf in, int count) throws ProtocolException {
        if (size < HEAD && literals == 0) {
            int head = Math.min(count, HEAD - size);
            reserve(head);
            in.getBytes(in.readerIndex(), octets, size, head);
            size += head;
        }
        int kept = Math.min(count, TAIL);
        byte[] joined = Arrays.copyOf(tail, tail.length + kept);
        in.getBytes(in.readerIndex() + count - kept, joined, tail.length, kept);
        tail = Arrays.copyOfRange(joined, Math.max(0, joined.length - TAIL), joined.length);
        in.skipBytes(count);
        taken += count;
        drop(count);
    }

    private void endLine() {
        boolean whole = taken == 0;
        byte[] text = whole ? octets : tail;
        int from = whole ? lineStart : 0;
        int end = (whole ? size : tail.length) - 1;
        boolean crlf = end > from && text[end - 1] == '\r';
        end -= crlf ? 1 : 0;
        if (!crlf) {
            complain("a line ends with CR LF, but this ended with LF alone", false);
        }
        marker = markerBefore(text, from, end);
        if (whole) {
            size = end;
            lookForControls(from, end);
            lastLine = from;
            lineStart = size;
        }
        taken = 0;
        tail = NONE;
    }

    private void lookForControls(int from, int end) {
        for (int i = from; i < end; i++) {
            if (octets[i] == 0 || octets[i] == '\r') {
                complain(
                        octets[i] == 0 ? "a line has no NUL" : "CR stands only before LF, but this line has one within",
                        false);
                return;
            }
        }
    }

    /** Whether the line just read ends within a quoted string, so that what looks like a marker is none. */
    boolean endsInQuotes() {
        boolean quoted = false;
        for (int i = lastLine; i < size; i++) {
            if (octets[i] == '"') {
                quoted = !quoted;
            } else if (octets[i] == '\\' && quoted) {
                i++;
            }
        }
        return quoted;
    }

    /** literal's marker: ["~"] "{" number64 ["+"] "}" */
    private static LiteralMarker markerBefore(byte[] text, int from, int end) {
        int i = end - 1;
        if (i < from || text[i] != '}') {
            return null;
        }
        i--;
        boolean synchronizing = i < from || text[i] != '+';
        i -= synchronizing ? 0 : 1;
        int last = i;
        while (i >= from && Syntax.isDigit(text[i])) {
            i--;
        }
        if (i == last || i < from || text[i] != '{') {
            return null;
        }
        boolean binary = i > from && text[i - 1] == '~';
        return new LiteralMarker(number(text, i + 1, last + 1), synchronizing, binary);
    }

    private static long number(byte[] text, int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            int digit = text[i] - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                return Long.MAX_VALUE; // more than there can be; no limit takes it
            }
            number = number * 10 + digit;
        }
        return number;
    }

    // ------------------------------------------------------------------ literals

    /** What a limit says against keeping the literal whose marker was just read; empty where it may be kept. */
    Optional<String> againstKeeping() {
        if (literals >= limits.literals()) {
            return Optional.of("more than the " + limits.literals() + " literals that are taken here");
        }
        if (marker.octets() > limits.literalOctets()) {
            return Optional.of("a literal of " + marker.octets() + " octets is more than the " + limits.literalOctets()
                    + " that are taken here");
        }
        return size + 2 + marker.octets() > limits.commandOctets()
                ? Optional.of("a command of more than the " + limits.commandOctets() + " octets that are taken here")
                : Optional.empty();
    }

    /** Whether no literal was kept yet. */
    boolean hasNoLiteral() {
        return literals == 0;
    }

    /** Makes ready to keep that literal. */
    void keepLiteral() {
        literals++;
        reserve(2);
        octets[size++] = '\r';
        octets[size++] = '\n';
        left = marker.octets();
    }

    /** Makes ready to stream or drop that literal, if there is one. */
    void passLiteral() {
        left = marker == null ? 0 : marker.octets();
    }

    long left() {
        return left;
    }

    /** Takes what has come of the literal that is kept; whether it is whole. */
    boolean kept(ByteBuf in) {
        int count = (int) Math.min(left, in.readableBytes());
        reserve(count);
        in.readBytes(octets, size, count);
        size += count;
        left -= count;
        lineStart = size;
        return left == 0;
    }

    /** A piece of the literal that is streamed, retained. */
    ByteBuf streamed(ByteBuf in) {
        int count = (int) Math.min(left, in.readableBytes());
        left -= count;
        return in.readRetainedSlice(count);
    }

    /** Throws away what has come of the literal that is dropped; whether that is all. */
    boolean dropped(ByteBuf in) throws ProtocolException {
        if (dropped + left > limits.drainOctets()) {
            throw tooMuchToDrop(left);
        }
        int count = (int) Math.min(left, in.readableBytes());
        in.skipBytes(count);
        left -= count;
        dropped += count;
        return left == 0;
    }

    private void drop(int count) throws ProtocolException {
        dropped += count;
        long most = Math.max(limits.drainOctets(), limits.lineOctets());
        if (dropped > most) {
            throw tooMuchToDrop(count);
        }
    }

    private ProtocolException tooMuchToDrop(long more) {
        return new ProtocolException("a command that was refused goes on for another " + more + " octets; "
                + limits.drainOctets() + " are read and thrown away at most");
    }

    private void reserve(int more) {
        if (octets.length - size < more) {
            octets = Arrays.copyOf(octets, Math.max(Math.max(256, 2 * octets.length), size + more));
        }
    }
}
