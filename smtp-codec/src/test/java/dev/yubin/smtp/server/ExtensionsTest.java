package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.DeliverBy;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.EnvelopeId;
import dev.yubin.smtp.Etrn;
import dev.yubin.smtp.Expn;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.HoldFor;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.OriginalRecipient;
import dev.yubin.smtp.Priority;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Ret;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application offers beside the common: DSN, SMTPUTF8, REQUIRETLS, DELIVERBY, FUTURERELEASE, MT-PRIORITY and ETRN. */
@Timeout(60)
class ExtensionsTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();

    private final BlockingQueue<Envelope> envelopes = new LinkedBlockingQueue<>();
    private SmtpServer server;

    /** Keeps all the promises there are, and of messages nothing. */
    private final SmtpApplication desk = new SmtpApplication() {
        @Override
        public Offers offers() {
            return Offers.of(Extension.SMTPUTF8, Extension.DSN, Extension.REQUIRETLS, Extension.ETRN)
                    .deliverBy(Duration.ofMinutes(4))
                    .futureRelease(Duration.ofDays(1))
                    .priorities("MIXER");
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            envelopes.add(envelope);
            return new MessageSink() {
                @Override
                public void write(ByteBuffer content) {}

                @Override
                public Reply commit() {
                    return Replies.MESSAGE_OK;
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public Reply etrn(SmtpPeer peer, Etrn etrn) {
            return Reply.of(250, "2.0.0", "Queuing for " + etrn.node() + " started");
        }

        @Override
        public Reply expn(SmtpPeer peer, Expn expn) {
            return Reply.of(
                    250, "2.1.5", "<ann@example.org>", expn.utf8() ? "<käthe@example.org>" : "<bob@example.org>");
        }
    };

    @BeforeEach
    void start() throws FaultException {
        server = start(desk);
    }

    private static SmtpServer start(SmtpApplication application) throws FaultException {
        return SmtpServer.builder()
                .name("mx.example.org")
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(TlsMode.STARTTLS_OPTIONAL))
                .identity(IDENTITY)
                .application(application)
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static final String GREETED = """
            S: 220 mx.example.org ESMTP
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-SMTPUTF8
            S: 250-DSN
            S: 250-DELIVERBY 240
            S: 250-FUTURERELEASE 86400 ...T...:...:...Z
            S: 250-MT-PRIORITY MIXER
            S: 250-ETRN
            S: 250-LIMITS RCPTMAX=1000
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 STARTTLS
            """;

    private void play(String transcript) {
        Wire.to(server.port()).playEveryWay(transcript);
    }

    @Test
    void whatTheClientSaysOfAMessageIsTypedAndComesThrough() throws Exception {
        play(GREETED + """
                C: MAIL FROM:<ann@example.net> RET=hdrs ENVID=QQ+2B314 BY=-120;NT MT-PRIORITY=-3 HOLDFOR=60
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org> NOTIFY=SUCCESS,delay ORCPT=rfc822;Bob+2Bx@example.org
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<cy@example.org> NOTIFY=NEVER
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: .
                S: 250 2.0.0 Message accepted
                """);
        Envelope envelope = envelopes.take();
        var said = envelope.mail().parameters();
        assertThat(said.find(Ret.class)).hasValue(Ret.HDRS);
        assertThat(said.find(EnvelopeId.class)).hasValue(new EnvelopeId("QQ+314"));
        assertThat(said.find(DeliverBy.class)).hasValue(new DeliverBy(-120, DeliverBy.Mode.NOTIFY, true));
        assertThat(said.find(Priority.class)).hasValue(new Priority(-3));
        assertThat(said.find(HoldFor.class)).hasValue(new HoldFor(60));
        assertThat(said.has(MailFlag.SMTPUTF8)).isFalse();
        var bob = envelope.recipients().get(0).parameters();
        assertThat(bob.find(Notify.class)).hasValue(Notify.of(Notify.Event.SUCCESS, Notify.Event.DELAY));
        assertThat(bob.find(OriginalRecipient.class)).hasValue(new OriginalRecipient("rfc822", "Bob+x@example.org"));
        assertThat(envelope.recipients().get(1).parameters().find(Notify.class)).hasValue(Notify.NEVER);
    }

    @Test
    void addressesBeyondAsciiComeWithSmtputf8() throws Exception {
        play(GREETED + """
                C: MAIL FROM:<käthe@bücher.example>
                S: 550 5.6.7 Addresses beyond ASCII need SMTPUTF8 behind MAIL (RFC 6531 section 3.4)
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<郵便@example.org>
                S: 553 5.6.7 Addresses beyond ASCII need SMTPUTF8 behind MAIL (RFC 6531 section 3.4)
                C: RSET
                S: 250 2.0.0 Forgotten
                C: MAIL FROM:<käthe@bücher.example> SMTPUTF8
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<郵便@example.org> ORCPT=utf-8;\\x{90F5}\\x{4FBF}@example.org
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: .
                S: 250 2.0.0 Message accepted
                """.replace("\\x{", "\\\\x{"));
        Envelope envelope = envelopes.take();
        assertThat(envelope.from()).hasToString("<käthe@bücher.example>");
        assertThat(envelope.to().get(0)).hasToString("<郵便@example.org>");
        assertThat(envelope.recipients().get(0).parameters().find(OriginalRecipient.class))
                .hasValue(new OriginalRecipient("utf-8", "郵便@example.org"));
    }

    /** RFC 6531 section 3.7.4.2. */
    @Test
    void whoAsksForAnAnswerInUtf8IsGivenOne() throws Exception {
        play(GREETED + """
                C: EXPN staff SMTPUTF8
                S: 250-2.1.5 <ann@example.org>
                S: 250 2.1.5 <käthe@example.org>
                C: EXPN staff smtputf8 x
                S: 250-2.1.5 <ann@example.org>
                S: 250 2.1.5 <bob@example.org>
                C: VRFY SMTPUTF8
                S: 252 ...
                C: VRFY käthe smtputf8
                S: 252 ...
                """);
    }

    @Test
    void requiretlsIsForConnectionsInTls() throws Exception {
        play(GREETED + """
                C: MAIL FROM:<ann@example.net> REQUIRETLS
                S: 555 5.5.4 REQUIRETLS is not spoken here
                C: STARTTLS
                S: 220 2.0.0 Begin TLS
                TLS
                C: EHLO c.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-CHUNKING
                S: 250-SMTPUTF8
                S: 250-DSN
                S: 250-REQUIRETLS
                S: 250-DELIVERBY 240
                S: 250-FUTURERELEASE ...
                S: 250-MT-PRIORITY MIXER
                S: 250-ETRN
                S: 250-LIMITS RCPTMAX=1000
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250 ENHANCEDSTATUSCODES
                C: MAIL FROM:<ann@example.net> REQUIRETLS
                S: 250 2.1.0 Sender ok
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "555 5.5.4 BODY is not spoken here|MAIL FROM:<a@b> BODY=BINARYMIME",
                "501 5.5.4 Messages wait here for 86400 seconds at most|MAIL FROM:<a@b> HOLDFOR=86401",
                "501 5.5.4 Messages wait here for 86400 seconds at most|MAIL FROM:<a@b> HOLDUNTIL=2999-01-01T00:00:00Z",
                "501 5.5.4 Say HOLDFOR or HOLDUNTIL, not both ...|MAIL FROM:<a@b> HOLDFOR=1"
                        + " HOLDUNTIL=2026-01-01T00:00:00Z",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> HOLDFOR=0",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> HOLDUNTIL=tomorrow",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> RET=SOME",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> RET",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> ENVID=+2",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> ENVID=+07",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> BY=0;R",
                "501 5.5.4 BY with R needs 240 seconds at least here|MAIL FROM:<a@b> BY=239;R",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> BY=9999999999;N",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> BY=1;X",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> MT-PRIORITY=10",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> MT-PRIORITY=-0",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> MT-PRIORITY=03",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> ENVID=+2b",
                "501 5.5.4 MAIL: ...|MAIL FROM:<a@b> SMTPUTF8=yes",
            })
    void whatCannotBeKeptIsRefused(String refusal) {
        String[] parts = refusal.split("\\|");
        play(GREETED + "C: " + parts[1] + "\nS: " + parts[0] + "\nC: RSET\nS: 250 2.0.0 Forgotten\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY",
                "NOTIFY=",
                "NOTIFY=NEVER,SUCCESS",
                "NOTIFY=SUCCESS,,DELAY",
                "NOTIFY=NEVER NOTIFY=NEVER",
                "ORCPT=ann@example.org",
                "ORCPT=;ann",
                "ORCPT=rfc822;",
                "ORCPT=rfc822;a+zz",
            })
    void whatIsAskedForARecipientKeepsToItsGrammar(String parameter) {
        play(GREETED + """
                C: MAIL FROM:<a@b>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<c@d> %s
                S: 501 5.5.4 RCPT: ...
                """.formatted(parameter));
    }

    @Test
    void whoeverSaysHeloHasNoneOfIt() {
        play("""
                S: 220 mx.example.org ESMTP
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<ann@example.net> RET=FULL
                S: 555 5.5.4 RET is not spoken here
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org> NOTIFY=NEVER
                S: 555 5.5.4 NOTIFY is not spoken here
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: BDAT 6 LAST
                C: hell
                S: 502 5.5.1 BDAT is not offered here
                """);
    }

    @Test
    void mailIsCalledForAndListsAreTold() {
        play(GREETED + """
                C: ETRN example.org
                S: 250 2.0.0 Queuing for example.org started
                C: ETRN
                S: 501 5.5.4 ETRN: ...
                C: ETRN a b
                S: 501 5.5.4 ETRN: ...
                C: EXPN staff
                S: 250-2.1.5 <ann@example.org>
                S: 250 2.1.5 <bob@example.org>
                C: EXPN
                S: 501 5.5.4 EXPN: ...
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                C: ETRN example.org
                S: 503 5.5.1 ETRN out of turn, expected EHLO or RCPT
                C: EXPN staff
                S: 250-2.1.5 <ann@example.org>
                S: 250 2.1.5 <bob@example.org>
                """);
    }

    @Test
    void whoPromisesNothingIsAskedNothing() throws FaultException {
        try (SmtpServer plain = start(desk::data)) {
            Wire.to(plain.port()).playEveryWay("""
                    S: 220 mx.example.org ESMTP
                    C: EHLO c.example
                    S: 250-mx.example.org
                    S: 250-PIPELINING
                    S: 250-CHUNKING
                    S: 250-LIMITS RCPTMAX=1000
                    S: 250-SIZE 52428800
                    S: 250-8BITMIME
                    S: 250-ENHANCEDSTATUSCODES
                    S: 250 STARTTLS
                    C: MAIL FROM:<a@b> RET=FULL
                    S: 555 5.5.4 RET is not spoken here
                    C: MAIL FROM:<ä@b> SMTPUTF8
                    S: 555 5.5.4 SMTPUTF8 is not spoken here
                    C: MAIL FROM:<ä@b>
                    S: 550 5.6.7 Addresses beyond ASCII are not taken here; write domains as xn--...
                    C: VRFY ann SMTPUTF8
                    S: 555 5.5.4 SMTPUTF8 is not spoken here
                    C: EXPN staff SMTPUTF8
                    S: 555 5.5.4 SMTPUTF8 is not spoken here
                    C: ETRN example.org
                    S: 502 5.5.1 ETRN is not offered here
                    C: EXPN staff
                    S: 502 5.5.1 Lists are not told here
                    """);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Extension.class,
            names = {"PIPELINING", "CHUNKING", "LIMITS", "SIZE", "EIGHTBITMIME", "STARTTLS", "AUTH", "FUTURERELEASE"})
    void anApplicationOffersOnlyWhatIsItsOwn(Extension extension) {
        assertThatThrownBy(() -> Offers.of(extension)).isInstanceOf(IllegalArgumentException.class);
    }
}
