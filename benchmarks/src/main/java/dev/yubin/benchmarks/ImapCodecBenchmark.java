package dev.yubin.benchmarks;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.codec.ImapClientCodec;
import dev.yubin.imap.codec.ImapServerCodec;
import dev.yubin.imap.wire.ImapEncoding;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.message.response.FetchResponse;
import org.eclipse.angus.mail.iap.Protocol;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The commands with which a mail program synchronizes a mailbox, and fifty FETCH responses as it needs them for its list of messages. An
 * operation is all of either.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ImapCodecBenchmark {
    static final int MESSAGES = 50;

    static final String COMMANDS = """
            A101 SELECT INBOX
            A102 UID FETCH 1:4827312 FLAGS
            A103 UID FETCH 4827313:4828442 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (References)])
            A104 UID SEARCH UNSEEN SINCE 1-Nov-2026 OR FROM aihara SUBJECT "the ferry"
            A105 UID STORE 4827313,4827315:4827320 +FLAGS.SILENT (\\Seen)
            A106 LIST "" *
            A107 STATUS "Sent Items" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)
            A108 NOOP
            """.replace("\n", "\r\n");

    private static final int COMMAND_LINES = (int) COMMANDS.lines().count();

    static final String RESPONSES = IntStream.rangeClosed(1, MESSAGES)
            .mapToObj(ImapCodecBenchmark::fetch)
            .collect(Collectors.joining());

    private final ByteBuf commands = EmbeddedWire.octets(COMMANDS);
    private final ByteBuf responses = EmbeddedWire.octets(RESPONSES);
    private final EmbeddedWire server =
            new EmbeddedWire(new ImapServerCodec(ImapLimits.standard(), ImapEncoding.PLAIN));
    private final EmbeddedWire client =
            new EmbeddedWire(new ImapClientCodec(ImapLimits.client(), ImapEncoding.PLAIN, 64 * 1024));
    private final Object[] commandValues = server.hear(commands).toArray();
    private final Object[] responseValues = client.hear(responses).toArray();

    private final Protocol angus;
    private final JamesImap james = new JamesImap();
    private final InputStream jamesCommands = new Endless(COMMANDS);
    private final List<FetchResponse> jamesResponses =
            IntStream.rangeClosed(1, MESSAGES).mapToObj(JamesImap::response).toList();

    public ImapCodecBenchmark() {
        try {
            angus = new Protocol(
                    new Endless(RESPONSES), new PrintStream(OutputStream.nullOutputStream()), new Properties(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text that begins again where it ends. */
    private static final class Endless extends InputStream {
        private final byte[] octets;
        private int at;

        Endless(String text) {
            octets = text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read() {
            at = at == octets.length ? 0 : at;
            return octets[at++];
        }

        @Override
        public int read(byte[] into, int from, int most) {
            at = at == octets.length ? 0 : at;
            int count = Math.min(most, octets.length - at);
            System.arraycopy(octets, at, into, from, count);
            at += count;
            return count;
        }
    }

    private static String fetch(int number) {
        return """
                * %1$d FETCH (UID %2$d FLAGS (\\Seen $Forwarded) INTERNALDATE " 1-Nov-2026 09:30:02 +0900" RFC822.SIZE %3$d \
                ENVELOPE ("Sun, 1 Nov 2026 09:30:00 +0900" "=?UTF-8?B?6YO15L6/?= and the ferry" \
                (("A. Aihara" NIL "aaa" "tokyo.test")) (("A. Aihara" NIL "aaa" "tokyo.test")) \
                (("A. Aihara" NIL "aaa" "tokyo.test")) ((NIL NIL "bbb" "osaka.test")("C, D" NIL "ccc" "osaka.test")) NIL NIL \
                "<20261031180000.777@osaka.test>" "<20261101093000.%2$d@tokyo.test>") \
                BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 2279 48 NIL NIL NIL NIL)\
                ("IMAGE" "JPEG" ("NAME" "bridge.jpg") NIL NIL "BASE64" 482310 NIL ("attachment" ("FILENAME" "bridge.jpg")) NIL NIL) \
                "MIXED" ("BOUNDARY" "=_ferry_0001") NIL NIL NIL))
                """.formatted(number, 4_827_312 + number, 484_000 + 37 * number).replace("\n", "\r\n");
    }

    /** A server reads the commands. */
    @Benchmark
    public List<Object> readCommands() {
        return server.hear(commands);
    }

    /** Apache James's server reads them. */
    @Benchmark
    public List<ImapMessage> readCommandsByJames() {
        return james.read(COMMAND_LINES, jamesCommands);
    }

    /** A client writes them. */
    @Benchmark
    public ByteBuf writeCommands() {
        return client.send(commandValues);
    }

    /** A client reads the responses. */
    @Benchmark
    public List<Object> readResponses() {
        return client.hear(responses);
    }

    /** Angus Mail's client, which is that of Jakarta Mail, reads them. */
    @Benchmark
    public List<org.eclipse.angus.mail.imap.protocol.FetchResponse> readResponsesByAngus() throws Exception {
        List<org.eclipse.angus.mail.imap.protocol.FetchResponse> read = new ArrayList<>(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            read.add(new org.eclipse.angus.mail.imap.protocol.FetchResponse(angus));
        }
        return read;
    }

    /** A server writes them. */
    @Benchmark
    public ByteBuf writeResponses() {
        return server.send(responseValues);
    }

    /** Apache James's server writes them, and of each the date at which it was saved besides, of which it knows nothing. */
    @Benchmark
    public byte[] writeResponsesByJames() throws IOException {
        return james.write(jamesResponses);
    }
}
