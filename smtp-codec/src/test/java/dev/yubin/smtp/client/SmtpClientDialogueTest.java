package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.Size;
import dev.yubin.smtp.SubmittedBy;
import dev.yubin.smtp.UnknownParameter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers that keep to a script, well-mannered or not. */
@Timeout(120)
class SmtpClientDialogueTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final Envelope MAIL = Envelope.of("Smith@bar.com", "Jones@foo.com");

    private static final String GREETED = """
            S: 220 foo.com Simple Mail Transfer Service Ready
            C: EHLO bar.com
            S: 250 foo.com greets bar.com
            """;

    private static final String PIPELINING = """
            S: 220 foo.com
            C: EHLO bar.com
            S: 250-foo.com
            S: 250 PIPELINING
            """;

    private static final String QUIT = """
            C: QUIT
            S: 221 foo.com Service closing transmission channel
            EOF
            """;

    /** What a client does in one of the plays. */
    @FunctionalInterface
    private interface Part {
        void play(SmtpClient client) throws Exception;
    }

    private static ScriptedServer server(String script) {
        return ScriptedServer.of(script).identity(IDENTITY.key(), IDENTITY.certificates());
    }

    private static SmtpClient.Builder to(int port, TlsMode mode) {
        return SmtpClient.builder("localhost", port, mode).name("bar.com").trust(TlsTrust.in(IDENTITY));
    }

    private static ScriptedServer.Client client(TlsMode mode, Part part) {
        return client(port -> to(port, mode), part);
    }

    private static ScriptedServer.Client lmtp(Part part) {
        return client(port -> to(port, TlsMode.PLAINTEXT).lmtp(), part);
    }

    private static ScriptedServer.Client client(IntFunction<SmtpClient.Builder> builder, Part part) {
        return port -> {
            try (SmtpClient client = builder.apply(port).connect().await()) {
                part.play(client);
            }
        };
    }

    private static void play(String script, Part part) {
        server(script).play(client(TlsMode.PLAINTEXT, part));
    }

    private static void playEveryWay(String script, Part part) {
        server(script).playEveryWay(client(TlsMode.PLAINTEXT, part));
    }

    private static ScriptedServer.Client refusedWith(TlsMode mode, Cause cause) {
        return port -> assertThat(cause(to(port, mode).connect())).isEqualTo(cause);
    }

    private static FaultException failure(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await);
    }

    private static Cause cause(Pending<?> pending) {
        return failure(pending).fault().cause();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Envelope envelope(MailParameter... parameters) {
        return new Envelope(
                new Mail(ReversePath.of("Smith@bar.com"), MailParameters.of(parameters)), MAIL.recipients());
    }

    @Test
    void mailIsSentInTheRfcsOwnWords() throws Exception {
        // RFC 5321 appendix D.1
        playEveryWay(GREETED + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 OK
                C: RCPT TO:<Jones@foo.com>
                S: 250 OK
                C: RCPT TO:<Green@foo.com>
                S: 550 No such user here
                C: RCPT TO:<Brown@foo.com>
                S: 250 OK
                C: DATA
                S: 354 Start mail input; end with <CRLF>.<CRLF>
                C: Blah blah blah...
                C: ..etc. etc. etc.
                C: .
                S: 250 OK
                """ + QUIT, client -> {
            Envelope envelope = Envelope.of("Smith@bar.com", "Jones@foo.com", "Green@foo.com", "Brown@foo.com");
            Delivery delivery = client.send(envelope, octets("Blah blah blah...\r\n.etc. etc. etc.\r\n"))
                    .await();
            assertThat(delivery.outcomes()).extracting(Outcome::to).isEqualTo(envelope.to());
            assertThat(delivery.refused())
                    .containsExactly(
                            new Outcome(ForwardPath.of("Green@foo.com"), Reply.plain(550, "No such user here")));
            assertThat(delivery.accepted()).hasSize(2);
            client.quit().await();
        });
    }

    @Test
    void commandsAreGroupedWhereTheServerTakesThemSo() throws Exception {
        // RFC 2920 section 4: everything is there before the first reply goes out
        playEveryWay(PIPELINING + """
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: RCPT TO:<Green@foo.com>
                C: DATA
                S: 250 2.1.0 sender ok
                S: 250-2.1.5 recipient
                S: 250 2.1.5 ok
                S: 450 4.2.1 later
                S: 354 enter mail
                C: x
                C: .
                S: 250 2.0.0 accepted
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: DATA
                S: 250 2.1.0 sender ok
                S: 250 2.1.5 ok
                S: 354 enter mail
                C: y
                C: .
                S: 250 2.0.0 accepted
                """ + QUIT, client -> {
            Pending<Delivery> first =
                    client.send(Envelope.of("Smith@bar.com", "Jones@foo.com", "Green@foo.com"), octets("x\r\n"));
            Pending<Delivery> second = client.send(MAIL, octets("y"));
            Pending<Void> quit = client.quit();
            assertThat(first.await().refused())
                    .extracting(Outcome::reply)
                    .containsExactly(Reply.of(450, "4.2.1", "later"));
            assertThat(second.await().refused()).isEmpty();
            quit.await();
        });
    }

    @Test
    void whereNobodyIsAcceptedTheSessionGoesOn() throws Exception {
        playEveryWay(GREETED + """
                C: MAIL FROM:<Smith@bar.com>
                S: 550 5.7.1 not you
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: DATA
                S: 451 4.3.0 not now
                C: RSET
                S: 250 ok
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: DATA
                S: 354 go on
                C: x
                C: .
                S: 554 5.6.0 not this
                C: NOOP
                S: 250 ok
                """ + QUIT, client -> {
            List<String> replies = new ArrayList<>();
            for (Cause cause : List.of(Cause.REFUSED, Cause.REFUSED, Cause.REFUSED_FOR_NOW, Cause.REFUSED)) {
                RefusedException refused = (RefusedException) failure(client.send(MAIL, octets("x\r\n")));
                assertThat(refused.fault().cause()).isEqualTo(cause);
                assertThat(refused.outcomes()).extracting(Outcome::to).isEqualTo(MAIL.to());
                assertThat(refused.outcomes()).noneMatch(Outcome::accepted);
                replies.add(refused.outcomes().get(0).reply().toString());
            }
            assertThat(replies)
                    .containsExactly(
                            "550 5.7.1 not you", "550 5.1.1 unknown", "451 4.3.0 not now", "554 5.6.0 not this");
            client.noop().await();
            client.quit().await();
        });
    }

    @Test
    void whereNobodyIsAcceptedInAGroupTheSessionGoesOn() throws Exception {
        playEveryWay(PIPELINING + """
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: DATA
                S: 550 5.7.1 not you
                S: 503 5.5.1 MAIL first
                S: 503 5.5.1 MAIL first
                C: RSET
                S: 250 ok
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: DATA
                S: 250 ok
                S: 450 4.2.1 later
                S: 554 5.5.1 no valid recipients
                C: RSET
                S: 250 ok
                # RFC 2920 section 3.1: such a server is sent a dot alone
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: DATA
                S: 250 ok
                S: 550 5.1.1 unknown
                S: 354 go on
                C: .
                S: 554 5.5.1 no valid recipients
                """ + QUIT, client -> {
            List<String> replies = new ArrayList<>();
            for (Cause cause : List.of(Cause.REFUSED, Cause.REFUSED_FOR_NOW, Cause.REFUSED)) {
                RefusedException refused = (RefusedException) failure(client.send(MAIL, octets("x\r\n")));
                assertThat(refused.fault().cause()).isEqualTo(cause);
                replies.add(refused.outcomes().get(0).reply().toString());
            }
            assertThat(replies).containsExactly("550 5.7.1 not you", "450 4.2.1 later", "550 5.1.1 unknown");
            client.quit().await();
        });
    }

    @Test
    void aServerFromBeforeExtensionsIsGreetedWithHelo() throws Exception {
        playEveryWay("""
                S: 220 old.example
                C: EHLO bar.com
                S: 500 what?
                C: HELO bar.com
                S: 250-old.example
                S: 250 PIPELINING
                C: MAIL FROM:<Smith@bar.com>
                S: 250
                C: RCPT TO:<Jones@foo.com>
                S: 251 will forward
                C: DATA
                S: 354
                C: .
                S: 250
                """, client -> {
            assertThat(client.extensions()).isEqualTo(Extensions.NONE);
            assertThat(client.send(envelope(new Size(3), Body.SEVEN_BIT), octets(""))
                            .await()
                            .accepted())
                    .hasSize(1);
        });
    }

    @Test
    void whoHasNoNameGivesHisAddress() throws Exception {
        server("S: 220\nC: EHLO [127.0.0.1]\nS: 250 hello\n")
                .playEveryWay(client(
                        port -> SmtpClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT),
                        client -> assertThat(client.tls()).isEmpty()));
    }

    @Test
    void onlyWhatIsOfferedIsSaid() throws Exception {
        playEveryWay("""
                S: 220
                C: EHLO bar.com
                S: 250-foo.com
                S: 250-SIZE 1000
                S: 250-8BITMIME
                S: 250 XPRIORITY
                C: MAIL FROM:<Smith@bar.com> BODY=8BITMIME XPRIORITY=3 SIZE=6
                S: 250
                C: RCPT TO:<Jones@foo.com>
                S: 250
                C: DATA
                S: 354
                C: \\xC3\\xA9\\xFF\\x00
                C: .
                S: 250
                C: MAIL FROM:<Smith@bar.com> SIZE=1000
                S: 452 4.3.1 full
                """, client -> {
            UnknownParameter priority = new UnknownParameter("XPRIORITY", Optional.of("3"));
            client.send(
                            envelope(Body.EIGHT_BIT_MIME, new SubmittedBy(Optional.empty()), priority),
                            octets("\u00C3\u00A9\u00FF\0\r\n"))
                    .await();
            assertThat(cause(client.send(envelope(new Size(1000)), octets("")))).isEqualTo(Cause.REFUSED_FOR_NOW);
            assertThat(cause(client.send(MAIL, new byte[1001]))).isEqualTo(Cause.TOO_LARGE);
            assertThat(cause(client.send(envelope(new Size(1001)), octets("")))).isEqualTo(Cause.TOO_LARGE);
        });
    }

    @Test
    void whatTheServerCannotTakeIsNotBegun() throws Exception {
        playEveryWay(GREETED + QUIT, client -> {
            UnknownParameter notify = new UnknownParameter("NOTIFY", Optional.of("NEVER"));
            Envelope withNotify = new Envelope(
                    MAIL.mail(),
                    List.of(new Rcpt(ForwardPath.of("Jones@foo.com"), new RcptParameters(List.of(notify)))));
            for (Envelope demanding : List.of(
                    envelope(Body.EIGHT_BIT_MIME),
                    envelope(new UnknownParameter("RET", Optional.of("HDRS"))),
                    withNotify)) {
                assertThat(cause(client.send(demanding, octets("")))).isEqualTo(Cause.EXTENSION_NOT_OFFERED);
            }
            Envelope named = Envelope.of("Smith@bar.com", "bücher@foo.com");
            assertThat(cause(client.send(named, octets("")))).isEqualTo(Cause.UTF8_NOT_OFFERED);
            client.quit().await();
        });
    }

    /** RFC 6531 section 3.2: who says so in case it is needed is not refused where it is not. */
    @Test
    void smtputf8IsLeftOutWhereAllIsAsciiAndInsistedOnElsewhere() throws Exception {
        Envelope utf8 = new Envelope(new Mail(MAIL.from(), MailParameters.of(MailFlag.SMTPUTF8)), MAIL.recipients());
        playEveryWay(GREETED + """
                C: MAIL FROM:<Smith@bar.com>
                S: 550 5.7.1 no
                """ + QUIT, client -> {
            assertThat(cause(client.send(utf8, octets("ascii\r\n")))).isEqualTo(Cause.REFUSED);
            assertThat(cause(client.send(utf8, "Subject: 郵便\r\n".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(Cause.UTF8_NOT_OFFERED);
            client.quit().await();
        });
    }

    @Test
    void aServerThatKnowsUtf8MayAnswerInIt() throws Exception {
        playEveryWay("""
                S: 220 foo.com
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 SMTPUTF8
                C: EXPN staff SMTPUTF8
                S: 250 <käthe@foo.com>
                """ + QUIT, client -> {
            assertThat(client.expand("staff").await().lines()).containsExactly("<käthe@foo.com>");
            client.quit().await();
        });
    }

    @Test
    void whatTheServerSaysToQuestionsIsHandedOn() throws Exception {
        playEveryWay(GREETED + """
                C: VRFY Crispin
                S: 250 Mark Crispin <Admin.MRC@foo.com>
                C: VRFY nobody
                S: 550 5.1.1 unknown
                C: HELP
                S: 214-help yourself
                S: 214 or do not
                C: HELP MAIL
                S: 504 5.5.4 none
                C: RSET
                S: 250 ok
                """ + QUIT, client -> {
            assertThat(client.verify("Crispin").await())
                    .isEqualTo(Reply.plain(250, "Mark Crispin <Admin.MRC@foo.com>"));
            assertThat(failure(client.verify("nobody")).fault().toString())
                    .contains("while waiting for the reply to VRFY", "550 5.1.1 unknown");
            assertThat(client.help("").await().lines()).containsExactly("help yourself", "or do not");
            assertThat(cause(client.help("MAIL"))).isEqualTo(Cause.REFUSED);
            client.reset().await();
            client.quit().await();
            assertThat(cause(client.noop())).isEqualTo(Cause.CLOSED_HERE);
        });
    }

    @Test
    void lmtpHasAReplyForEachRecipient() throws Exception {
        // RFC 2033 section 4.2
        server("""
                S: 220 foo.edu LMTP server ready
                C: LHLO bar.com
                S: 250-foo.edu
                S: 250-PIPELINING
                S: 250 SIZE
                C: MAIL FROM:<chris@bar.com> SIZE=19
                C: RCPT TO:<pat@foo.edu>
                C: RCPT TO:<jones@foo.edu>
                C: RCPT TO:<green@foo.edu>
                C: DATA
                S: 250 OK
                S: 250 OK
                S: 550 No such user here
                S: 250 OK
                S: 354 Start mail input; end with <CRLF>.<CRLF>
                C: Blah blah blah...
                C: .
                S: 250 OK
                S: 452 <green@foo.edu> is temporarily over quota
                """).playEveryWay(lmtp(client -> {
            Delivery delivery = client.send(
                            Envelope.of("chris@bar.com", "pat@foo.edu", "jones@foo.edu", "green@foo.edu"),
                            octets("Blah blah blah...\r\n"))
                    .await();
            assertThat(delivery.outcomes())
                    .extracting(outcome -> outcome.reply().code())
                    .containsExactly(250, 550, 452);
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSE", "S: 421 4.3.2 going down\nEOF", "S> 250 half\nCLOSE", "S: nonsense\nEOF"})
    void whatLmtpHasTakenIsToldThoughTheConnectionEndsBehindIt(String ending) throws Exception {
        server("""
                        S: 220
                        C: LHLO bar.com
                        S: 250 foo.edu
                        C: MAIL FROM:<>
                        S: 250
                        C: RCPT TO:<a@foo.edu>
                        S: 250
                        C: RCPT TO:<b@foo.edu>
                        S: 250
                        C: DATA
                        S: 354
                        C: x
                        C: .
                        S: 250 taken
                        """ + ending).playEveryWay(lmtp(client -> {
            Delivery delivery = client.send(Envelope.of("", "a@foo.edu", "b@foo.edu"), octets("x\r\n"))
                    .await();
            assertThat(delivery.outcomes())
                    .extracting(outcome -> outcome.reply().code())
                    .containsExactly(250, 451);
        }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S: 421 4.3.2 going down; EOF       | REFUSED_FOR_NOW
            CLOSE                              | CONNECTION_LOST
            S> 250 ha; CLOSE                   | CONNECTION_LOST
            S> 250-half; CLOSE                 | CONNECTION_LOST
            S: 250-one; S: 251 other; EOF      | PROTOCOL_BROKEN
            S: +OK POP3; EOF                   | PROTOCOL_BROKEN
            S> 250 bare\\n; EOF                | PROTOCOL_BROKEN
            S: 354 go on; EOF                  | PROTOCOL_BROKEN
            """)
    void whatBreaksTheSessionFailsAllThatIsUnderWay(String ending, Cause cause) throws Exception {
        playEveryWay(GREETED + "C: MAIL FROM:<Smith@bar.com>\n" + ending.replace("; ", "\n"), client -> {
            Pending<Delivery> sending = client.send(MAIL, octets("x\r\n"));
            Pending<Void> waiting = client.noop();
            FaultException failure = failure(sending);
            assertThat(failure.fault().cause()).isEqualTo(cause);
            assertThat(failure.fault().step()).isEqualTo("waiting for the reply to MAIL");
            assertThat(failure.fault().lastReply()).isPresent();
            Cause behind = cause == Cause.REFUSED_FOR_NOW ? cause : Cause.CONNECTION_LOST;
            assertThat(cause(waiting)).isEqualTo(behind);
            assertThat(cause(client.noop())).isEqualTo(behind);
        });
    }

    @Test
    void aReplyHasAnEnd() throws Exception {
        String line = "S: 250-" + "x".repeat(4000) + "\n";
        for (String endless :
                List.of(line.repeat(17), "S: 250-\n".repeat(257), "S> 250 " + "x".repeat(80_000) + "\n")) {
            play(
                    GREETED + "C: NOOP\n" + endless + "EOF",
                    client -> assertThat(cause(client.noop())).isEqualTo(Cause.PROTOCOL_BROKEN));
        }
    }

    @Test
    void aServerThatEndsTheSessionUnaskedIsHeard() throws Exception {
        playEveryWay(GREETED + "C: NOOP\nS: 250\nS: 421 4.4.2 too quiet\nDEAF\n", client -> {
            client.noop().await();
            FaultException failure = failure(client.noop()); // asked before or behind it, it fails in the same way
            assertThat(failure.fault().cause()).isEqualTo(Cause.REFUSED_FOR_NOW);
            assertThat(failure.fault().lastReply()).hasValue("421 4.4.2 too quiet");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S: 554 no SMTP service here; EOF                           | REFUSED
            S: 421 busy; EOF                                           | REFUSED_FOR_NOW
            CLOSE                                                      | CONNECTION_LOST
            S: +OK POP3 ready; EOF                                     | PROTOCOL_BROKEN
            S: 220; C: EHLO bar.com; S: 451 later; EOF                 | REFUSED_FOR_NOW
            S: 220; C: EHLO bar.com; S: 550 no; C: HELO bar.com; S: 550 no; EOF | REFUSED
            S> \\x15\\x03\\x03\\x00\\x02\\x02\\x0A; EOF                | PLAIN_ON_TLS_PORT
            """)
    void aServerThatDoesNotTakeUsIsToldOf(String script, Cause cause) throws Exception {
        server(script.replace("; ", "\n")).playEveryWay(refusedWith(TlsMode.PLAINTEXT, cause));
    }

    // TLS

    private static final String UP_TO_STARTTLS = """
            S: 220
            C: EHLO bar.com
            S: 250-foo.com
            S: 250-SIZE 10
            S: 250 STARTTLS
            C: STARTTLS
            """;

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS_REQUIRED", "STARTTLS_OPTIONAL"})
    void whatWasLearnedInTheClearIsForgottenBehindStartTls(TlsMode mode) throws Exception {
        server(UP_TO_STARTTLS + "S: 220 go\nTLS\nC: EHLO bar.com\nS: 250 foo.com\n" + QUIT)
                .playEveryWay(client(mode, client -> {
                    assertThat(client.extensions().offered()).isEmpty();
                    assertThat(client.tls().orElseThrow()).startsWith("TLSv1.");
                    client.quit().await();
                }));
    }

    @Test
    void whatIsInjectedBehindTheConsentToStartTlsIsNeverBelieved() throws Exception {
        // Where the cut is behind the 220, TLS itself is what notices.
        server(UP_TO_STARTTLS + "S: 220 go\nS: 250-foo.com\nS: 250 AUTH PLAIN\nDEAF\n")
                .playEveryWay(port -> assertThat(
                                cause(to(port, TlsMode.STARTTLS_OPTIONAL).connect()))
                        .isIn(Cause.PROTOCOL_BROKEN, Cause.TLS_ON_PLAIN_PORT));
    }

    @ParameterizedTest
    @CsvSource({"454 4.7.0 not now, REFUSED_FOR_NOW", "502 5.5.1 no, STARTTLS_NOT_OFFERED"})
    void whoInsistsOnTlsDoesNotGoOnInTheClear(String reply, Cause cause) throws Exception {
        server(UP_TO_STARTTLS + "S: " + reply + "\nEOF").playEveryWay(refusedWith(TlsMode.STARTTLS_REQUIRED, cause));
        server(GREETED + "EOF").playEveryWay(refusedWith(TlsMode.STARTTLS_REQUIRED, Cause.STARTTLS_NOT_OFFERED));
    }

    @Test
    void whoDoesNotInsistOnTlsGoesOnInTheClear() throws Exception {
        server(UP_TO_STARTTLS + "S: 454 4.7.0 not now\n" + QUIT)
                .playEveryWay(client(TlsMode.STARTTLS_OPTIONAL, client -> {
                    assertThat(client.extensions().maxMessageOctets()).hasValue(10);
                    client.quit().await();
                }));
        server(GREETED + QUIT).playEveryWay(client(TlsMode.STARTTLS_OPTIONAL, client -> {
            assertThat(client.tls()).isEmpty();
            client.quit().await();
        }));
    }

    // What the content may do

    private static final String UP_TO_354 = GREETED + """
            C: MAIL FROM:<Smith@bar.com>
            S: 250
            C: RCPT TO:<Jones@foo.com>
            S: 250
            C: DATA
            S: 354
            """;

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo\r\n", "one\rtwo\r\n", "one\r\n.\n.\r\n", "one\r", "one\r\r\n"})
    void aLineBreakThatStandsAloneIsNeverSent(String content) throws Exception {
        String before = content.equals("one\r") ? "C# 4\n" : ""; // it stands alone because of what follows: nothing
        playEveryWay(
                UP_TO_354 + before + "EOF\n",
                client -> assertThat(cause(client.send(MAIL, octets(content)))).isEqualTo(Cause.CONTENT_MALFORMED));
    }

    @Test
    void contentThatFailsMidwayGetsNoFinalDot() throws Exception {
        InputStream gone = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        playEveryWay(UP_TO_354 + "C: one\nEOF\n", client -> {
            InputStream failing = new SequenceInputStream(new ByteArrayInputStream(octets("one\r\n")), gone);
            FaultException failure = failure(client.send(MAIL, Channels.newChannel(failing)));
            assertThat(failure.fault().cause()).isEqualTo(Cause.CLOSED_HERE);
            assertThat(failure.fault().step()).isEqualTo("sending the content");
            assertThat(failure).hasMessageContaining("the disk is gone");
        });
    }

    @Test
    void aSourceThatIsBrokenFailsTheMessage() throws Exception {
        MessageSource broken = () -> {
            throw new StackOverflowError("too deep");
        };
        playEveryWay(
                UP_TO_354 + "EOF\n",
                client -> assertThat(failure(client.send(MAIL, broken))).hasMessageContaining("too deep"));
    }

    @Test
    void aSourceThatNeverBringsAnythingFailsTheMessage() throws Exception {
        ReadableByteChannel doesNotBlock = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                return 0;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        playEveryWay(UP_TO_354 + "EOF\n", client -> {
            FaultException failure = failure(client.send(MAIL, doesNotBlock));
            assertThat(failure.fault().cause()).isEqualTo(Cause.CLOSED_HERE);
            assertThat(failure).hasMessageContaining("it brought no octet 100 times");
        });
    }

    /** Has no end, and counts what was taken of it. */
    private static final class Endless extends InputStream {
        final AtomicLong taken = new AtomicLong();

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] octets, int from, int length) {
            Arrays.fill(octets, from, from + length, (byte) 'x');
            taken.addAndGet(length);
            return length;
        }
    }

    @Test
    void aServerThatTakesNoMoreHoldsTheContentBackUntilItsTimeIsOver() throws Exception {
        Endless content = new Endless();
        SmtpTimeouts brief = SmtpTimeouts.standard().dataBlock(Duration.ofMillis(300));
        server(UP_TO_354 + "DEAF")
                .play(client(port -> to(port, TlsMode.PLAINTEXT).timeouts(brief), client -> {
                    Fault fault = failure(client.send(MAIL, Channels.newChannel(content)))
                            .fault();
                    assertThat(fault.cause()).isEqualTo(Cause.TIMEOUT);
                    assertThat(fault.step()).isEqualTo("sending the content");
                    assertThat(content.taken).hasValueLessThan(32 << 20); // the kernel's buffers of both ends, and ours
                }));
    }

    @Test
    void aRefusalInTheMidstOfTheContentIsHeard() throws Exception {
        playEveryWay(UP_TO_354 + "S: 552 5.3.4 too much\nDEAF", client -> {
            FaultException failure = failure(client.send(MAIL, Channels.newChannel(new Endless())));
            assertThat(failure.fault().cause()).isEqualTo(Cause.REFUSED);
            assertThat(failure.fault().lastReply()).hasValue("552 5.3.4 too much");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | waiting for the greeting
            1 | waiting for the reply to EHLO
            3 | waiting for the reply to MAIL
            5 | waiting for the reply to RCPT
            7 | waiting for the reply to DATA
            """)
    void eachPhaseHasItsTime(int lines, String step) throws Exception {
        List<String> script = UP_TO_354.lines().toList();
        String until = String.join("\n", script.subList(0, lines == 0 ? 0 : lines + 1));
        SmtpTimeouts standard = SmtpTimeouts.standard();
        SmtpTimeouts brief = switch (lines) {
            case 0 -> standard.greeting(Duration.ofMillis(20));
            case 7 -> standard.dataInitiation(Duration.ofMillis(20));
            default -> standard.command(Duration.ofMillis(500));
        };
        server(until + "\nEOF").play(port -> {
            SmtpClient.Builder builder = to(port, TlsMode.PLAINTEXT).timeouts(brief);
            Pending<Delivery> sent =
                    (Pending<Delivery>) builder.connect().thenCompose(client -> client.send(MAIL, octets("x\r\n")));
            Fault fault = failure(sent).fault();
            assertThat(fault.cause()).isEqualTo(Cause.TIMEOUT);
            assertThat(fault.step()).isEqualTo(step);
            assertThat(fault.host() + ":" + fault.port()).isEqualTo("localhost:" + port);
            assertThat(fault.lastReply().isPresent()).isEqualTo(lines > 0);
        });
    }

    @Test
    void theFinalDotHasItsTime() throws Exception {
        SmtpTimeouts brief = SmtpTimeouts.standard().dataTermination(Duration.ofMillis(20));
        String script = UP_TO_354 + "C: x\nC: .\nEOF";
        server(script).play(client(port -> to(port, TlsMode.PLAINTEXT).timeouts(brief), client -> {
            Fault fault = failure(client.send(MAIL, octets("x\r\n"))).fault();
            assertThat(fault.cause())
                    .as("and not TIMEOUT, which says to try again")
                    .isEqualTo(Cause.PERHAPS_TAKEN);
            assertThat(fault.step()).isEqualTo("waiting for the reply to the final dot");
            assertThat(fault.detail()).endsWith("nothing came for PT0.02S");
            assertThat(fault.lastReply()).hasValue("354 ");
        }));
    }

    @Test
    void theLastChunkHasItsTime() throws Exception {
        SmtpTimeouts brief = SmtpTimeouts.standard().dataTermination(Duration.ofMillis(20));
        String script = CHUNKING + GROUP + "C: BDAT 3\nC: x\nS: 250 ok\nC: BDAT 0 LAST\nEOF";
        server(script).play(client(port -> to(port, TlsMode.PLAINTEXT).timeouts(brief), client -> {
            Fault fault = failure(client.send(MAIL, octets("x\r\n"))).fault();
            assertThat(fault.cause()).isEqualTo(Cause.PERHAPS_TAKEN);
            assertThat(fault.step()).isEqualTo("waiting for the reply to the last chunk");
        }));
    }

    @Test
    void aChunkHasItsTime() throws Exception {
        SmtpTimeouts brief = SmtpTimeouts.standard().dataBlock(Duration.ofMillis(20));
        server(CHUNKING + GROUP + "C: BDAT 3\nC: x\nEOF")
                .play(client(port -> to(port, TlsMode.PLAINTEXT).timeouts(brief), client -> {
                    Fault fault = failure(client.send(MAIL, octets("x\r\n"))).fault();
                    assertThat(fault.cause()).isEqualTo(Cause.TIMEOUT);
                    assertThat(fault.step()).isEqualTo("waiting for the reply to BDAT");
                }));
    }

    @Test
    void theTlsHandshakeHasItsTime() throws Exception {
        server(UP_TO_STARTTLS + "S: 220 go\nDEAF\n").play(port -> {
            Fault fault = failure(to(port, TlsMode.STARTTLS_REQUIRED)
                            .connectTimeout(Duration.ofMillis(300))
                            .connect())
                    .fault();
            assertThat(fault.cause()).isEqualTo(Cause.TLS_HANDSHAKE);
            assertThat(fault.step()).isEqualTo("shaking hands for TLS");
        });
    }

    @Test
    void toCancelClosesTheConnection() throws Exception {
        playEveryWay(GREETED + "C: MAIL FROM:<Smith@bar.com>\nEOF", client -> {
            Pending<Delivery> sending = client.send(MAIL, octets("x\r\n"));
            Pending<Void> waiting = client.noop();
            sending.cancel(true);
            assertThat(cause(waiting)).isEqualTo(Cause.CLOSED_HERE);
        });
        server("S: 220\nC: EHLO bar.com\nEOF").playEveryWay(port -> {
            CompletableFuture<Void> greeted = new CompletableFuture<>();
            Pending<SmtpClient> connecting = to(port, TlsMode.PLAINTEXT)
                    .witness((speaker, line) -> {
                        if (line.startsWith("EHLO")) {
                            greeted.complete(null);
                        }
                    })
                    .connect();
            greeted.get(10, TimeUnit.SECONDS);
            connecting.cancel(true);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 250 but no 354\nEOF",
                "S: 550 not you\nS: 250 but him\nEOF",
                "S: 354 at once\nEOF",
            })
    void aServerThatAnswersOutOfItsMindIsNotFollowed(String answers) throws Exception {
        String group = "C: MAIL FROM:<Smith@bar.com>\nC: RCPT TO:<Jones@foo.com>\nC: DATA\n";
        String script = answers.startsWith("S: 250") ? "S: 250\nS: 250\n" + answers : answers;
        playEveryWay(
                PIPELINING + group + script,
                client -> assertThat(cause(client.send(MAIL, octets("x\r\n")))).isEqualTo(Cause.PROTOCOL_BROKEN));
    }

    @Test
    void lmtpIsNotSentADotWhereNobodyIsThereToAnswerIt() throws Exception {
        server("""
                        S: 220
                        C: LHLO bar.com
                        S: 250-foo.edu
                        S: 250 PIPELINING
                        C: MAIL FROM:<>
                        C: RCPT TO:<a@foo.edu>
                        C: DATA
                        S: 250
                        S: 550 5.1.1 unknown
                        S: 354 all the same
                        EOF
                        """)
                .playEveryWay(lmtp(client -> assertThat(
                                cause(client.send(Envelope.of("", "a@foo.edu"), octets("x\r\n"))))
                        .isEqualTo(Cause.PROTOCOL_BROKEN)));
    }

    @Test
    void aThousandRecipientsGoOutInOneGroup() throws Exception {
        String[] many = Collections.nCopies(1000, "Jones@foo.com").toArray(String[]::new);
        play(
                PIPELINING + "C: MAIL FROM:<Smith@bar.com>\n" + "C: RCPT TO:<Jones@foo.com>\n".repeat(1000)
                        + "C: DATA\n" + "S: 250 ok\n".repeat(1001) + "S: 354\nC: x\nC: .\nS: 250 ok\n" + QUIT,
                client -> {
                    assertThat(client.send(Envelope.of("Smith@bar.com", many), octets("x\r\n"))
                                    .await()
                                    .accepted())
                            .hasSize(1000);
                    client.quit().await();
                });
    }

    @Test
    void whatAWitnessThrowsChangesNothing() throws Exception {
        Witness throwing = (speaker, line) -> {
            throw new IllegalStateException("as the test wants it");
        };
        server(GREETED + QUIT)
                .play(client(
                        port -> to(port, TlsMode.PLAINTEXT).witness(throwing),
                        client -> client.quit().await()));
    }

    @Test
    void whatCannotBeSaidIsRefusedBeforeItIsTried() throws Exception {
        playEveryWay(GREETED + QUIT, client -> {
            assertThatThrownBy(() -> client.send(Envelope.of("Smith@bar.com"), octets("")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.verify("a\r\nRSET")).isInstanceOf(IllegalArgumentException.class);
            client.quit().await();
        });
        assertThatThrownBy(() ->
                        SmtpClient.builder("localhost", 25, TlsMode.PLAINTEXT).name("two words"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        SmtpClient.builder("localhost", 0, TlsMode.PLAINTEXT).connect())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final String CHUNKING = """
            S: 220 foo.com
            C: EHLO bar.com
            S: 250-foo.com
            S: 250-PIPELINING
            S: 250-BINARYMIME
            S: 250 CHUNKING
            """;

    private static final String TAKEN = """
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            """;

    private static final String GROUP = """
            C: MAIL FROM:<Smith@bar.com>
            C: RCPT TO:<Jones@foo.com>
            """ + TAKEN;

    @Test
    void contentGoesInChunksWhereTheServerTakesThem() throws Exception {
        // RFC 3030 section 4.2, and content with a line that would end it behind DATA
        playEveryWay(CHUNKING + GROUP + """
                C: BDAT 14
                C: Hello
                C: .
                C: .x
                S: 250 2.0.0 14 octets received
                C: BDAT 0 LAST
                S: 250 2.0.0 accepted
                """ + GROUP + """
                C: BDAT 0 LAST
                S: 250 2.0.0 accepted
                """ + GROUP + """
                C: BDAT 1
                C# 1
                S: 250 2.0.0 1 octet received
                C: BDAT 2 LAST
                C:
                S: 250 2.0.0 accepted
                """ + QUIT, client -> {
            assertThat(client.send(MAIL, octets("Hello\r\n.\r\n.x\r\n")).await().refused())
                    .isEmpty();
            assertThat(client.send(MAIL, octets("")).await().refused()).isEmpty();
            assertThat(client.send(MAIL, octets("x")).await().refused()).isEmpty();
            client.quit().await();
        });
    }

    @Test
    void withoutPipeliningEachIsAwaited() throws Exception {
        playEveryWay("""
                S: 220 foo.com
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 CHUNKING
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 250 ok
                C: BDAT 3
                C: x
                S: 250 ok
                C: BDAT 0 LAST
                S: 250 ok
                """ + QUIT, client -> {
            client.send(MAIL, octets("x\r\n")).await();
            client.quit().await();
        });
    }

    @Test
    void aRefusedChunkIsTheRefusalOfTheMessage() throws Exception {
        playEveryWay(CHUNKING + GROUP + """
                C: BDAT 3
                C: x
                S: 552 5.3.4 too much
                C: RSET
                S: 250 ok
                """ + GROUP + """
                C: BDAT 3
                C: x
                S: 250 ok
                C: BDAT 0 LAST
                S: 451 4.3.0 not now
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                S: 250 2.1.0 sender ok
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                """ + QUIT, client -> {
            List<String> replies = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RefusedException refused = (RefusedException) failure(client.send(MAIL, octets("x\r\n")));
                replies.add(refused.outcomes().get(0).reply().toString());
            }
            assertThat(replies).containsExactly("552 5.3.4 too much", "451 4.3.0 not now", "550 5.1.1 unknown");
            client.quit().await();
        });
    }

    @Test
    void overLmtpTheLastChunkHasAReplyForEach() throws Exception {
        server(CHUNKING.replace("EHLO", "LHLO") + """
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: RCPT TO:<Green@foo.com>
                C: RCPT TO:<Brown@foo.com>
                S: 250 ok
                S: 250 ok
                S: 550 5.1.1 unknown
                S: 250 ok
                C: BDAT 3
                C: x
                S: 250 ok
                C: BDAT 0 LAST
                S: 250 2.0.0 accepted
                S: 452 4.2.2 full
                """ + QUIT).playEveryWay(lmtp(client -> {
            Envelope three = Envelope.of("Smith@bar.com", "Jones@foo.com", "Green@foo.com", "Brown@foo.com");
            Delivery delivery = client.send(three, octets("x\r\n")).await();
            assertThat(delivery.outcomes())
                    .extracting(outcome -> outcome.reply().code())
                    .containsExactly(250, 550, 452);
            client.quit().await();
        }));
    }

    @Test
    void binaryContentGoesAsItIsAndOtherContentInLines() throws Exception {
        playEveryWay(CHUNKING + """
                C: MAIL FROM:<Smith@bar.com> BODY=BINARYMIME
                C: RCPT TO:<Jones@foo.com>
                """ + TAKEN + """
                C: BDAT 5
                C# 5
                S: 250 ok
                C: BDAT 0 LAST
                S: 250 ok
                """ + GROUP + """
                EOF
                """, client -> {
            client.send(envelope(Body.BINARY_MIME), octets("\0\r\u00ff\n.")).await();
            assertThat(cause(client.send(MAIL, octets("a\nb")))).isEqualTo(Cause.CONTENT_MALFORMED);
        });
        for (String neither : List.of(GREETED, CHUNKING.replace("250 CHUNKING", "250 HELP"))) { // RFC 3030 section 3
            play(
                    neither,
                    client -> assertThat(cause(client.send(envelope(Body.BINARY_MIME), octets("x\r\n"))))
                            .isEqualTo(Cause.EXTENSION_NOT_OFFERED));
        }
    }

    @Test
    void addressesBeyondAsciiGoAsTheyAreOrWithADomainInAscii() throws Exception {
        Envelope domain = Envelope.of("Smith@bücher.example", "Jones@foo.com");
        Envelope name = Envelope.of("Smith@bar.com", "郵便@foo.com");
        playEveryWay(GREETED + """
                C: MAIL FROM:<Smith@xn--bcher-kva.example>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                """, client -> {
            assertThat(cause(client.send(domain, octets("")))).isEqualTo(Cause.REFUSED);
            assertThat(cause(client.send(name, octets("")))).isEqualTo(Cause.UTF8_NOT_OFFERED);
        });
        playEveryWay("""
                S: 220 foo.com
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 SMTPUTF8
                C: MAIL FROM:<Smith@bücher.example> SMTPUTF8
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                C: MAIL FROM:<Smith@bar.com> SMTPUTF8
                S: 250 ok
                C: RCPT TO:<郵便@foo.com>
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                """, client -> {
            assertThat(cause(client.send(domain, octets("")))).isEqualTo(Cause.REFUSED);
            assertThat(cause(client.send(name, octets("")))).isEqualTo(Cause.REFUSED);
        });
    }

    @Test
    void whatIsAskedForRecipientsIsSaidWhereItIsOffered() throws Exception {
        Envelope asking = new Envelope(
                MAIL.mail(), List.of(new Rcpt(ForwardPath.of("Jones@foo.com"), RcptParameters.of(Notify.NEVER))));
        playEveryWay(
                """
                S: 220 foo.com
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 DSN
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com> NOTIFY=NEVER
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                """,
                client -> assertThat(cause(client.send(asking, octets("")))).isEqualTo(Cause.REFUSED));
        play(
                GREETED,
                client -> assertThat(cause(client.send(asking, octets("")))).isEqualTo(Cause.EXTENSION_NOT_OFFERED));
    }

    @Test
    void listsAndWaitingMailAreAskedFor() throws Exception {
        playEveryWay(GREETED + """
                C: EXPN staff
                S: 250-<ann@example.org>
                S: 250 <bob@example.org>
                C: ETRN example.org
                S: 253 5 pending messages
                """, client -> {
            assertThat(client.expand("staff").await().lines())
                    .containsExactly("<ann@example.org>", "<bob@example.org>");
            assertThat(client.callForMail("example.org").await().code()).isEqualTo(253);
        });
    }
}
