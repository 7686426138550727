package dev.yubin.imap;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Message numbers or UIDs as a command names them, in the order it does, such as {@code 2,4:7,12:*}; or {@code $}, what the last SEARCH saved
 * (RFC 9051 section 6.4.4.1). What {@code *} is, only the mailbox knows: {@link #within}.
 */
public final class SequenceSet {
    /** What the last SEARCH saved: {@code $}. */
    public static final SequenceSet SAVED = new SequenceSet(new long[0]);
    /** {@code 1:*}. */
    public static final SequenceSet ALL = new SequenceSet(new long[] {1, SequenceSet.LARGEST});

    /** Stands for {@code *}. */
    private static final long LARGEST = Long.MAX_VALUE;

    /** from, to, from, to, ... as written */
    private final long[] bounds;

    private SequenceSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** These numbers, each 1 to 2^32-1, in this order. */
    public static SequenceSet of(long first, long... more) {
        long[] bounds = new long[2 + 2 * more.length];
        for (int i = 0; i <= more.length; i++) {
            bounds[2 * i] = checked(i == 0 ? first : more[i - 1]);
            bounds[2 * i + 1] = bounds[2 * i];
        }
        return new SequenceSet(bounds);
    }

    /** The numbers from first to last, such as {@code 3:7}. */
    public static SequenceSet range(long first, long last) {
        return new SequenceSet(new long[] {checked(first), checked(last)});
    }

    /** From that number to the largest in use, such as {@code 3:*}, which has the largest even where that is less. */
    public static SequenceSet from(long first) {
        return new SequenceSet(new long[] {checked(first), LARGEST});
    }

    /** These numbers. @throws IllegalArgumentException when there are none, for which there is no sequence-set */
    public static SequenceSet of(UidSet numbers) {
        List<UidSet.Range> ranges = numbers.ranges();
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("a sequence-set has at least one number");
        }
        long[] bounds = new long[2 * ranges.size()];
        for (int i = 0; i < ranges.size(); i++) {
            bounds[2 * i] = ranges.get(i).first();
            bounds[2 * i + 1] = ranges.get(i).last();
        }
        return new SequenceSet(bounds);
    }

    /** These numbers in this order, at least one; those that follow each other upwards become a range (RFC 5267 section 3.2). */
    public static SequenceSet inOrder(long... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("a sequence-set has at least one number");
        }
        long[] bounds = new long[2 * numbers.length];
        int n = 0;
        for (long number : numbers) {
            if (n > 0 && number == bounds[n - 1] + 1) {
                bounds[n - 1] = checked(number);
            } else {
                bounds[n] = checked(number);
                bounds[n + 1] = number;
                n += 2;
            }
        }
        return new SequenceSet(Arrays.copyOf(bounds, n));
    }

    private static long checked(long number) {
        return Syntax.checked("a message's number or UID", number, 1);
    }

    /** Whether it is {@code $}. */
    public boolean isSaved() {
        return bounds.length == 0;
    }

    /** Whether {@code *} stands in it. */
    public boolean hasLargest() {
        for (long bound : bounds) {
            if (bound == LARGEST) {
                return true;
            }
        }
        return false;
    }

    /** The largest number in it, {@code *} apart; empty where there is none. */
    public OptionalLong greatestNumber() {
        long greatest = 0;
        for (long bound : bounds) {
            greatest = bound == LARGEST ? greatest : Math.max(greatest, bound);
        }
        return greatest == 0 ? OptionalLong.empty() : OptionalLong.of(greatest);
    }

    /**
     * The set that this names where {@code largest} is the largest number in use, 1 to 2^32-1. Numbers above it stay.
     *
     * @throws IllegalStateException for {@link #SAVED}, which the session knows
     */
    public UidSet within(long largest) {
        if (isSaved()) {
            throw new IllegalStateException("$ is what the last SEARCH saved");
        }
        List<UidSet.Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            long from = bounds[i] == LARGEST ? largest : bounds[i];
            long to = bounds[i + 1] == LARGEST ? largest : bounds[i + 1];
            ranges.add(new UidSet.Range(Math.min(from, to), Math.max(from, to)));
        }
        return UidSet.ofRanges(ranges);
    }

    /**
     * Its numbers in the order in which it names them, each range from the smaller on (RFC 5267 section 3.2).
     *
     * @throws IllegalStateException where {@code *} or {@code $} stands in it, which the session knows
     */
    public LongStream inOrder() {
        if (isSaved() || hasLargest()) {
            throw new IllegalStateException("* and $ are what the session says");
        }
        return IntStream.range(0, bounds.length / 2)
                .boxed()
                .flatMapToLong(i -> LongStream.rangeClosed(
                        Math.min(bounds[2 * i], bounds[2 * i + 1]), Math.max(bounds[2 * i], bounds[2 * i + 1])));
    }

    /** sequence-set = (seq-number / seq-range) ["," sequence-set] / "$" */
    public static SequenceSet read(ImapReader in) throws SyntaxException {
        if (in.accept('$')) {
            return SAVED;
        }
        long[] bounds = new long[2];
        int n = 0;
        do {
            in.countItem();
            bounds = n == bounds.length ? Arrays.copyOf(bounds, 2 * n) : bounds;
            bounds[n] = seqNumber(in);
            bounds[n + 1] = in.accept(':') ? seqNumber(in) : bounds[n];
            n += 2;
        } while (in.accept(','));
        return new SequenceSet(n == bounds.length ? bounds : Arrays.copyOf(bounds, n));
    }

    /** seq-number = nz-number / "*" */
    private static long seqNumber(ImapReader in) throws SyntaxException {
        return in.accept('*') ? LARGEST : in.nzNumber();
    }

    /** Whether a sequence-set stands next. */
    public static boolean comes(ImapReader in) {
        int next = in.peek();
        return next == '*' || next == '$' || (next >= '1' && next <= '9');
    }

    public void write(ImapWriter out) {
        if (isSaved()) {
            out.text("$");
        }
        for (int i = 0; i < bounds.length; i += 2) {
            out.text(i == 0 ? "" : ",").text(seqNumber(bounds[i]));
            if (bounds[i + 1] != bounds[i]) {
                out.text(":").text(seqNumber(bounds[i + 1]));
            }
        }
    }

    private static String seqNumber(long bound) {
        return bound == LARGEST ? "*" : Long.toString(bound);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceSet that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** As on the wire. */
    @Override
    public String toString() {
        ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
        write(out);
        return out.toString();
    }
}
