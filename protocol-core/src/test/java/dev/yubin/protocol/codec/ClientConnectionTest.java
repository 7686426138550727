package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that speaks nothing at all, without a network; its workers and clock are ours. */
class ClientConnectionTest {
    private static final int MIB = 1024 * 1024;

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Pending<Long> result = new Pending<>();
    private final Mute connection = new Mute(work::add, (speaker, line) -> heard.add(line));

    /** Waits for one result. */
    private final class Mute extends ClientConnection {
        boolean owed = true;

        Mute(Executor workers, Witness witness) {
            super(
                    channel,
                    new Dialer("localhost", 25, TlsMode.PLAINTEXT, TlsTrust.system(), Duration.ofSeconds(1)),
                    Workers.of(workers),
                    witness,
                    Duration.ofMinutes(1));
            join();
            awaitFor(Duration.ofMinutes(1));
        }

        @Override
        protected String step() {
            return "waiting";
        }

        @Override
        protected boolean isOwed() {
            return owed;
        }

        @Override
        protected void ended(FaultException why) {
            fail(result, why);
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void letWork() {
        channel.runPendingTasks();
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
            channel.runPendingTasks();
        }
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    /** What the result failed with, the connection with it. */
    private Fault fault() {
        letWork();
        assertThat(channel.isOpen()).isFalse();
        return catchThrowableOfType(FaultException.class, result::await).fault();
    }

    @Test
    void aServerIsAwaitedWhileItOwesAWord() {
        connection.owed = false;
        pass(Duration.ofHours(1));
        assertThat(channel.isOpen()).isTrue();

        connection.owed = true;
        connection.awaitFor(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(9));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(fault()).returns(Cause.TIMEOUT, Fault::cause).returns("nothing came for PT10S", Fault::detail);
    }

    @Test
    void handsAreShakenInATimeOfTheirOwn() {
        new Dialer("localhost", 25, TlsMode.STARTTLS_REQUIRED, TlsTrust.system(), Duration.ofHours(1))
                .startTls(channel);
        pass(Duration.ofMinutes(30));
        assertThat(result).isNotDone();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void onceHandsAreShakenTheServerHasItsWholeTime() {
        pass(Duration.ofSeconds(50));
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        pass(Duration.ofSeconds(59));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(fault().cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void aServerDoesNotPayForASlowApplication() {
        connection.behind(1);
        pass(Duration.ofHours(1));
        connection.behind(-1);
        pass(Duration.ofSeconds(59));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(fault().cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void aWitnessIsToldAllOfALineThatIsMadePrintable() {
        connection.told(Speaker.SERVER, "FLAGS (\\Seen)" + " ".repeat(200));
        connection.told(Speaker.SERVER, "a\tb");
        connection.toldContent(Speaker.CLIENT, 7);
        assertThat(heard).containsExactly("FLAGS (\\Seen)" + " ".repeat(200), "a\\x09b", "[7 octets of content]");
    }

    @Test
    void aWitnessThatFailsChangesNothing() {
        Mute other = new Mute(work::add, (speaker, line) -> {
            throw new IllegalStateException("deaf");
        });
        other.told(Speaker.SERVER, "hello");
        letWork();
        assertThat(channel.isOpen()).isTrue();
        assertThat(result).isNotDone();
    }

    @Test
    void whatTlsFailsWithIsNotABrokenProtocol() {
        channel.pipeline().fireExceptionCaught(new DecoderException(new SSLException("bad record MAC")));
        assertThat(fault()).returns(Cause.TLS_HANDSHAKE, Fault::cause).returns("bad record MAC", Fault::detail);
    }

    @Test
    void aBrokenProtocolIsFoundInNettysWrapping() {
        channel.pipeline().fireExceptionCaught(new DecoderException(new ProtocolException("a line without end")));
        assertThat(fault()).returns(Cause.PROTOCOL_BROKEN, Fault::cause).returns("a line without end", Fault::detail);
    }

    @Test
    void theReasonOfTheEndIsToldOfWhatComesLater() {
        channel.close();
        assertThat(fault()).returns(Cause.CONNECTION_LOST, Fault::cause).returns("waiting", Fault::step);
        assertThat(connection.whyEnded("asking for more").fault())
                .returns(Cause.CONNECTION_LOST, Fault::cause)
                .returns("asking for more", Fault::step);
    }

    @Test
    void toCancelClosesTheConnection() {
        Pending<String> other = connection.tied(new Pending<>());
        other.cancel(true);
        assertThat(fault().cause()).isEqualTo(Cause.CLOSED_HERE);
    }

    @Test
    void whereWorkersTakeNoMoreAResultIsToldAllTheSame() {
        Mute refused = new Mute(
                task -> {
                    throw new RejectedExecutionException();
                },
                Witness.NONE);
        Pending<String> other = new Pending<>();
        refused.complete(() -> other.complete("told"));
        assertThat(other).isCompletedWithValue("told");
        letWork();
        assertThat(channel.isOpen()).isFalse();
    }

    // ------------------------------------------------------------------ an outlet

    private static WritableByteChannel sink(Sink sink) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer octets) throws IOException {
                return sink.write(octets);
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private interface Sink {
        int write(ByteBuffer octets) throws IOException;
    }

    /** One octet at a time. */
    private static int taken(ByteBuffer octets) {
        octets.get();
        return 1;
    }

    private Outlet outlet(Executor worker, Sink into) {
        return new Outlet(connection, worker, sink(into), "fetching", result);
    }

    @Test
    void readingStopsWhileTheSinkIsBehind() {
        Outlet outlet = outlet(work::add, ClientConnectionTest::taken);
        outlet.write(Unpooled.wrappedBuffer(new byte[MIB]));
        outlet.end();
        assertThat(channel.config().isAutoRead()).isFalse();
        letWork();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(result).isCompletedWithValue((long) MIB);
    }

    @Test
    void aSinkThatFailsEndsTheConnection() {
        Outlet outlet = outlet(work::add, octets -> {
            throw new IOException("no space left");
        });
        outlet.write(Unpooled.wrappedBuffer(new byte[1]));
        outlet.write(Unpooled.wrappedBuffer(new byte[1]));
        outlet.end();
        assertThat(fault())
                .returns(Cause.CLOSED_HERE, Fault::cause)
                .returns("fetching", Fault::step)
                .returns("what the message is written to fails: java.io.IOException: no space left", Fault::detail);
    }

    @Test
    void whoHearsThatASinkHasFailedFindsTheConnectionEnded() {
        Mute other = new Mute(Runnable::run, Witness.NONE);
        Pending<Long> answered = new Pending<>(); // so that the connection does not fail it
        CompletableFuture<Boolean> ended = answered.handle((octets, failure) -> other.hasEnded());
        Outlet outlet = new Outlet(
                other,
                Runnable::run,
                sink(octets -> {
                    throw new IOException("no space left");
                }),
                "fetching",
                answered);
        outlet.write(Unpooled.wrappedBuffer(new byte[1]));
        letWork();
        assertThat(answered).isCompletedExceptionally();
        assertThat(ended).isCompletedWithValue(true);
    }

    @Test
    void octetsThatNoWorkerTakesAreReleased() {
        Outlet outlet = outlet(
                task -> {
                    throw new RejectedExecutionException();
                },
                ClientConnectionTest::taken);
        ByteBuf octets = Unpooled.wrappedBuffer(new byte[1]);
        connection.run(() -> outlet.write(octets));
        assertThat(fault()).returns(Cause.CLOSED_HERE, Fault::cause);
        assertThat(octets.refCnt()).isZero();
    }
}
