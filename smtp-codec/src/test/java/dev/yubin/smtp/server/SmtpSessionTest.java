package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The session by itself: no channel, no thread but this one. */
class SmtpSessionTest {
    private final List<String> sink = new ArrayList<>();
    private int opened;
    private final SmtpApplication application = (peer, envelope) -> open();

    private MessageSink open() {
        opened++;
        return new MessageSink() {
            @Override
            public void write(ByteBuffer content) {
                sink.add(StandardCharsets.US_ASCII.decode(content).toString());
            }

            @Override
            public Reply commit() {
                sink.add("commit");
                return Replies.MESSAGE_OK;
            }

            @Override
            public void abort() {
                sink.add("abort");
            }
        };
    }

    private SmtpSession session(SmtpPort port, boolean tls) {
        return session(port, tls, Runnable::run);
    }

    private SmtpSession session(SmtpPort port, boolean tls, Executor workers) {
        return session(application, port, tls, workers);
    }

    private static SmtpSession session(SmtpApplication application, SmtpPort port, boolean tls, Executor workers) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        SmtpPeer peer = SmtpPeer.of("id", address, address, port.purpose());
        SmtpService service = new SmtpService(
                Domain.of("mx.example.org"),
                application,
                Offers.NONE,
                Optional.empty(),
                new LoginThrottle(),
                tls,
                SmtpLimits.standard());
        return new SmtpSession(service, port, peer, workers, false);
    }

    private static String say(SmtpSession session, String line) {
        return session.answer(SmtpCommand.read(line.getBytes(StandardCharsets.US_ASCII)))
                .toCompletableFuture()
                .join()
                .toString();
    }

    @Test
    void oneTransactionEndsWithItsReplyAndAnotherMayFollow() {
        SmtpSession session = session(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), false);
        assertThat(session.greet().toCompletableFuture().join()).hasToString("220 mx.example.org ESMTP");
        say(session, "EHLO c.example");
        for (int i = 0; i < 2; i++) {
            assertThat(say(session, "MAIL FROM:<>")).startsWith("250 2.1.0");
            assertThat(say(session, "RCPT TO:<a@b.example>")).startsWith("250 2.1.5");
            assertThat(say(session, "DATA")).startsWith("354");
            session.content(List.of(ByteBuffer.wrap(new byte[] {'x'})));
            assertThat(session.endOfContent(false).toCompletableFuture().join()).containsExactly(Replies.MESSAGE_OK);
        }
        session.lost();
        assertThat(sink).containsExactly("x", "commit", "x", "commit");
    }

    @Test
    void aLostConnectionAbortsOnce() {
        SmtpSession session = session(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), false);
        List.of("EHLO c.example", "MAIL FROM:<>", "RCPT TO:<a@b.example>", "DATA")
                .forEach(line -> say(session, line));
        session.lost();
        session.lost();
        assertThat(sink).containsExactly("abort");
    }

    /** They are of one message: what was sent ahead is drained, but no more than twice what a message may have. */
    @Test
    void chunksBehindARefusedOneAreCountedTogether() {
        SmtpApplication refuses = (peer, envelope) -> {
            throw new SmtpRefusal(Reply.of(550, "5.7.1", "Not from you"));
        };
        SmtpSession session = session(refuses, SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), false, Runnable::run);
        List.of("EHLO c.example", "MAIL FROM:<>", "RCPT TO:<a@b.example>").forEach(line -> say(session, line));
        int octets = 29 << 20; // 4 are 116 MiB: the 16 that may come ahead, and twice 50
        for (int chunks = 0; chunks < 4; chunks++) {
            session.beginChunk(new Bdat(octets, false));
            assertThat(session.mayCome(octets)).isTrue();
            assertThat(session.endOfChunk().toCompletableFuture().join().isPermanent())
                    .isTrue();
        }
        session.beginChunk(new Bdat(octets, true));
        assertThat(session.mayCome(4)).isFalse();
    }

    /** As it is asked everything else: on the event loop. */
    @Test
    void whoNeverWaitsIsToldOfALostConnectionAtOnce() {
        SmtpApplication prompt = new SmtpApplication() {
            @Override
            public boolean neverWaits() {
                return true;
            }

            @Override
            public MessageSink data(SmtpPeer peer, Envelope envelope) {
                return open();
            }
        };
        SmtpSession session = session(prompt, SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), false, task -> {
            throw new AssertionError("no worker is needed");
        });
        List.of("EHLO c.example", "MAIL FROM:<>", "RCPT TO:<a@b.example>", "DATA")
                .forEach(line -> say(session, line));
        session.lost();
        assertThat(sink).containsExactly("abort");
    }

    @Test
    void aSinkIsAbortedThoughTheWorkersTakeNoMore() {
        boolean[] refuse = {false};
        SmtpSession session = session(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), false, task -> {
            if (refuse[0]) {
                throw new RejectedExecutionException("no more work");
            }
            task.run();
        });
        List.of("EHLO c.example", "MAIL FROM:<>", "RCPT TO:<a@b.example>", "DATA")
                .forEach(line -> say(session, line));
        refuse[0] = true;
        session.lost();
        assertThat(sink).containsExactly("abort");
    }

    @Test
    void whatIsLeftOfAGroupIsNotBegunForAConnectionThatIsGone() {
        Queue<Runnable> work = new ArrayDeque<>();
        SmtpSession session = session(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), false, work::add);
        session.answer(Stream.of("EHLO c.example", "MAIL FROM:<>", "RCPT TO:<a@b.example>", "DATA")
                .map(line -> SmtpCommand.read(line.getBytes(StandardCharsets.US_ASCII)))
                .toList());
        session.lost();
        while (!work.isEmpty()) {
            work.remove().run();
        }
        assertThat(opened).isZero();
    }

    @Test
    void tlsForgetsWhatWasSaidBefore() {
        SmtpSession session = session(SmtpPort.mta(0), true);
        assertThat(say(session, "EHLO c.example")).contains("STARTTLS");
        assertThat(say(session, "STARTTLS")).startsWith("220 2.0.0");
        session.upgraded("TLSv1.3", SaslConnection.inTheClear(true));
        assertThat(say(session, "MAIL FROM:<>")).isEqualTo("503 5.5.1 MAIL out of turn, expected EHLO");
        assertThat(say(session, "EHLO c.example")).doesNotContain("STARTTLS");
        assertThat(say(session, "STARTTLS")).startsWith("502 5.5.1");
    }

    @Test
    void aPortThatRequiresTlsTalksOfNothingElse() {
        SmtpSession session = session(SmtpPort.mta(0).tls(TlsMode.STARTTLS_REQUIRED), true);
        assertThat(say(session, "EHLO c.example")).startsWith("250");
        assertThat(List.of("MAIL FROM:<>", "RSET", "VRFY a", "HELP", "DATA"))
                .allMatch(line -> say(session, line).startsWith("530 5.7.0"));
        assertThat(say(session, "NOOP")).startsWith("250");
        assertThat(say(session, "QUIT")).startsWith("221");
        assertThat(session.over()).isTrue();
    }
}
