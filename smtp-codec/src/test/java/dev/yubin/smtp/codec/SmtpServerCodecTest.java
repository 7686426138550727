package dev.yubin.smtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.smtp.Noop;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Verb;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpServerCodecTest {
    private final SmtpServerCodec codec = new SmtpServerCodec(512);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private SmtpServerCodecTest() {
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(codec);
    }

    private static List<String> converse(String... pieces) {
        List<byte[]> octets = Arrays.stream(pieces)
                .map(piece -> piece.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        return Played.by(new SmtpServerCodec(512), octets, SmtpServerCodecFuzzTest::answer).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theSameOctetsAreTheSameMessagesHoweverTheyAreCut() {
        String octets = "EHLO c.example\r\nFROB\r\nMAIL FROM:\r\nNOOP " + "x".repeat(600) + "\r\nAUTH PLAIN\r\nQUIT\r\n"
                + "DATA\r\n..one\r\n.\rtwo\r\n\r\n.\r\nDATA\r\n.\r\nRSET\nNOOP\r\nDATA\r\nbare\nQUIT\r\n.\r\nQUIT\r\n";
        List<String> whole = converse(octets);
        assertThat(whole)
                .containsExactly(
                        "Ehlo[client=c.example]",
                        "Unrecognized[4 octets]",
                        "Malformed[problem=ARGUMENTS, complaint=MAIL: expected \"<\" at octet 11 but found the end of the line]",
                        "Malformed[problem=LINE, complaint=the line is longer than is taken here]",
                        "Auth[mechanism=PLAIN, initialResponse=Optional.empty]",
                        "AuthResponse[response=Optional[[secret]]]",
                        "Data[]",
                        "content:.one\r\n",
                        "EndOfContent[bareLineBreaks=true]",
                        "Data[]",
                        "EndOfContent[bareLineBreaks=false]",
                        "Malformed[problem=LINE, complaint=a line ends with CR LF, but this ended with LF alone]",
                        "Noop[text=]",
                        "Data[]",
                        "content:bare",
                        "EndOfContent[bareLineBreaks=true]",
                        "Quit[]");
        for (int cut = 1; cut < octets.length(); cut++) {
            assertThat(converse(octets.substring(0, cut), octets.substring(cut)))
                    .as("cut behind octet " + cut)
                    .isEqualTo(whole);
        }
        assertThat(converse(octets.split(""))).isEqualTo(whole);
    }

    @Test
    void nothingIsDecodedBeforeItIsAskedFor() {
        channel.writeInbound(Unpooled.copiedBuffer("STARTTLS\r\nMAIL FROM:<>\r\n", StandardCharsets.US_ASCII));
        assertThat(channel.<Object>readInbound()).isNull();
        channel.read();
        assertThat(channel.<SmtpCommand>readInbound()).hasToString("StartTls[]");
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(codec.holdsOctets()).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void aGroupEndsWithTheCommandWhoseReplyDecidesWhatFollows() {
        channel.writeInbound(Unpooled.copiedBuffer(
                "MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\nRSET\r\n", StandardCharsets.US_ASCII));
        channel.read();
        assertThat(codec.group(channel.readInbound()))
                .extracting(SmtpCommand::verb)
                .containsExactly(Verb.MAIL, Verb.RCPT, Verb.DATA);
        channel.read();
        assertThat(codec.group(channel.readInbound()))
                .extracting(SmtpCommand::verb)
                .containsExactly(Verb.RSET);
        channel.finishAndReleaseAll();
    }

    @Test
    void whatBreaksBehindAGroupIsToldBehindIt() {
        channel.writeInbound(
                Unpooled.copiedBuffer("MAIL FROM:<>\r\n" + "x".repeat(100_000), StandardCharsets.US_ASCII));
        channel.read();
        assertThat(codec.group(channel.readInbound())).hasSize(1);
        channel.checkException();
        channel.read();
        assertThatThrownBy(channel::checkException).isInstanceOf(ProtocolException.class);
        channel.finishAndReleaseAll();
    }

    @Test
    void aLineWithoutEndFailsOnceAndKeepsNothing() {
        channel.read();
        ByteBuf endless = Unpooled.wrappedBuffer(new byte[100_000]);
        assertThatThrownBy(() -> channel.writeInbound(endless)).isInstanceOf(ProtocolException.class);
        channel.writeInbound(Unpooled.copiedBuffer("\r\nNOOP\r\n", StandardCharsets.US_ASCII));
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(codec.holdsOctets()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void repliesAreFlushedOnceForABatch() {
        int[] flushes = {0};
        EmbeddedChannel counting = new EmbeddedChannel(new io.netty.channel.ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(io.netty.channel.ChannelHandlerContext ctx) {
                flushes[0]++;
                ctx.flush();
            }
        });
        counting.config().setAutoRead(false);
        counting.pipeline().addLast(new SmtpServerCodec(512), new io.netty.channel.ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(io.netty.channel.ChannelHandlerContext ctx, Object command) {
                ctx.write(Replies.MESSAGE_OK);
                ctx.read();
            }
        });
        counting.writeInbound(Unpooled.copiedBuffer("NOOP\r\n".repeat(10_000), StandardCharsets.US_ASCII));
        flushes[0] = 0;
        counting.pipeline().lastContext().read();
        assertThat(flushes[0]).isEqualTo(1);
        counting.finishAndReleaseAll();
    }

    @Test
    void commandsThatAlwaysEndWithinTheNextSegmentDoNotPileUp() {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(memory);
        for (int i = 0; i < 20_000; i++) {
            channel.read();
            channel.writeInbound(ByteBufUtil.writeAscii(memory, i == 0 ? "NOOP\r\nN" : "OOP\r\nN"));
            assertThat(channel.<Object>readInbound()).isInstanceOf(Noop.class);
        }
        assertThat(memory.metric().usedHeapMemory()).isLessThan(4096);
        channel.finishAndReleaseAll();
    }
}
