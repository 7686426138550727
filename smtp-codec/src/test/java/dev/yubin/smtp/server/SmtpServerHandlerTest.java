package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.codec.SmtpServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpServerHandlerTest {
    private static final MessageSink SINK = new MessageSink() {
        @Override
        public void write(ByteBuffer content) {}

        @Override
        public Reply commit() {
            return Reply.of(250, "2.0.0", "Ok");
        }

        @Override
        public void abort() {}
    };

    /** What the application has still to do. */
    private final Queue<Runnable> work = new ArrayDeque<>();

    private boolean workersRefuse;

    private EmbeddedChannel channel = connected(SmtpLimits.standard());

    private EmbeddedChannel connected(SmtpLimits limits) {
        return connected(limits, SmtpPort.mta(0).tls(TlsMode.PLAINTEXT));
    }

    private EmbeddedChannel connected(SmtpLimits limits, SmtpPort port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        SmtpPeer peer = SmtpPeer.of("id", address, address, port.purpose());
        SmtpService service = new SmtpService(
                Domain.of("mx.example.org"),
                (from, envelope) -> SINK,
                Offers.NONE,
                Optional.of((user, password) -> Optional.of(user)),
                new LoginThrottle(),
                false,
                limits);
        SmtpServerCodec codec = new SmtpServerCodec(limits.lineOctets());
        EmbeddedChannel made = new EmbeddedChannel();
        made.freezeTime();
        made.config().setAutoRead(false);
        made.pipeline()
                .addLast(
                        codec,
                        new SmtpServerHandler(
                                new SmtpSession(service, port, peer, this::work, false),
                                codec,
                                limits,
                                Optional.empty()));
        made.pipeline().fireChannelActive();
        return made;
    }

    private void work(Runnable task) {
        if (workersRefuse) {
            throw new RejectedExecutionException("no more work");
        }
        work.add(task);
    }

    private void workIsDone() {
        while (!work.isEmpty()) {
            work.remove().run();
            channel.runPendingTasks();
        }
    }

    private void receive(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.US_ASCII));
        channel.runPendingTasks();
    }

    private void hear(String line) {
        receive(line + "\r\n");
        workIsDone();
    }

    /** What is in flight is counted by what it costs, so a sender of crumbs does not fill the memory behind a sink that is slow. */
    @Test
    void crumbsOfContentAreNotPiledUpBeforeASlowSink() {
        workIsDone();
        hear("EHLO c.example");
        hear("MAIL FROM:<>");
        hear("RCPT TO:<a@b.example>");
        hear("DATA");
        for (int i = 0; i < 1000; i++) {
            receive("x");
        }
        assertThat(work).hasSize(4); // of 8 each, for a worker is not woken for a crumb

        workIsDone();
        hear("\r\n.");
        assertThat(replies()).endsWith("250 2.0.0 Ok\r\n");
        channel.finishAndReleaseAll();
    }

    @Test
    void contentThatIsSlowButComesIsTakenForAnyTime() {
        channel.freezeTime();
        workIsDone();
        hear("EHLO c.example");
        hear("MAIL FROM:<>");
        hear("RCPT TO:<a@b.example>");
        hear("DATA");
        for (int seconds = 0; seconds < 3600; seconds++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            receive("x".repeat(90) + "\r\n");
            workIsDone();
        }
        hear(".");
        assertThat(replies()).endsWith("250 2.0.0 Ok\r\n").doesNotContain("421");
        channel.finishAndReleaseAll();
    }

    /** A message that is refused already is drained as patiently as another. */
    @Test
    void contentBehindABareLineBreakIsTakenForAnyTimeToo() {
        channel.freezeTime();
        workIsDone();
        hear("EHLO c.example");
        hear("MAIL FROM:<>");
        hear("RCPT TO:<a@b.example>");
        hear("DATA");
        receive("a\nb");
        for (int seconds = 0; seconds < 600; seconds++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            receive("x".repeat(90) + "\r\n");
        }
        hear(".");
        assertThat(replies()).containsPattern("\r\n550 5.6.0 [^\r]*\r\n$").doesNotContain("421");
        channel.finishAndReleaseAll();
    }

    /** And no longer: what limits what is drained behind a refusal limits it here. */
    @Test
    void contentBehindABareLineBreakIsNotTakenForEver() {
        channel.finishAndReleaseAll();
        work.clear();
        channel = connected(SmtpLimits.standard().messageOctets(1000));
        workIsDone();
        hear("EHLO c.example");
        hear("MAIL FROM:<>");
        hear("RCPT TO:<a@b.example>");
        hear("DATA");
        receive("a\n");
        for (int lines = 0; lines < 21; lines++) {
            receive("x".repeat(98) + "\r\n");
        }
        assertThat(replies()).endsWith("421 4.5.0 Far too much was sent behind a refusal\r\n");
        channel.finishAndReleaseAll();
    }

    /** Who is nobody yet does not hold a connection for ever, be it by NOOP or by guessing. */
    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "AUTH PLAIN"})
    void whoMustLogInHasNotForEver(String meanwhile) {
        submission();
        for (int seconds = 0; seconds < 120; seconds += 40) {
            assertThat(replies()).doesNotContain("421");
            hear(meanwhile);
            pass(40);
        }
        assertThat(replies()).endsWith("421 4.7.0 Nobody has logged in for too long\r\n");
        channel.finishAndReleaseAll();
    }

    @Test
    void whoHasLoggedInMayStay() {
        submission();
        hear("AUTH PLAIN AGF5YQBzZWNyZXQ=");
        for (int minutes = 0; minutes < 20; minutes += 4) {
            pass(240);
            hear("NOOP");
        }
        assertThat(replies()).contains("235 ").endsWith("250 2.0.0 Ok\r\n");
        channel.finishAndReleaseAll();
    }

    private void submission() {
        channel.finishAndReleaseAll();
        work.clear();
        channel = connected(
                SmtpLimits.standard(),
                SmtpPort.submission(0).tls(TlsMode.PLAINTEXT).plaintextLogin(true));
        workIsDone();
        hear("EHLO c.example");
        replies();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    /** A client that takes its replies late is listened to again once it has, also where 354 was the last of them. */
    @Test
    void contentIsReadOnceTheRepliesBeforeItAreTaken() {
        workIsDone();
        hear("EHLO c.example");
        hear("MAIL FROM:<>");
        hear("RCPT TO:<a@b.example>");
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        hear("DATA");
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        hear("x");
        hear(".");
        assertThat(replies()).endsWith("250 2.0.0 Ok\r\n");
        channel.finishAndReleaseAll();
    }

    /** RFC 2920: the application's thread answers all that came together, and the event loop hears of it once. */
    @Test
    void commandsThatCameTogetherAreAnsweredTogether() {
        workIsDone();
        hear("EHLO c.example");
        replies();
        receive("MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<c@b.example>\r\nDATA\r\n");
        while (!work.isEmpty()) {
            work.remove().run();
        }
        assertThat(replies()).isEmpty();
        channel.runPendingTasks();
        assertThat(replies())
                .containsPattern("^250 2.1.0 [^\r]*\r\n250 2.1.5 [^\r]*\r\n250 2.1.5 [^\r]*\r\n354 [^\r]*\r\n$");
        receive("x\r\n.\r\nQUIT\r\n");
        workIsDone();
        assertThat(replies()).containsPattern("^250 2.0.0 Ok\r\n221 [^\r]*\r\n$");
        channel.finishAndReleaseAll();
    }

    /** What an application leaves as it came waits for nothing, so no other thread is asked. */
    @Test
    void whatTheApplicationLeavesIsAnsweredAtOnce() {
        workIsDone();
        hear("EHLO c.example");
        replies();
        receive("MAIL FROM:<>\r\n");
        receive("RCPT TO:<a@b.example>\r\n");
        assertThat(replies()).containsPattern("^250 2.1.0 [^\r]*\r\n250 2.1.5 [^\r]*\r\n$");
        assertThat(work).isEmpty();

        receive("DATA\r\n");
        assertThat(replies()).isEmpty();
        workIsDone();
        assertThat(replies()).startsWith("354 ");
        channel.finishAndReleaseAll();
    }

    /** Nothing that is written leaves any more. */
    private void theClientReadsNothing() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise written) {
                ReferenceCountUtil.release(message);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUIT", "STARTTLS", "NOOP"})
    void aClientThatReadsNothingIsNotWaitedForForEver(String last) {
        channel.freezeTime();
        workIsDone();
        hear("EHLO c.example");
        theClientReadsNothing();
        hear(last);
        channel.advanceTimeBy(SmtpLimits.standard().commandTimeout().toSeconds() + 10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    /** Else a timer would hold all that belongs to a connection for as long as a client might have lingered. */
    @ParameterizedTest
    @ValueSource(strings = {"QUIT", "XYZZY"})
    void ofAConnectionThatIsClosedNothingIsKept(String last) {
        channel.finishAndReleaseAll();
        work.clear();
        channel = connected(SmtpLimits.standard().errors(1));
        workIsDone();
        hear(last);
        channel.close();
        channel.runPendingTasks();
        assertThat(channel.hasPendingTasks()).isFalse();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELP", "DATA", "BDAT 3", "NOOP\r\nBDAT 3"})
    void workersThatTakeNoMoreEndTheConnection(String command) {
        channel.freezeTime();
        workIsDone();
        hear("EHLO c.example");
        hear("MAIL FROM:<>");
        hear("RCPT TO:<a@b.example>");
        workersRefuse = true;
        hear(command);
        endsForNow();
    }

    @Test
    void workersThatTakeNoMoreEndAConnectionThatWaitsToBeGreeted() {
        workIsDone();
        channel.finishAndReleaseAll();
        channel = connected(SmtpLimits.standard().greetingDelay(Duration.ofSeconds(1)));
        channel.freezeTime();
        workersRefuse = true;
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        endsForNow();
    }

    private void endsForNow() {
        assertThat(replies()).endsWith("421 4.3.0 An error here; try again later\r\n");
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    private String replies() {
        StringBuilder replies = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            replies.append(out.toString(StandardCharsets.US_ASCII));
            out.release();
        }
        return replies.toString();
    }
}
