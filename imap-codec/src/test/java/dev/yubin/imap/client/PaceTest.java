package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.sasl.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is asked for more than the slowest can take, nor waited for for ever: a connection without a network, whose workers and clock are ours. */
class PaceTest {
    private static final int MIB = 1024 * 1024;

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> news = new ArrayList<>();
    private long told;
    private ImapClient imap;

    @BeforeEach
    void connect() {
        ImapClient.Builder builder = ImapClient.builder("localhost", 143, TlsMode.PLAINTEXT)
                .workers(Workers.of(work::add))
                .plaintextLogin(true)
                .answerLimit(MIB)
                .news(new ImapNews() {
                    @Override
                    public void exists(long messages) {
                        told++;
                    }

                    @Override
                    public void fetched(Fetched message) {
                        news.add(message.uid().getAsLong() + " "
                                + message.content(Section.ALL).map(Octets::size));
                    }

                    @Override
                    public void dropped(Fetched message, Fault why) {
                        news.add(why.cause() + ": " + why.detail());
                        fetched(message);
                    }
                });
        Dialer dialer = new Dialer("localhost", 143, TlsMode.PLAINTEXT, TlsTrust.system(), Duration.ofSeconds(1));
        Exchange<StatusReply> greeting = Exchange.greeting();
        imap = new ImapClient(new ImapConnection(channel, dialer, builder, greeting), builder);
        server("* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n");
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void server(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** What the client has written since. */
    private String client() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf octets = channel.readOutbound(); octets != null; octets = channel.readOutbound()) {
            text.append(octets.toString(StandardCharsets.US_ASCII));
            octets.release();
        }
        return text.toString();
    }

    /** Logs in, and opens a mailbox. */
    private void open() {
        imap.login(Credentials.of("bbb", Secret.of("tanuki")));
        client();
        server("A1 OK [CAPABILITY IMAP4rev1 LITERAL+] welcome\r\n");
        imap.select(Select.of(ImapName.INBOX));
        client();
        server("A2 OK [READ-WRITE] done\r\n");
        letWork();
    }

    private void letWork() {
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
            channel.runPendingTasks();
        }
    }

    @Test
    void readingStopsWhileTheSinkIsBehind() throws Exception {
        open();
        long[] taken = {0};
        FetchItem.Body whole = new FetchItem.Body(Section.ALL, true, Optional.empty());
        Pending<Long> fetch = imap.fetch(
                Fetch.of(true, SequenceSet.of(7), whole), new ImapClientTest.Sink(octets -> taken[0] += octets.length));
        assertThat(client()).isEqualTo("A3 UID FETCH 7 BODY.PEEK[]\r\n");

        server("* 1 FETCH (UID 7 BODY[] {" + 2 * MIB + "}\r\n");
        int sent = 0;
        while (channel.config().isAutoRead()) {
            server("x".repeat(65_536));
            sent += 65_536;
        }
        assertThat(sent).isBetween(262_144, 400_000);
        assertThat(taken[0]).isZero();

        letWork();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(taken[0]).isEqualTo(sent);

        server("x".repeat(2 * MIB - sent) + ")\r\nA3 OK done\r\n");
        letWork();
        assertThat(fetch.await()).isEqualTo(2 * MIB).isEqualTo(taken[0]);
    }

    @Test
    void readingStopsWhileTheNewsAreNotHeard() {
        int sent = 0;
        while (channel.config().isAutoRead()) {
            server("* " + sent + " EXISTS\r\n");
            sent++;
        }
        assertThat(sent).isLessThan(1000);

        letWork();
        assertThat(told).isEqualTo(sent);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    /** As NOTIFY has it: RFC 5465 section 5.2. */
    @Test
    void octetsThatAreNewsAreToldHoweverManyCameBefore() {
        open();
        imap.idle();
        client();
        server("+ idling\r\n");
        for (int uid = 1; uid <= 30; uid++) {
            server("* 1 FETCH (UID " + uid + " BODY[] {100000}\r\n" + "x".repeat(100_000) + ")\r\n");
            letWork();
        }
        assertThat(news).hasSize(30).allMatch(heard -> heard.endsWith(" Optional[100000]"));
    }

    @Test
    void newsWeighWhatTheyHold() {
        server("* 1 FETCH (UID 1 BODY[] {300000}\r\n" + "x".repeat(300_000) + ")\r\n");
        assertThat(channel.config().isAutoRead()).isFalse();
        letWork();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(news).containsExactly("1 Optional[300000]");
    }

    @Test
    void octetsThatAreTooManyForNewsAreMissedAloud() {
        server("* 1 FETCH (UID 1 BODY[] {" + MIB + "}\r\n" + "x".repeat(MIB)
                + " FLAGS ())\r\n* 2 FETCH (UID 2 BODY[] {1}\r\nx)\r\n");
        letWork();
        assertThat(news)
                .containsExactly(
                        "LIMIT: a message that is told of has more than 1048576 octets",
                        "1 Optional.empty",
                        "2 Optional[1]");
    }

    /** What else comes meanwhile is none of the answer, and not counted with it. */
    @Test
    void anAnswerIsBoundedByItself() throws Exception {
        open();
        FetchItem.Body whole = new FetchItem.Body(Section.ALL, true, Optional.empty());
        Pending<?> fetch = imap.fetch(Fetch.of(true, SequenceSet.of(7, 8), whole));
        client();
        for (int uid = 6; uid <= 9; uid++) {
            server("* 1 FETCH (UID " + uid + " BODY[] {500000}\r\n" + "x".repeat(500_000) + ")\r\n");
            letWork();
        }
        server("A3 OK done\r\n");
        letWork();
        fetch.await();
        assertThat(news)
                .containsExactly(
                        "6 Optional[500000]",
                        "LIMIT: a message that is told of has more than 1048576 octets",
                        "9 Optional.empty");
    }

    @Test
    void aMessageIsReadOnlyAsFastAsItGoesOut() throws Exception {
        open();
        long[] read = {0};
        ReadableByteChannel source = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                int count = into.remaining();
                into.position(into.limit());
                read[0] += count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        Pending<?> append = imap.append(ImapName.INBOX, Set.of(), OffsetDateTime.now(), MIB, source);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        assertThat(client()).endsWith("{" + MIB + "+}\r\n");
        letWork();
        assertThat(read[0]).isZero();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        work.remove().run();
        assertThat(read[0]).isEqualTo(32_768);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.runPendingTasks();
        letWork();
        assertThat(read[0]).isEqualTo(32_768);

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        letWork();
        assertThat(client()).hasSize(MIB + 2).endsWith("\r\n");
        server("A3 OK done\r\n");
        letWork();
        append.await();
    }

    // ------------------------------------------------------------------ time

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        letWork();
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    @Test
    void aServerThatDoesNotAnswerIsLeft() {
        Pending<Void> noop = imap.noop();
        client();
        pass(Duration.ofSeconds(119));
        server("* 3 EX");
        pass(Duration.ofSeconds(119));
        assertThat(noop).isNotDone();

        pass(Duration.ofSeconds(2));
        assertThat(fault(noop))
                .returns(Cause.TIMEOUT, Fault::cause)
                .returns("waiting for the answer to NOOP", Fault::step);
    }

    @Test
    void aServerMayBeSilentWhereNothingIsAskedAndInIdle() throws Exception {
        open();
        pass(Duration.ofHours(1));
        Pending<Idle> idle = imap.idle();
        client();
        server("+ idling\r\n");
        letWork();
        pass(Duration.ofHours(1));

        Pending<Void> done = idle.await().done();
        assertThat(client()).isEqualTo("DONE\r\n");
        assertThat(done).isNotDone();
        pass(Duration.ofMinutes(3));
        assertThat(fault(done)).returns(Cause.TIMEOUT, Fault::cause).returns("idling", Fault::step);
    }

    @Test
    void aServerDoesNotPayForASlowApplication() {
        open();
        FetchItem.Body whole = new FetchItem.Body(Section.ALL, true, Optional.empty());
        Pending<Long> fetch =
                imap.fetch(Fetch.of(true, SequenceSet.of(7), whole), new ImapClientTest.Sink(octets -> {}));
        client();
        server("* 1 FETCH (UID 7 BODY[] {2}\r\nab)\r\n");
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        letWork();
        server("A3 OK done\r\n");
        letWork();
        assertThat(fetch).isCompletedWithValue(2L);
    }

    // ------------------------------------------------------------------ what comes too late

    @Test
    void aSecretThatIsReadyBehindTheRefusalIsNotSaid() {
        server("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n");
        Pending<Void> login = imap.login(Credentials.of("bbb", Secret.of("tanuki")));
        Pending<Void> noop = imap.noop();
        assertThat(client()).isEqualTo("A1 AUTHENTICATE PLAIN\r\n");
        server("+ \r\nA1 NO [UNAVAILABLE] later\r\n");
        assertThat(client()).isEqualTo("A2 NOOP\r\n");

        letWork();
        assertThat(fault(login).cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
        assertThat(client()).isEmpty();
        server("A2 OK done\r\n");
        letWork();
        assertThat(noop).isCompleted();
    }

    @Test
    void idleThatTheServerHasEndedIsNotEndedAgain() throws Exception {
        open();
        Pending<Idle> idle = imap.idle();
        client();
        server("+ idling\r\nA3 OK that will do\r\n");
        letWork();
        idle.await().done();
        assertThat(client()).isEmpty();
    }
}
