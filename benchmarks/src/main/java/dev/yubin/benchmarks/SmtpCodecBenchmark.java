package dev.yubin.benchmarks;

import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.codec.Content;
import dev.yubin.smtp.codec.EndOfContent;
import dev.yubin.smtp.codec.SmtpClientCodec;
import dev.yubin.smtp.codec.SmtpServerCodec;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One mail transaction, pipelined as RFC 2920 has it: three recipients, a message of 4 KiB. An operation is the whole of it. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SmtpCodecBenchmark {
    static final int MESSAGE_OCTETS = 4096;
    static final String MESSAGE = Letters.plain(MESSAGE_OCTETS);

    static final String GROUP = """
            MAIL FROM:<aaa@tokyo.test> SIZE=4096 BODY=8BITMIME
            RCPT TO:<bbb@osaka.test>
            RCPT TO:<ccc@osaka.test>
            RCPT TO:<postmaster@osaka.test>
            DATA
            """.replace("\n", "\r\n");

    static final String CONTENT = MESSAGE.replace("\r\n.", "\r\n..") + ".\r\n";

    static final String REPLIES = """
            250-mail.osaka.test greets mail.tokyo.test
            250-PIPELINING
            250-SIZE 52428800
            250-8BITMIME
            250-STARTTLS
            250 ENHANCEDSTATUSCODES
            250 2.1.0 Sender ok
            250 2.1.5 Recipient ok
            250 2.1.5 Recipient ok
            250 2.1.5 Recipient ok
            354 Send the message; end with a dot on a line by itself
            250 2.0.0 The message is taken
            """.replace("\n", "\r\n");

    private static final Reply GO_AHEAD = Reply.plain(354, "Send the message; end with a dot on a line by itself");

    private final ByteBuf group = EmbeddedWire.octets(GROUP);
    private final ByteBuf content = EmbeddedWire.octets(CONTENT);
    private final ByteBuf message = EmbeddedWire.octets(MESSAGE);
    private final ByteBuf replies = EmbeddedWire.octets(REPLIES);
    private final EmbeddedWire server = new EmbeddedWire(new SmtpServerCodec(12_288));
    private final EmbeddedWire client = new EmbeddedWire(new SmtpClientCodec());
    private final Object[] commandValues = GROUP.lines()
            .map(line -> SmtpCommand.read(line.getBytes(StandardCharsets.US_ASCII)))
            .toArray();
    private final Object[] replyValues = client.hear(replies).toArray();

    /** What a transaction comes to on the server's side. */
    public record Transaction(List<Object> values, int contentOctets) {}

    /** A server reads the commands, says 354, and reads the message. */
    @Benchmark
    public Transaction readTransaction() {
        server.receive(group);
        server.send(GO_AHEAD);
        server.receive(content);
        return new Transaction(server.heard(), server.content().readableBytes());
    }

    /** A client writes the commands and the message. */
    @Benchmark
    public ByteBuf writeTransaction() {
        Object[] values = new Object[commandValues.length + 2];
        System.arraycopy(commandValues, 0, values, 0, commandValues.length);
        values[commandValues.length] = new Content(message.retainedDuplicate());
        values[commandValues.length + 1] = EndOfContent.SOUND;
        return client.send(values);
    }

    /** A client reads the replies to EHLO and to the transaction. */
    @Benchmark
    public List<Object> readReplies() {
        return client.hear(replies);
    }

    /** A server writes them. */
    @Benchmark
    public ByteBuf writeReplies() {
        return server.send(replyValues);
    }
}
