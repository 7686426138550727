package dev.yubin.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies and bodies through the server's encoder and the client's decoder, cut where no network can join them again. */
class Pop3ResponseCodecTest {
    private static final Pop3Reply BODY_FOLLOWS = Pop3Reply.ok("octets follow");

    private static byte[] written(Object... messages) {
        EmbeddedChannel server = new EmbeddedChannel(new Pop3ResponseEncoder());
        for (Object message : messages) {
            server.writeOutbound(
                    message instanceof String text
                            ? new Body(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1))
                            : message);
        }
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = server.readOutbound(); piece != null; piece = server.readOutbound()) {
            all.writeBytes(piece);
            piece.release();
        }
        byte[] octets = new byte[all.readableBytes()];
        all.readBytes(octets).release();
        server.finishAndReleaseAll();
        return octets;
    }

    /** What is heard: responses as they are, and of bodies their text, pieces joined. */
    private static List<Object> heard(byte[] octets, int... cuts) {
        EmbeddedChannel client = new EmbeddedChannel(new Pop3ResponseDecoder(512, BODY_FOLLOWS::equals));
        int from = 0;
        for (int cut : cuts) {
            client.writeInbound(Unpooled.copiedBuffer(octets, from, cut - from));
            from = cut;
        }
        client.writeInbound(Unpooled.copiedBuffer(octets, from, octets.length - from));
        List<Object> heard = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (Object message = client.readInbound(); message != null; message = client.readInbound()) {
            if (message == Body.END) {
                heard.add(body.toString());
                body.setLength(0);
            } else if (message instanceof Body piece) {
                body.append(piece.content().toString(StandardCharsets.ISO_8859_1));
                piece.release();
            } else {
                heard.add(message);
            }
        }
        client.finishAndReleaseAll();
        return heard;
    }

    @Test
    void whatIsSaidIsHeardWhereverItIsCut() {
        Challenge challenge = new Challenge(Secret.of("r=abc,s=def,i=4096"));
        Pop3Reply refused = Pop3Reply.error(ResponseCode.IN_USE, "taken");
        byte[] octets = written(
                Pop3Reply.ok(""),
                challenge,
                new Challenge(Secret.of("")),
                refused,
                BODY_FOLLOWS,
                "A: 1\r\n",
                "\r\n.\r",
                "\n..dots\r\n",
                "\u00ff\0bare\rcr",
                Body.END,
                BODY_FOLLOWS,
                Body.END,
                BODY_FOLLOWS,
                ".",
                Body.END,
                Pop3Reply.ok("signing off"));
        for (int cut = 0; cut <= octets.length; cut++) {
            assertThat(heard(octets, cut))
                    .as("cut at %d", cut)
                    .containsExactly(
                            Pop3Reply.ok(""),
                            challenge,
                            new Challenge(Secret.of("")),
                            refused,
                            BODY_FOLLOWS,
                            "A: 1\r\n\r\n.\r\n..dots\r\n\u00ff\0bare\rcr\r\n",
                            BODY_FOLLOWS,
                            "",
                            BODY_FOLLOWS,
                            ".\r\n",
                            Pop3Reply.ok("signing off"));
        }
        int[] everywhere = new int[octets.length];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = i;
        }
        assertThat(heard(octets, everywhere)).isEqualTo(heard(octets));
    }

    @Test
    void aBodyLeavesTheServerAsLinesWhateverItIsMadeOf() {
        assertThat(written(BODY_FOLLOWS, "x\n.\n", ".\r\n.", Body.END))
                .asString()
                .isEqualTo("+OK octets follow\r\nx\r\n..\r\n..\r\n..\r\n.\r\n");
        assertThat(written(BODY_FOLLOWS, "\n", "\r", "\n", Body.END))
                .asString()
                .isEqualTo("+OK octets follow\r\n\r\n\r\n.\r\n");
    }

    @Test
    void aBodyThatHasNotEndedIsNotToldToHave() {
        assertThat(heard("+OK octets follow\r\nA: 1\r\n.\n.x\r\n.\r".getBytes(StandardCharsets.US_ASCII)))
                .containsExactly(BODY_FOLLOWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"* OK\r\n", "+OK\n", "+OK\0\r\n", "+ !!\r\n", "\r\n", "+OK nul\rcr\r\n"})
    void behindWhatIsNoResponseNothingIsHeard(String line) {
        byte[] octets = (line + "+OK\r\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= octets.length; cut++) {
            List<Pop3Response> heard = new ArrayList<>();
            EmbeddedChannel client = new EmbeddedChannel(new Pop3ResponseDecoder(512, reply -> heard.add(reply)));
            int at = cut;
            assertThatThrownBy(() -> {
                        client.writeInbound(Unpooled.copiedBuffer(octets, 0, at));
                        client.writeInbound(Unpooled.copiedBuffer(octets, at, octets.length - at));
                    })
                    .isInstanceOf(ProtocolException.class);
            client.writeInbound(Unpooled.copiedBuffer("+OK\r\n", StandardCharsets.US_ASCII));
            assertThat(heard).isEmpty();
            assertThat(client.<Object>readInbound()).isNull();
            client.finishAndReleaseAll();
        }
    }

    @Test
    void whatStandsBehindAResponseIsKnownWhenItIsGiven() {
        boolean[] more = new boolean[1];
        Pop3ResponseDecoder decoder = new Pop3ResponseDecoder(512, reply -> false);
        EmbeddedChannel client = new EmbeddedChannel(decoder, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                more[0] = decoder.hasMore();
            }
        });
        client.writeInbound(Unpooled.copiedBuffer("+OK\r\n", StandardCharsets.US_ASCII));
        assertThat(more[0]).isFalse();
        client.writeInbound(Unpooled.copiedBuffer("+OK begin\r\n+OK forged\r", StandardCharsets.US_ASCII));
        assertThat(more[0]).isTrue();
        client.finishAndReleaseAll();
    }
}
