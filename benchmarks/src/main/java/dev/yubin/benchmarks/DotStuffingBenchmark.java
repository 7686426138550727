package dev.yubin.benchmarks;

import dev.yubin.protocol.codec.BareLineBreaks;
import dev.yubin.protocol.codec.DotDecoder;
import dev.yubin.protocol.codec.DotEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Dot-stuffing both ways on prose, 16 KiB at a time as a socket brings it. An operation is an octet of the message, so operations a
 * nanosecond are gigabytes a second.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DotStuffingBenchmark {
    static final int OCTETS = 1 << 20;
    static final String MESSAGE = Letters.plain(OCTETS);
    static final String STUFFED = MESSAGE.replace("\r\n.", "\r\n..") + ".\r\n";

    private static final int PIECE = 16 * 1024;

    private final ByteBuf message = EmbeddedWire.octets(MESSAGE);
    private final ByteBuf stuffed = EmbeddedWire.octets(STUFFED);
    /** Stays for as long as the program runs. */
    private final ByteBuf copied = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(PIECE));

    private final DotDecoder decoder = new DotDecoder(BareLineBreaks.REFUSE);
    private int handedOn;
    private boolean ended;

    /** Puts it on; gives how many octets went out. */
    @Benchmark
    @OperationsPerInvocation(OCTETS)
    public int stuff() {
        handedOn = 0;
        DotEncoder encoder = new DotEncoder(BareLineBreaks.REFUSE);
        for (int at = 0; at < OCTETS; at += PIECE) {
            encoder.write(message.slice(at, Math.min(PIECE, OCTETS - at)), this::count);
        }
        count(encoder.end());
        return handedOn;
    }

    /** Takes it off; gives how many octets came in. */
    @Benchmark
    @OperationsPerInvocation(OCTETS)
    public int unstuff() {
        handedOn = 0;
        ended = false;
        for (int at = 0; at < STUFFED.length(); at += PIECE) {
            ended = decoder.read(stuffed.slice(at, Math.min(PIECE, STUFFED.length() - at)), this::count);
        }
        return handedOn;
    }

    /** Copies it, and looks at nothing: as fast as octets can be taken in the hand. */
    @Benchmark
    @OperationsPerInvocation(OCTETS)
    public int copy() {
        for (int at = 0; at < OCTETS; at += PIECE) {
            copied.clear().writeBytes(message, at, Math.min(PIECE, OCTETS - at));
        }
        return copied.readableBytes();
    }

    private void count(ByteBuf octets) {
        handedOn += octets.readableBytes();
        octets.release();
    }

    /** Whether the end of the content was found. */
    boolean ended() {
        return ended;
    }
}
