package dev.yubin.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.pop3.Apop;
import dev.yubin.pop3.Auth;
import dev.yubin.pop3.Capa;
import dev.yubin.pop3.Dele;
import dev.yubin.pop3.Lang;
import dev.yubin.pop3.ListMessages;
import dev.yubin.pop3.Malformed;
import dev.yubin.pop3.Noop;
import dev.yubin.pop3.Pass;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.Quit;
import dev.yubin.pop3.Retr;
import dev.yubin.pop3.Rset;
import dev.yubin.pop3.SaslResponse;
import dev.yubin.pop3.Stat;
import dev.yubin.pop3.Stls;
import dev.yubin.pop3.Top;
import dev.yubin.pop3.Uidl;
import dev.yubin.pop3.Unrecognized;
import dev.yubin.pop3.User;
import dev.yubin.pop3.Utf8;
import dev.yubin.pop3.Verb;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Commands through the client's encoder and the server's decoder, cut where no network can join them again. */
class Pop3CommandCodecTest {
    /** Every command that can be said, a SASL exchange in their midst. */
    private static final List<Pop3Command> COMMANDS = List.of(
            new Capa(),
            new Stls(),
            new User("bbb@大阪.test"),
            new Pass(Secret.of(" two  words ")),
            Apop.of("bbb", "<1@osaka.test>", Secret.of("tanuki")),
            new Utf8(),
            new Lang(Optional.of("ja")),
            new Auth(Optional.empty(), Optional.empty()),
            new Auth(Optional.of("PLAIN"), Optional.of(Secret.of("\0bbb\0tanuki"))),
            new SaslResponse(Optional.of(Secret.of("QUIT"))),
            new SaslResponse(Optional.of(Secret.of(""))),
            new SaslResponse(Optional.empty()),
            new Stat(),
            new ListMessages(OptionalInt.empty()),
            new ListMessages(OptionalInt.of(1)),
            new Uidl(OptionalInt.empty()),
            new Uidl(OptionalInt.of(2)),
            new Retr(1),
            new Top(2, 0),
            new Dele(3),
            new Rset(),
            new Noop(),
            new Unrecognized("XTND XMIT"),
            new Quit());

    /** A server that asks for the next command as soon as it has one, and knows when an exchange begins and ends. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        final List<Pop3Command> heard = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();
        final Pop3CommandDecoder decoder = new Pop3CommandDecoder(Pop3Limits.standard(), this::inExchange);
        final EmbeddedChannel channel = new EmbeddedChannel();

        Server() {
            channel.config().setAutoRead(false);
            channel.pipeline().addLast(decoder, this);
            channel.read();
        }

        private boolean inExchange() {
            boolean cancelled = heard.contains(new SaslResponse(Optional.empty()));
            return !cancelled
                    && heard.stream()
                            .anyMatch(command -> command instanceof Auth auth
                                    && auth.mechanism().isPresent());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object command) {
            heard.add((Pop3Command) command);
            ctx.read();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
        }

        Server hears(byte[] octets, int from, int to) {
            channel.writeInbound(channel.alloc().buffer(to - from).writeBytes(octets, from, to - from));
            return this;
        }

        Server hears(String text) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            return hears(octets, 0, octets.length);
        }
    }

    private static byte[] written(List<Pop3Command> commands) {
        EmbeddedChannel client = new EmbeddedChannel(new Pop3CommandEncoder());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (Pop3Command command : commands) {
            client.writeOutbound(command);
            ByteBuf line = client.readOutbound();
            octets.writeBytes(ByteBufUtil.getBytes(line));
            line.release();
        }
        client.finishAndReleaseAll();
        return octets.toByteArray();
    }

    @Test
    void everyCommandIsAmongThem() {
        for (Verb verb : Verb.values()) {
            if (verb != Verb.MALFORMED) { // which is what was not understood and cannot be said
                assertThat(COMMANDS).extracting(Pop3Command::verb).contains(verb);
            }
        }
    }

    @Test
    void whatIsSaidIsHeardWhereverItIsCut() {
        byte[] octets = written(COMMANDS);
        for (int cut = 0; cut <= octets.length; cut++) {
            Server server = new Server().hears(octets, 0, cut).hears(octets, cut, octets.length);
            assertThat(server.heard).as("cut at %d", cut).isEqualTo(COMMANDS);
            assertThat(server.decoder.hasMore()).isFalse();
            server.channel.finishAndReleaseAll();
        }
    }

    @Test
    void whatIsSaidIsHeardOctetByOctet() {
        byte[] octets = written(COMMANDS);
        Server server = new Server();
        for (int i = 0; i < octets.length; i++) {
            server.hears(octets, i, i + 1);
        }
        assertThat(server.heard).isEqualTo(COMMANDS);
        server.channel.finishAndReleaseAll();
    }

    @Test
    void aDefectiveLineIsAnsweredInItsPlaceWhereverItIsCut() {
        byte[] octets = ("NOOP\r\nSTAT\nRE\rTR 1\r\nNO\0OP\r\n\r\nUSER " + "x".repeat(1100) + "\r\nQUIT\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= octets.length; cut++) {
            Server server = new Server().hears(octets, 0, cut).hears(octets, cut, octets.length);
            assertThat(server.heard)
                    .as("cut at %d", cut)
                    .extracting(Pop3Command::verb)
                    .containsExactly(
                            Verb.NOOP,
                            Verb.MALFORMED,
                            Verb.MALFORMED,
                            Verb.MALFORMED,
                            Verb.MALFORMED,
                            Verb.MALFORMED,
                            Verb.QUIT);
            server.channel.finishAndReleaseAll();
        }
    }

    @Test
    void whatWasNotUnderstoodCannotBeSaid() {
        EmbeddedChannel client = new EmbeddedChannel(new Pop3CommandEncoder());
        assertThatThrownBy(() -> client.writeOutbound(new Malformed("expected a keyword")))
                .isInstanceOf(IllegalArgumentException.class);
        client.finishAndReleaseAll();
    }

    @Test
    void nothingIsGivenThatWasNotAskedFor() {
        Pop3CommandDecoder decoder = new Pop3CommandDecoder(Pop3Limits.standard(), () -> false);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(decoder);
        channel.writeInbound(Unpooled.copiedBuffer("STLS\r\nNOOP\r\n", StandardCharsets.US_ASCII));
        assertThat(channel.<Object>readInbound()).isNull();
        channel.read();
        assertThat(channel.<Object>readInbound()).isEqualTo(new Stls());
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(decoder.hasMore()).isTrue();
        decoder.stop();
        assertThat(decoder.hasMore()).isFalse();
        channel.read();
        channel.writeInbound(Unpooled.copiedBuffer("NOOP\r\n", StandardCharsets.US_ASCII));
        assertThat(channel.<Object>readInbound()).isNull();
        channel.finishAndReleaseAll();
    }

    @Test
    void eightMebibytesWithoutAnEndAreOneFailureAndTakeNoMemory() {
        Server server = new Server();
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        server.channel.config().setAllocator(memory);
        for (int i = 0; i < 1024; i++) {
            server.hears("x".repeat(8192));
            assertThat(memory.metric().usedHeapMemory()).isLessThan(65_536);
        }
        server.hears("\r\nNOOP\r\n");
        assertThat(server.heard).isEmpty();
        assertThat(server.failures).hasSize(1).first().isInstanceOf(ProtocolException.class);
        server.channel.finishAndReleaseAll();
    }

    @Test
    void commandsCutWithinDoNotKeepThoseBeforeThem() {
        Server server = new Server();
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        server.channel.config().setAllocator(memory);
        server.hears("NO");
        for (int i = 0; i < 1000; i++) {
            server.hears("OP " + "x".repeat(500) + "\r\nNO");
            server.heard.clear();
        }
        assertThat(memory.metric().usedHeapMemory()).isLessThan(65_536);
        server.channel.finishAndReleaseAll();
    }
}
