package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.SmtpClient;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BDAT: RFC 3030. */
@Timeout(60)
class ChunkingTest {
    private static final String READY = """
            S: 220 mx.example.org ...
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-BINARYMIME
            S: 250-LIMITS RCPTMAX=1000
            S: 250-SIZE ...
            S: 250-8BITMIME
            S: 250 ENHANCEDSTATUSCODES
            """;
    private static final String ENVELOPE = """
            C: MAIL FROM:<ann@example.net>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<bob@example.org>
            S: 250 2.1.5 Recipient ok
            """;
    private static final String OPEN = READY + ENVELOPE;
    private static final String THE_SESSION_GOES_ON = """
            C: NOOP
            S: 250 2.0.0 Ok
            """;

    /** What became of messages: the octets of one that was taken, and {@code aborted}. */
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private SmtpServer server;

    /** Takes messages, but none with a stone in it. */
    private final class Desk implements SmtpApplication {
        @Override
        public Offers offers() {
            return Offers.of(Extension.BINARYMIME);
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
            if (envelope.from().toString().equals("<cain@example.net>")) {
                throw new SmtpRefusal(Reply.of(550, "5.7.1", "Not from you"));
            }
            StringBuilder octets = new StringBuilder();
            return new MessageSink() {
                @Override
                public void write(ByteBuffer content) throws SmtpRefusal {
                    octets.append(StandardCharsets.ISO_8859_1.decode(content));
                    if (octets.indexOf("stone") >= 0) {
                        throw new SmtpRefusal(Reply.of(554, "5.6.0", "There is a stone in it"));
                    }
                }

                @Override
                public Reply commit() {
                    heard.add(octets.toString());
                    return Replies.MESSAGE_OK;
                }

                @Override
                public List<Reply> commitEach(int recipients) {
                    heard.add(octets.toString());
                    return List.of(Replies.MESSAGE_OK, Reply.of(452, "4.2.2", "Mailbox full"));
                }

                @Override
                public void abort() {
                    heard.add("aborted");
                }
            };
        }
    }

    private Wire server(SmtpPort port, long messageOctets) throws FaultException {
        server = SmtpServer.builder()
                .name("mx.example.org")
                .port(port.on(InetAddress.getLoopbackAddress()).tls(TlsMode.PLAINTEXT))
                .limits(SmtpLimits.standard().messageOctets(messageOctets).errorDelay(Duration.ZERO))
                .application(new Desk())
                .start();
        return Wire.to(server.port());
    }

    private Wire server() throws FaultException {
        return server(SmtpPort.mta(0), 1_000_000);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void chunksMakeAMessageWhateverStandsInThem() throws Exception {
        server().playEveryWay(OPEN + """
                C: BDAT 19
                C: .
                C: QUIT
                C: ..hidden
                S: 250 2.0.0 Chunk received
                C: NOOP
                S: 250 2.0.0 Ok
                C: BDAT 0
                S: 250 2.0.0 Chunk received
                C: BDAT 8 LAST
                C: BDAT 1
                S: 250 2.0.0 Message accepted
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                """);
        assertThat(next()).isEqualTo(".\r\nQUIT\r\n..hidden\r\nBDAT 1\r\n");
    }

    @Test
    void theLastMayBeEmptyOrTheOnlyOne() throws Exception {
        server().playEveryWay(OPEN + """
                C: BDAT 7
                C: hello
                S: 250 2.0.0 Chunk received
                C: BDAT 0 LAST
                S: 250 2.0.0 Message accepted
                """ + ENVELOPE + """
                C: bdat 2 last
                C> hi
                S: 250 2.0.0 Message accepted
                """ + ENVELOPE + """
                C: BDAT 0 LAST
                S: 250 2.0.0 Message accepted
                """);
        assertThat(List.of(next(), next(), next())).containsExactly("hello\r\n", "hi", "");
    }

    @Test
    void aChunkOutOfTurnIsNeverReadAsCommands() throws FaultException {
        server().playEveryWay(READY + """
                C: BDAT 6
                C: QUIT
                S: 503 5.5.1 BDAT out of turn, expected EHLO or MAIL
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                C: BDAT 6 LAST
                C: QUIT
                S: 503 5.5.1 BDAT out of turn, expected EHLO or RCPT
                """ + THE_SESSION_GOES_ON);
    }

    @Test
    void betweenChunksNothingElseGoesOn() throws Exception {
        server().playEveryWay(OPEN + """
                C: BDAT 6
                C: abcd
                S: 250 2.0.0 Chunk received
                C: DATA
                S: 503 5.5.1 DATA out of turn, expected EHLO or BDAT
                WAIT
                C: MAIL FROM:<ann@example.net>
                S: 503 5.5.1 MAIL out of turn, expected EHLO or BDAT
                C: RCPT TO:<bob@example.org>
                S: 503 5.5.1 RCPT out of turn, expected EHLO or BDAT
                C: RSET
                S: 250 2.0.0 Forgotten
                C: BDAT 6 LAST
                C: abcd
                S: 503 5.5.1 BDAT out of turn, expected EHLO or MAIL
                """ + THE_SESSION_GOES_ON);
        assertThat(next()).isEqualTo("aborted");
    }

    @Test
    void aRefusalIsToldAtTheEndOfItsChunkAndEndsTheTransaction() throws Exception {
        server().playEveryWay(OPEN + """
                C: BDAT 7
                C: stone
                S: 554 5.6.0 There is a stone in it
                C: BDAT 6 LAST
                C: abcd
                S: 503 5.5.1 BDAT out of turn, expected EHLO or MAIL
                """ + ENVELOPE + """
                C: BDAT 7 LAST
                C: stone
                S: 554 5.6.0 There is a stone in it
                C: MAIL FROM:<cain@example.net>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<abel@example.org>
                S: 250 2.1.5 Recipient ok
                C: BDAT 6
                C: QUIT
                S: 550 5.7.1 Not from you
                """ + THE_SESSION_GOES_ON);
        assertThat(List.of(next(), next())).containsExactly("aborted", "aborted");
    }

    @Test
    void theLimitIsThatOfTheMessage() throws FaultException {
        server(SmtpPort.mta(0), 10).playEveryWay(OPEN + """
                C: BDAT 6
                C: abcd
                S: 250 2.0.0 Chunk received
                C: BDAT 6
                C: abcd
                S: 552 5.3.4 The message is over this server's 10 octets; send a smaller one
                """ + ENVELOPE + """
                C: BDAT 10 LAST
                C: abcdefgh
                S: 250 2.0.0 Message accepted
                """);
    }

    @Test
    void whoSendsFarTooMuchIsCutOff() throws FaultException {
        server(SmtpPort.mta(0), 10).play(OPEN + """
                C: BDAT 9223372036854775807
                C: abcdefghijklmnopqrstuvwxyz
                S: 421 4.5.0 Far too much was sent behind a refusal
                EOF
                """);
    }

    @Test
    void linesKeepTheirEndsUnlessTheMessageIsBinary() throws Exception {
        server().playEveryWay(OPEN + """
                C: BDAT 4 LAST
                C> a\\nb\\n
                S: 550 5.6.0 A CR or LF stands alone in the message; ...
                """ + ENVELOPE + """
                C: BDAT 2
                C> a\\r
                S: 250 2.0.0 Chunk received
                C: BDAT 2 LAST
                C> \\nb
                S: 250 2.0.0 Message accepted
                """ + ENVELOPE + """
                C: BDAT 2 LAST
                C> a\\r
                S: 550 5.6.0 A CR or LF stands alone in the message; ...
                C: MAIL FROM:<ann@example.net> BODY=BINARYMIME
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 503 5.5.1 BINARYMIME comes by BDAT alone (RFC 3030 section 3)
                WAIT
                C: BDAT 6 LAST
                C> \\x00\\r\\xff\\n\\n.
                S: 250 2.0.0 Message accepted
                """);
        assertThat(List.of(next(), next(), next(), next()))
                .containsExactly("aborted", "a\r\nb", "aborted", "\0\r\u00ff\n\n.");
    }

    /** Where a chunk would end is not known, so what follows cannot be told from commands. */
    @ParameterizedTest
    @ValueSource(strings = {"BDAT", "BDAT x", "BDAT -1", "BDAT 9223372036854775808", "BDAT 1 FIRST", "BDAT 1 LAST x"})
    void aChunkOfUnknownSizeEndsTheConnection(String bdat) throws FaultException {
        server().playEveryWay(OPEN + "C: " + bdat + "\nS: 421 4.5.0 BDAT: ...\nEOF\n");
    }

    @Test
    void overLmtpEachRecipientHasAReply() throws Exception {
        server(SmtpPort.lmtp(0), 1_000_000).playEveryWay(OPEN.replace("EHLO", "LHLO") + """
                C: RCPT TO:<cy@example.org>
                S: 250 2.1.5 Recipient ok
                C: BDAT 7
                C: hello
                S: 250 2.0.0 Chunk received
                C: BDAT 0 LAST
                S: 250 2.0.0 Message accepted
                S: 452 4.2.2 Mailbox full
                """ + THE_SESSION_GOES_ON);
        assertThat(next()).isEqualTo("hello\r\n");
    }

    @Test
    void whatIsCutOffIsNoMessage() throws Exception {
        server().play(OPEN + """
                C: BDAT 7
                C: hello
                S: 250 2.0.0 Chunk received
                C: BDAT 7 LAST
                C> hel
                CLOSE
                EOF
                """);
        assertThat(next()).isEqualTo("aborted");
    }

    /** RFC 3030 section 4.2: chunks may be pipelined, so those behind a refused one are on their way already. */
    @Test
    void chunksBehindARefusedOneAreNoErrorsUntilSomethingElseIsSaid() throws FaultException {
        String chunk = "C: BDAT 6\nC: QUIT\nS: 503 5.5.1 BDAT ...\n";
        server().playUncut(OPEN + """
                        C: BDAT 7
                        C: stone
                        S: 554 5.6.0 There is a stone in it
                        """ + chunk.repeat(30) + THE_SESSION_GOES_ON + chunk.repeat(19) + """
                        C: BDAT 6
                        C: QUIT
                        S: 421 4.7.0 Too many errors; ...
                        EOF
                        """);
    }

    /** Behind so many the next are errors again. */
    @Test
    void emptyChunksBehindARefusedOneAreNotTakenForEver() throws FaultException {
        server().playUncut(OPEN + """
                        C: BDAT 7
                        C: stone
                        S: 554 5.6.0 There is a stone in it
                        """ + "C: BDAT 0\nS: 503 5.5.1 BDAT ...\n".repeat(1_000 + 19) + """
                        C: BDAT 0
                        S: 421 4.7.0 Too many errors; ...
                        EOF
                        """);
    }

    @Test
    void aMessageThatIsTooLargeIsToldSoAndTheSessionGoesOn() throws Exception {
        server = SmtpServer.builder()
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(TlsMode.PLAINTEXT))
                .limits(SmtpLimits.standard().messageOctets(100_000))
                .application(new Desk())
                .start();
        byte[] large = ("x".repeat(998) + "\r\n").repeat(3000).getBytes(StandardCharsets.US_ASCII);
        Envelope envelope = Envelope.of("ann@example.net", "bob@example.org");
        try (SmtpClient client = SmtpClient.builder("localhost", server.port(), TlsMode.PLAINTEXT)
                .connect()
                .await()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(
                                client.send(envelope, () -> Channels.newChannel(new ByteArrayInputStream(large)))
                                        ::await)
                        .hasMessageContaining("552 5.3.4");
            }
            client.send(envelope, "x\r\n".getBytes(StandardCharsets.US_ASCII)).await();
        }
    }

    @Test
    void errorsAreCounted() throws FaultException {
        server().playEveryWay(READY + "C: BDAT 6\nC: QUIT\nS: 503 5.5.1 BDAT ...\n".repeat(19) + """
                        C: BDAT 6
                        C: QUIT
                        S: 421 4.7.0 Too many errors; ...
                        EOF
                        """);
    }
}
