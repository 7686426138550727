package dev.yubin.benchmarks;

import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.codec.SmtpClientCodec;
import dev.yubin.smtp.codec.SmtpServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.smtp.SmtpRequestEncoder;
import io.netty.handler.codec.smtp.SmtpRequests;
import io.netty.handler.codec.smtp.SmtpResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
 * Commands and replies beside Netty's codec-smtp, which is a client's: it writes commands and reads replies. An operation is one command or reply, of those
 * that {@link SmtpCodecBenchmark} has.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SmtpBesideNettyBenchmark {
    static final String COMMANDS = SmtpCodecBenchmark.GROUP.replace("DATA\r\n", "");

    private static final int MANY_COMMANDS = 4;
    private static final int MANY_REPLIES = 7;

    private final ByteBuf commands = EmbeddedWire.octets(COMMANDS);
    private final ByteBuf replies = EmbeddedWire.octets(SmtpCodecBenchmark.REPLIES);
    private final EmbeddedWire server = new EmbeddedWire(new SmtpServerCodec(12_288));
    private final EmbeddedWire client = new EmbeddedWire(new SmtpClientCodec());
    private final EmbeddedWire netty = new EmbeddedWire(new SmtpResponseDecoder(4096), new SmtpRequestEncoder());
    private final Object[] commandValues = COMMANDS.lines()
            .map(line -> SmtpCommand.read(line.getBytes(StandardCharsets.US_ASCII)))
            .toArray();
    private final Object[] nettyValues = {
        SmtpRequests.mail("aaa@tokyo.test", "SIZE=4096", "BODY=8BITMIME"),
        SmtpRequests.rcpt("bbb@osaka.test"),
        SmtpRequests.rcpt("ccc@osaka.test"),
        SmtpRequests.rcpt("postmaster@osaka.test")
    };

    /** A server reads commands. */
    @Benchmark
    @OperationsPerInvocation(MANY_COMMANDS)
    public List<Object> readCommands() {
        return server.hear(commands);
    }

    /** A client writes them. */
    @Benchmark
    @OperationsPerInvocation(MANY_COMMANDS)
    public ByteBuf writeCommands() {
        return client.send(commandValues);
    }

    /** Netty's does. */
    @Benchmark
    @OperationsPerInvocation(MANY_COMMANDS)
    public ByteBuf writeCommandsByNetty() {
        return netty.send(nettyValues);
    }

    /** A client reads replies. */
    @Benchmark
    @OperationsPerInvocation(MANY_REPLIES)
    public List<Object> readReplies() {
        return client.hear(replies);
    }

    /** Netty's does. */
    @Benchmark
    @OperationsPerInvocation(MANY_REPLIES)
    public List<Object> readRepliesByNetty() {
        return netty.hear(replies);
    }
}
