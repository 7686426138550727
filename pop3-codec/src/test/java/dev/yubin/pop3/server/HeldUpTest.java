package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.codec.Pop3ResponseEncoder;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.UserTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that sends and does not take what it is answered: the network between is held up and let go by hand. */
class HeldUpTest {
    private static final int NETWORKS_OWN =
            128 * 1024; // what a channel queues before it says stop, and one answer more

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final Network network = new Network();
    private final EmbeddedChannel channel = channel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private EmbeddedChannel channel() {
        Service service = new Service(
                "dewey",
                new Drops(),
                new UserTable(4096).add("mrose", Secret.of("secret")),
                new Policies(MaildropPolicy.standard(), Optional.empty()),
                UniqueIds.STANDARD,
                Language.ENGLISH,
                new MaildropLocks(),
                new LoginDelays(),
                Pop3Limits.standard(),
                new LoginThrottle());
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(memory).setAutoRead(false);
        channel.pipeline()
                .addLast(
                        network,
                        new Pop3ResponseEncoder(),
                        new Pop3ServerHandler(
                                service,
                                new Security(TlsMode.STARTTLS_OPTIONAL, false, true, true),
                                Optional.of(Tls.server(TlsIdentity.selfSigned())),
                                Workers.of(Runnable::run).inOrder()));
        channel.pipeline().fireChannelActive();
        return channel;
    }

    private void says(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.US_ASCII));
        channel.runPendingTasks();
    }

    private String answers() {
        StringBuilder answers = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            answers.append(piece.toString(StandardCharsets.US_ASCII));
            piece.release();
        }
        return answers.toString();
    }

    @Test
    void whoReadsNoRepliesIsNotListenedTo() {
        says("NOOP\r\n"); // refused before login; the limit of bad commands shall not end this
        network.hold(channel);
        for (int i = 0; i < 50; i++) {
            says("CAPA\r\n".repeat(100));
        }
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(NETWORKS_OWN);
        network.letGo(channel);
        assertThat(answers().split("capabilities follow", -1)).hasSize(5_001);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aShortAnswerDoesNotHoldAWholeWindowWhileItWaits() {
        network.hold(channel);
        says("CAPA\r\n".repeat(2_000));
        assertThat(memory.metric().usedHeapMemory()).isLessThan(6 * NETWORKS_OWN);
        network.letGo(channel);
        assertThat(answers()).endsWith("\r\n.\r\n");
    }

    @Test
    void whatComesInTheClearWhileTheConsentToStlsIsOnItsWayEndsTheConnection() {
        network.hold(channel);
        says("STLS\r\n");
        says("USER mrose\r\n"); // as if said before the handshake by somebody between
        network.letGo(channel);
        assertThat(answers()).isEqualTo("+OK dewey POP3 server ready\r\n+OK begin TLS negotiation\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    /** Lets nothing through while it holds. */
    private static final class Network extends ChannelOutboundHandlerAdapter {
        private boolean held;

        void hold(EmbeddedChannel channel) {
            channel.flush();
            held = true;
        }

        void letGo(EmbeddedChannel channel) {
            held = false;
            channel.flush();
            channel.runPendingTasks();
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            if (!held) {
                ctx.flush();
            }
        }
    }
}
