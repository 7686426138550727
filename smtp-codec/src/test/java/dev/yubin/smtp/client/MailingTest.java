package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One message in as many transactions as the server wants (RFC 9422), and never more octets than it can take (RFC 6152). */
@Timeout(120)
class MailingTest {
    private static final Envelope MAIL = Envelope.of("Smith@bar.com", "Jones@foo.com");
    private static final Envelope THREE = Envelope.of("Smith@bar.com", "a@foo.com", "b@foo.com", "c@foo.com");

    private static final String QUIT = """
            C: QUIT
            S: 221 bye
            EOF
            """;

    private static String offering(String... extensions) {
        StringBuilder script = new StringBuilder("S: 220 foo.com\nC: EHLO bar.com\n");
        for (String extension : extensions) {
            script.append("S: 250-").append(extension).append('\n');
        }
        return script + "S: 250 HELP\n";
    }

    private static String transaction(String... recipients) {
        StringBuilder script = new StringBuilder("C: MAIL FROM:<Smith@bar.com>\nS: 250 ok\n");
        for (String recipient : recipients) {
            script.append("C: RCPT TO:<").append(recipient).append("@foo.com>\nS: 250 ok\n");
        }
        return script + "C: DATA\nS: 354 go on\nC: x\nC: .\nS: 250 taken by " + String.join(" and ", recipients) + "\n";
    }

    /** What a client does in one of the plays. */
    @FunctionalInterface
    private interface Part {
        void play(SmtpClient client) throws Exception;
    }

    private static void play(String script, Part part) {
        ScriptedServer.of(script).playUncut(port -> {
            try (SmtpClient client = SmtpClient.builder("localhost", port, TlsMode.PLAINTEXT)
                    .name("bar.com")
                    .connect()
                    .await()) {
                part.play(client);
            }
        });
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    // LIMITS

    @Test
    void recipientsGoInAsManyTransactionsAsTheServerWantsBeforeAnythingElse() throws Exception {
        play(offering("foo.com", "LIMITS RCPTMAX=2") + transaction("a", "b") + transaction("c") + QUIT, client -> {
            Pending<Delivery> sending = client.send(THREE, octets("x\r\n"));
            Pending<Void> quit = client.quit();
            assertThat(sending.await().outcomes())
                    .extracting(outcome -> outcome.to() + " " + outcome.reply())
                    .containsExactly(
                            "<a@foo.com> 250 taken by a and b",
                            "<b@foo.com> 250 taken by a and b",
                            "<c@foo.com> 250 taken by c");
            quit.await();
        });
    }

    @Test
    void groupsOfCommandsAreLimitedToo() throws Exception {
        String group = """
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<%s@foo.com>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go on
                C: x
                C: .
                S: 250 taken
                """;
        play(
                offering("foo.com", "PIPELINING", "LIMITS RCPTMAX=1")
                        + group.formatted("a")
                        + group.formatted("b")
                        + group.formatted("c")
                        + QUIT,
                client -> {
                    assertThat(client.send(THREE, octets("x\r\n")).await().accepted())
                            .hasSize(3);
                    client.quit().await();
                });
    }

    /** RFC 5321 section 4.5.3.1.10, where 552 is how servers of RFC 821 say it. */
    @ParameterizedTest
    @ValueSource(strings = {"452 4.5.3 too many recipients", "452 too many", "552 too many", "552 5.5.3 too many"})
    void whoIsOneTooManyIsAskedForAgain(String tooMany) throws Exception {
        play(offering("foo.com") + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<a@foo.com>
                S: 250 ok
                C: RCPT TO:<b@foo.com>
                S: %s
                C: RCPT TO:<c@foo.com>
                S: 452 4.2.2 mailbox full
                C: DATA
                S: 354 go on
                C: x
                C: .
                S: 250 taken
                """.formatted(tooMany) + transaction("b") + QUIT, client -> {
            assertThat(client.send(THREE, octets("x\r\n")).await().outcomes())
                    .extracting(outcome -> outcome.reply().toString())
                    .containsExactly("250 taken", "250 taken by b", "452 4.2.2 mailbox full");
            client.quit().await();
        });
    }

    /** A mailbox that is full stays so, though its server does not say which of both it means. */
    @Test
    void whoIsRefusedForSizeAloneIsNotAskedForForEver() throws Exception {
        play(offering("foo.com") + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<a@foo.com>
                S: 250 ok
                C: RCPT TO:<b@foo.com>
                S: 552 full
                C: RCPT TO:<c@foo.com>
                S: 552 5.2.2 full
                C: DATA
                S: 354 go on
                C: x
                C: .
                S: 250 taken
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<b@foo.com>
                S: 552 full
                C: RSET
                S: 250 ok
                """ + QUIT, client -> {
            assertThat(client.send(THREE, octets("x\r\n")).await().outcomes())
                    .extracting(outcome -> outcome.reply().toString())
                    .containsExactly("250 taken", "552 full", "552 5.2.2 full");
            client.quit().await();
        });
    }

    @Test
    void whoIsOneTooManyThoughAloneIsNotAskedForForEver() throws Exception {
        play(offering("foo.com") + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 452 4.5.3 too many recipients
                C: RSET
                S: 250 ok
                """ + QUIT, client -> {
            assertThat(fault(client.send(MAIL, octets("x\r\n"))).cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
            client.quit().await();
        });
    }

    @Test
    void aSessionThatIsSpentLeavesTheRestOut() throws Exception {
        play(offering("foo.com", "LIMITS MAILMAX=1 RCPTMAX=2") + transaction("a", "b") + QUIT, client -> {
            assertThat(client.send(THREE, octets("x\r\n")).await().outcomes())
                    .extracting(outcome -> outcome.reply().toString())
                    .containsExactly(
                            "250 taken by a and b",
                            "250 taken by a and b",
                            "452 4.5.3 Not asked for: the server's limits leave no room");
            assertThat(fault(client.send(MAIL, octets("x\r\n"))).cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
            client.quit().await();
        });
    }

    @Test
    void whatCanBeReadOnceGoesInOneTransaction() throws Exception {
        play(offering("foo.com", "LIMITS RCPTMAX=2") + transaction("a", "b") + QUIT, client -> {
            ReadableByteChannel content = Channels.newChannel(new ByteArrayInputStream(octets("x\r\n")));
            assertThat(client.send(THREE, content).await().outcomes())
                    .extracting(outcome -> outcome.reply().code())
                    .containsExactly(250, 250, 452);
            assertThat(content.isOpen()).as("the caller's to close").isTrue();
            client.quit().await();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LIMITS", "LIMITS RCPTMAX=0", "LIMITS RCPTMAX=1234567", "LIMITS RCPTMAX", "LIMITS rcptmax=-1"})
    void aLimitThatIsNoneIsPassedOver(String limits) throws Exception {
        play(offering("foo.com", limits) + transaction("a", "b", "c") + QUIT, client -> {
            client.send(THREE, octets("x\r\n")).await();
            client.quit().await();
        });
    }

    @Test
    void whatTheConnectionTookIsToldThoughTheRestIsLost() throws Exception {
        play(
                offering("foo.com", "LIMITS RCPTMAX=2") + transaction("a", "b") + "C: MAIL FROM:<Smith@bar.com>\nCLOSE",
                client -> {
                    assertThat(client.send(THREE, octets("x\r\n")).await().outcomes())
                            .extracting(outcome -> outcome.reply().toString())
                            .containsExactly(
                                    "250 taken by a and b",
                                    "250 taken by a and b",
                                    "451 4.4.2 The reply did not come: the server closed the connection");
                });
    }

    /** RFC 5321 section 6.1: what the server may have taken is not to be sent again unseen, though others have it for sure. */
    @Test
    void whoPerhapsHasItIsToldApartFromWhoHasNot() throws Exception {
        String sentForB = transaction("b").replaceFirst("S: 250 taken by b\n$", "CLOSE");
        play(offering("foo.com", "LIMITS RCPTMAX=1") + transaction("a") + sentForB, client -> {
            List<Outcome> outcomes = client.send(THREE, octets("x\r\n")).await().outcomes();
            assertThat(outcomes)
                    .extracting(outcome -> outcome.reply().toString())
                    .containsExactly(
                            "250 taken by a",
                            "451 4.4.2 The reply did not come: the server closed the connection",
                            "451 4.4.2 The reply did not come: the server closed the connection");
            assertThat(outcomes).extracting(Outcome::perhapsTaken).containsExactly(false, true, false);
        });
    }

    // Octets above 127

    @Test
    void octetsAbove127AreAnnouncedOrNotSent() throws Exception {
        play(offering("foo.com", "8BITMIME") + """
                C: MAIL FROM:<Smith@bar.com> BODY=8BITMIME
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: DATA
                S: 354 go on
                C: \\xC3\\xA9
                C: .
                S: 250 taken
                """ + QUIT, client -> {
            client.send(MAIL, octets("é\r\n")).await();
            client.quit().await();
        });
        play(offering("foo.com") + QUIT, client -> {
            Fault fault = fault(client.send(MAIL, octets("é\r\n")));
            assertThat(fault.cause()).isEqualTo(Cause.EXTENSION_NOT_OFFERED);
            assertThat(fault.detail())
                    .isEqualTo("the message has octets above 127, and the server does not offer 8BITMIME");
            client.quit().await();
        });
    }

    @Test
    void octetsAbove127ThatComeToLightInTheContentCloseTheConnection() throws Exception {
        play(offering("foo.com") + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: DATA
                S: 354 go on
                EOF
                """, client -> {
            MessageSource unknown = () -> Channels.newChannel(new ByteArrayInputStream(octets("é\r\n")));
            Fault fault = fault(client.send(MAIL, unknown));
            assertThat(fault.cause()).isEqualTo(Cause.EXTENSION_NOT_OFFERED);
            assertThat(fault.step()).isEqualTo("sending the content");
        });
    }

    // Headers beyond ASCII

    private static final Envelope UTF8 = new Envelope(
            new Mail(MAIL.from(), MailParameters.of(MailFlag.SMTPUTF8, Body.EIGHT_BIT_MIME)), MAIL.recipients());
    private static final String UP_TO_354 = """
            C: MAIL FROM:<Smith@bar.com> BODY=8BITMIME
            S: 250 ok
            C: RCPT TO:<Jones@foo.com>
            S: 250 ok
            C: DATA
            S: 354 go on
            """;

    /** RFC 6531 sections 3.2 and 3.5: a file does not say what is in it. */
    @Test
    void aHeaderInUtf8IsNotSentToWhoKnowsNone(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("message.eml"), octets("Subject: 郵便\r\n\r\nx\r\n"));
        play(offering("foo.com", "8BITMIME") + UP_TO_354 + "EOF", client -> {
            Fault fault = fault(client.send(UTF8, MessageSource.of(file)));
            assertThat(fault.cause()).isEqualTo(Cause.UTF8_NOT_OFFERED);
            assertThat(fault.step()).isEqualTo("sending the content");
        });
        play(
                offering("foo.com", "8BITMIME", "CHUNKING", "SIZE") + """
                C: MAIL FROM:<Smith@bar.com> BODY=8BITMIME SIZE=22
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                EOF
                """,
                client -> assertThat(
                                fault(client.send(UTF8, MessageSource.of(file))).cause())
                        .isEqualTo(Cause.UTF8_NOT_OFFERED));
    }

    /** Whose domain goes in A-labels may have a header in UTF-8 as well. */
    @Test
    void aHeaderInUtf8IsNotSentWhereTheAddressesWereWrittenInAscii() throws Exception {
        Envelope toMunich = Envelope.of("Smith@bar.com", "Jones@bücher.test");
        play(
                offering("foo.com", "8BITMIME")
                        + UP_TO_354.replace(" BODY=8BITMIME", "").replace("foo.com", "xn--bcher-kva.test")
                        + "EOF",
                client -> {
                    MessageSource unknown = () ->
                            Channels.newChannel(new ByteArrayInputStream(octets("To: Jones@bücher.test\r\n\r\nx\r\n")));
                    assertThat(fault(client.send(toMunich, unknown)).cause()).isEqualTo(Cause.UTF8_NOT_OFFERED);
                });
    }

    @Test
    void aBodyInUtf8NeedsNoMoreThan8BitMime(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("message.eml"), octets("Subject: x\r\n\r\n郵便\r\n"));
        play(offering("foo.com", "8BITMIME") + UP_TO_354 + """
                C: Subject: x
                C:
                C: 郵便
                C: .
                S: 250 taken
                """ + QUIT, client -> {
            client.send(UTF8, MessageSource.of(file)).await();
            client.quit().await();
        });
    }

    // Where messages come from

    @Test
    void aFileTellsItsSize(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("message.eml"), octets("x\r\n"));
        play(
                offering("foo.com", "SIZE")
                        + transaction("Jones").replace("com>\nS: 250 ok\nC: RCPT", "com> SIZE=3\nS: 250 ok\nC: RCPT")
                        + QUIT,
                client -> {
                    client.send(MAIL, MessageSource.of(file)).await();
                    client.quit().await();
                });
        play(offering("foo.com") + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: DATA
                S: 354 go on
                EOF
                """, client -> {
            Fault fault = fault(client.send(MAIL, MessageSource.of(folder.resolve("missing.eml"))));
            assertThat(fault.cause()).isEqualTo(Cause.CLOSED_HERE);
            assertThat(fault.detail()).contains("NoSuchFileException").contains("missing.eml");
        });
    }

    /** Tells when it is closed. */
    private record Watched(ReadableByteChannel channel, CountDownLatch closed) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
            closed.countDown();
        }
    }

    @Test
    void whatWasOpenedIsClosedWhateverComesOfIt() throws Exception {
        String upTo354 = """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: DATA
                S: 354 go on
                C: x
                """;
        for (String end : new String[] {"C: .\nS: 250 ok\n", "C: .\nS: 554 no\n", "C: .\nCLOSE"}) {
            play(offering("foo.com") + upTo354 + end, client -> {
                CountDownLatch closed = new CountDownLatch(1);
                client.send(
                                MAIL,
                                () -> new Watched(
                                        Channels.newChannel(new ByteArrayInputStream(octets("x\r\n"))), closed))
                        .handle((delivery, failure) -> null)
                        .get(20, TimeUnit.SECONDS);
                assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
            });
        }
    }
}
