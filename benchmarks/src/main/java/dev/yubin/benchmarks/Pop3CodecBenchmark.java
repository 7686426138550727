package dev.yubin.benchmarks;

import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.Verb;
import dev.yubin.pop3.codec.Body;
import dev.yubin.pop3.codec.Pop3CommandDecoder;
import dev.yubin.pop3.codec.Pop3CommandEncoder;
import dev.yubin.pop3.codec.Pop3ResponseDecoder;
import dev.yubin.pop3.codec.Pop3ResponseEncoder;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.Line;
import dev.yubin.protocol.codec.LineScanner;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The commands of one session, pipelined as RFC 2449 section 6.6 has it, and the listing of a thousand messages. An operation is all of either. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Pop3CodecBenchmark {
    static final String COMMANDS = """
            USER bbb@osaka.test
            PASS correct horse battery staple
            STAT
            LIST
            UIDL
            RETR 1
            DELE 1
            TOP 2 10
            QUIT
            """.replace("\n", "\r\n");

    static final List<ScanListing> LISTINGS = IntStream.rangeClosed(1, 1000)
            .mapToObj(number -> new ScanListing(number, 1000L + 37L * number))
            .toList();

    static final String LISTING = LISTINGS.stream()
            .map(ScanListing::toString)
            .collect(Collectors.joining("\r\n", "+OK 1000 messages\r\n", "\r\n.\r\n"));

    private static final Pop3Reply FIRST_LINE = Pop3Reply.ok("1000 messages");

    private final ByteBuf commands = EmbeddedWire.octets(COMMANDS);
    private final ByteBuf listing = EmbeddedWire.octets(LISTING);
    private final EmbeddedWire server =
            new EmbeddedWire(new Pop3CommandDecoder(Pop3Limits.standard(), () -> false), new Pop3ResponseEncoder());
    private final EmbeddedWire client =
            new EmbeddedWire(new Pop3ResponseDecoder(512, first -> true), new Pop3CommandEncoder());
    private final LineScanner lines = new LineScanner(512);
    private final Object[] commandValues =
            COMMANDS.lines().map(LineReader::of).map(Verb::read).toArray();

    /** A server reads the commands. */
    @Benchmark
    public List<Object> readCommands() {
        return server.hear(commands);
    }

    /** A client writes them. */
    @Benchmark
    public ByteBuf writeCommands() {
        return client.send(commandValues);
    }

    /** A client reads the answer to LIST, and each of its lines. */
    @Benchmark
    public List<ScanListing> readListing() throws ProtocolException, SyntaxException {
        client.hear(listing);
        List<ScanListing> listings = new ArrayList<>();
        ByteBuf body = client.content();
        for (Optional<Line> line = lines.next(body); line.isPresent(); line = lines.next(body)) {
            listings.add(ScanListing.read(new String(line.get().octets(), StandardCharsets.US_ASCII)));
        }
        return listings;
    }

    /** A server writes it. */
    @Benchmark
    public ByteBuf writeListing() {
        StringBuilder body = new StringBuilder();
        for (ScanListing line : LISTINGS) {
            body.append(line).append("\r\n");
        }
        ByteBuf octets = Unpooled.wrappedBuffer(body.toString().getBytes(StandardCharsets.US_ASCII));
        return server.send(FIRST_LINE, new Body(octets), Body.END);
    }
}
