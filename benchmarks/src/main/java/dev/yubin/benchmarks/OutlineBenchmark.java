package dev.yubin.benchmarks;

import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * The outline of a message, found while it comes in, 16 KiB at a time. An operation is an octet of the message, so operations a
 * microsecond are megabytes a second.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OutlineBenchmark {
    static final int LETTER_OCTETS = 4096;
    static final int ATTACHMENT_OCTETS = 1 << 20;

    private static final int PIECE = 16 * 1024;

    private final ByteBuffer letter = octets(Letters.plain(LETTER_OCTETS));
    private final ByteBuffer attachment = octets(Letters.withAttachment(ATTACHMENT_OCTETS));

    private static ByteBuffer octets(String message) {
        return ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII));
    }

    /** A short letter, most of whose cost is its header. */
    @Benchmark
    @OperationsPerInvocation(LETTER_OCTETS)
    public Outline scanLetter() {
        return scan(letter);
    }

    /** A picture, most of whose cost is the search for its end. */
    @Benchmark
    @OperationsPerInvocation(ATTACHMENT_OCTETS)
    public Outline scanAttachment() {
        return scan(attachment);
    }

    private static Outline scan(ByteBuffer message) {
        OutlineScanner scanner = new OutlineScanner();
        for (int at = 0; at < message.limit(); at += PIECE) {
            scanner.write(message.slice(at, Math.min(PIECE, message.limit() - at)));
        }
        return scanner.finish();
    }
}
