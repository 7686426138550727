package dev.yubin.smtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What a codec makes of octets that come in pieces. It holds no more of them than one line and one piece, and nothing at the end. */
final class Played {
    /** There is no going on. What is said of that depends on how the octets came. */
    static final String LOST = "lost";

    private static final int MOST_HELD = 8 << 10;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final BiConsumer<EmbeddedChannel, Object> answer;
    private final List<Object> heard = new ArrayList<>();

    private Played(ChannelHandler codec, BiConsumer<EmbeddedChannel, Object> answer) {
        this.answer = answer;
        channel.config().setAutoRead(false);
        channel.config().setAllocator(memory);
        channel.pipeline().addLast(codec);
    }

    /**
     * What is heard, in order; pieces of content as one text of an octet a character.
     *
     * @param answer writes what is to be said to a message
     */
    static List<Object> by(ChannelHandler codec, List<byte[]> pieces, BiConsumer<EmbeddedChannel, Object> answer) {
        Played played = new Played(codec, answer);
        try {
            played.channel.read();
            pieces.forEach(played::play);
        } finally {
            played.channel.finishAndReleaseAll();
        }
        assertThat(played.memory.metric().usedHeapMemory())
                .as("held at the end")
                .isZero();
        return played.heard;
    }

    private void play(byte[] piece) {
        try {
            channel.writeInbound(memory.heapBuffer(piece.length).writeBytes(piece));
        } catch (Exception e) { // which the channel throws undeclared
            assertThat(e).isInstanceOf(ProtocolException.class);
            hearAll();
            heard.add(LOST);
        }
        hearAll();
        channel.releaseOutbound();
        assertThat(memory.metric().usedHeapMemory()).as("held").isLessThan(MOST_HELD + 2L * piece.length);
    }

    private void hearAll() {
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            hear(message);
            try {
                channel.read();
                channel.checkException();
            } catch (Exception e) {
                assertThat(e).isInstanceOf(ProtocolException.class);
                heard.add(LOST);
            }
        }
    }

    private void hear(Object message) {
        if (message instanceof RefusedContent) {
            return; // of which it matters how much came, not in how many pieces
        }
        if (!(message instanceof Content content)) {
            heard.add(message);
            answer.accept(channel, message);
            return;
        }
        String text = content.content().toString(StandardCharsets.ISO_8859_1);
        content.release();
        int last = heard.size() - 1;
        if (heard.get(last) instanceof String before && !before.equals(LOST)) {
            heard.set(last, before + text);
        } else {
            heard.add("content:" + text);
        }
    }
}
