package dev.yubin.protocol.codec;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.Line.Defect;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * Cuts lines from a stream: RFC 5321 section 2.3.8. A line ends at LF; one that does not end with CR LF, or has CR or NUL within, is
 * defective, so that a peer that sends it hears why. A line over the limit is thrown away as it comes, and told of once its end is seen; one that goes
 * on for {@value #PATIENCE} times the limit (at least {@value #LEAST_PATIENCE} octets) has no end worth waiting for.
 *
 * <p>Belongs to one channel's decoder and is used on its event loop.
 */
public final class LineScanner {
    private static final int PATIENCE = 16;
    private static final int LEAST_PATIENCE = 65_536;

    private final int maxOctets;
    private final long patience;
    /** Octets behind the reader index that are known to hold no LF. */
    private int scanned;
    /** Octets thrown away of a line that is too long. */
    private long discarded;

    private byte[] beginning;

    /** @param maxOctets the longest line, its CR LF counted (RFC 5321 section 4.5.3.1.4) */
    public LineScanner(int maxOctets) {
        this.maxOctets = maxOctets;
        this.patience = Math.max(LEAST_PATIENCE, (long) PATIENCE * maxOctets);
    }

    /**
     * Takes the next line from the buffer; what stands behind it stays.
     *
     * @return empty when the line's end has not come yet
     * @throws ProtocolException when the end of a line that is too long does not come
     */
    public Optional<Line> next(ByteBuf in) throws ProtocolException {
        int start = in.readerIndex();
        int lf = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
        if (lf < 0) {
            scanned = in.readableBytes();
            if (discarded + scanned >= maxOctets) {
                discard(in, scanned);
            }
            return Optional.empty();
        }
        scanned = 0;
        int octets = lf + 1 - start;
        if (discarded + octets > maxOctets) {
            discard(in, octets);
            Line line = new Line(beginning, Defect.TOO_LONG);
            discarded = 0;
            beginning = null;
            return Optional.of(line);
        }
        return Optional.of(line(in, octets));
    }

    private void discard(ByteBuf in, int octets) throws ProtocolException {
        if (beginning == null) {
            beginning = new byte[Math.min(octets, 64)];
            in.getBytes(in.readerIndex(), beginning);
        }
        in.skipBytes(octets);
        discarded += octets;
        scanned = 0;
        if (discarded > patience) {
            throw new ProtocolException(
                    "a line of more than " + discarded + " octets; the longest taken here is " + maxOctets);
        }
    }

    private static Line line(ByteBuf in, int octets) {
        boolean crlf = octets > 1 && in.getByte(in.readerIndex() + octets - 2) == '\r';
        byte[] line = new byte[octets - (crlf ? 2 : 1)];
        in.readBytes(line);
        in.skipBytes(octets - line.length);
        return new Line(line, crlf ? defectWithin(line) : Defect.BARE_LF);
    }

    private static Defect defectWithin(byte[] line) {
        for (byte octet : line) {
            if (octet == '\r') {
                return Defect.BARE_CR;
            }
            if (octet == 0) {
                return Defect.NUL;
            }
        }
        return Defect.NONE;
    }
}
