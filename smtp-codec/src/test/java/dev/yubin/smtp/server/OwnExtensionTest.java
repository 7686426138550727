package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.UnknownParameter;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that speaks more than this library knows, and decides about each step while it takes whole messages. */
@Timeout(60)
class OwnExtensionTest {
    private static final String GREETED = """
            S: 220 mx.example.org ESMTP
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=1000
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250-XBATCH LEVEL 2
            S: 250 XMISC
            """;

    private final Queue<Envelope> taken = new ConcurrentLinkedQueue<>();
    private Optional<SmtpServer> server = Optional.empty();

    private final SmtpApplication office = new SmtpApplication() {
        @Override
        public Offers offers() {
            return Offers.NONE
                    .and(OwnExtension.of("XBATCH")
                            .text("LEVEL 2")
                            .mailParameter("XBATCH")
                            .rcptParameter("XSLOT")
                            .verb("XFLUSH", (peer, command) -> flush(peer, command.argument())))
                    .and(OwnExtension.of("xmisc"));
        }

        private Reply flush(SmtpPeer peer, String batch) throws SmtpRefusal, IOException {
            switch (batch) {
                case "" -> throw new SmtpRefusal(501, "5.5.4", "Say which batch");
                case "disk" -> throw new IOException("the disk is away");
                case "more" -> {
                    return Reply.plain(354, "Go on");
                }
                default -> {
                    String who = peer.hello().map(hello -> hello.client()).orElse("nobody");
                    return Reply.of(250, "2.0.0", "Flushed \"" + batch + "\" for " + who);
                }
            }
        }

        @Override
        public Reply mail(SmtpPeer peer, Mail mail) {
            Optional<String> batch = mail.parameters().unknown("xbatch").flatMap(UnknownParameter::value);
            return batch.map("0"::equals).orElse(false)
                    ? Reply.of(501, "5.5.4", "Batches are numbered from 1")
                    : Replies.SENDER_OK;
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            return MessageSink.whole(peer, envelope, 1024, message -> taken.add(message.envelope()));
        }
    };

    @AfterEach
    void close() {
        server.ifPresent(SmtpServer::close);
    }

    private Wire office(TlsMode tls) throws FaultException {
        server = Optional.of(SmtpServer.builder()
                .name("mx.example.org")
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(tls))
                .identity(TlsIdentity.selfSigned())
                .application(office)
                .start());
        return Wire.to(server.get().port());
    }

    @Test
    void itsVerbIsAnsweredAtAnyTime() throws Exception {
        office(TlsMode.PLAINTEXT).playEveryWay(GREETED + """
                C: xflush  a b
                S: 250 2.0.0 Flushed " a b" for c.example
                C: MAIL FROM:<a@b.example>
                S: 250 2.1.0 Sender ok
                C: XFLUSH
                S: 501 5.5.4 Say which batch
                C: XFLUSH disk
                S: 451 4.3.0 An error here; try again later
                C: XFLUSH more
                S: 451 4.3.0 An error here; try again later
                C: XFLUSHED
                S: 500 5.5.1 No such command is known here
                C: RCPT TO:<c@b.example>
                S: 250 2.1.5 Recipient ok
                """);
    }

    @Test
    void itsParametersComeToTheApplicationAndNoOthers() throws Exception {
        office(TlsMode.PLAINTEXT).playUncut(GREETED + """
                C: MAIL FROM:<a@b.example> XSLOT=1
                S: 555 5.5.4 XSLOT is not spoken here
                C: MAIL FROM:<a@b.example> XBATCH=0
                S: 501 5.5.4 Batches are numbered from 1
                C: MAIL FROM:<a@b.example> SIZE=2 xbatch=7
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<c@b.example> XBATCH=7
                S: 555 5.5.4 XBATCH is not spoken here
                C: RCPT TO:<c@b.example> XSLOT
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: .
                S: 250 2.0.0 Message accepted
                """);
        assertThat(taken).hasSize(3).allSatisfy(envelope -> {
            assertThat(envelope.mail().parameters().unknown("XBATCH"))
                    .hasValue(new UnknownParameter("XBATCH", Optional.of("7")));
            assertThat(envelope.recipients())
                    .extracting(Rcpt::parameters)
                    .allMatch(parameters -> parameters
                            .unknown("XSLOT")
                            .equals(Optional.of(new UnknownParameter("XSLOT", Optional.empty()))));
        });
    }

    @Test
    void whoeverSaidHeloWasOfferedNothing() throws Exception {
        office(TlsMode.PLAINTEXT).playUncut("""
                S: 220 mx.example.org ESMTP
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@b.example> XBATCH=7
                S: 555 5.5.4 XBATCH is not spoken here
                """);
    }

    @Test
    void whereTlsIsRequiredItsVerbWantsItToo() throws Exception {
        office(TlsMode.STARTTLS_REQUIRED).playUncut("""
                S: 220 mx.example.org ESMTP
                C: XFLUSH a
                S: 530 5.7.0 Say STARTTLS first
                C: XFROB
                S: 500 5.5.1 No such command is known here
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X BATCH", "-X", "X\r\nQUIT", "XÄ"})
    void wordsKeepToTheirGrammar(String word) {
        OwnExtension own = OwnExtension.of("XOWN");
        assertThatThrownBy(() -> OwnExtension.of(word)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.mailParameter(word)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.rcptParameter(word)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.verb(word, (peer, command) -> Replies.SENDER_OK))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatHasAMeaningOfItsOwnKeepsIt() {
        OwnExtension own = OwnExtension.of("XOWN");
        assertThatThrownBy(() -> OwnExtension.of("dsn")).hasMessage("DSN has a meaning of its own");
        assertThatThrownBy(() -> own.mailParameter("SIZE")).hasMessage("SIZE has a meaning of its own");
        assertThatThrownBy(() -> own.rcptParameter("NOTIFY")).hasMessage("NOTIFY has a meaning of its own");
        assertThatThrownBy(() -> own.verb("mail", (peer, command) -> Replies.SENDER_OK))
                .hasMessage("MAIL has a meaning of its own");
        assertThatThrownBy(() -> own.text("2\r\n250 STARTTLS")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Offers.NONE.and(own).and(OwnExtension.of("xown")))
                .hasMessage("XOWN is offered already");
    }
}
