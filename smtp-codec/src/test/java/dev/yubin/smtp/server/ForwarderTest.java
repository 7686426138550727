package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.ClientAttributes;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Vrfy;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** XCLIENT and XFORWARD: a host that is trusted speaks for others. */
@Timeout(60)
class ForwarderTest {
    private static final Network HERE = Network.of("127.0.0.0/8");
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();

    private final List<SmtpServer> servers = new ArrayList<>();

    /** Says what it knows of a client, and turns away one that it does not like. */
    private final SmtpApplication desk = new SmtpApplication() {
        @Override
        public void connection(SmtpPeer peer) throws SmtpRefusal {
            if (peer.remote().getHostString().equals("192.0.2.66")) {
                throw new SmtpRefusal(554, "5.7.1", "Not you");
            }
        }

        @Override
        public Reply vrfy(SmtpPeer peer, Vrfy vrfy) {
            return Reply.of(
                    252,
                    "2.0.0",
                    peer.remote() + " to " + peer.local() + " login "
                            + peer.login().orElse("none"),
                    ("XCLIENT " + text(peer.told())).strip(),
                    ("XFORWARD " + text(peer.forwarded())).strip());
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
            String trace = peer.received(Domain.of("mx.example.org"), "1", Optional.empty(), false)
                    .toString();
            throw new SmtpRefusal(550, "5.7.1", trace.lines().findFirst().orElseThrow());
        }
    };

    private static String text(ClientAttributes attributes) {
        return attributes.all().entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    @AfterEach
    void close() {
        servers.forEach(SmtpServer::close);
    }

    private static SmtpPort port() {
        return SmtpPort.mta(0).on(InetAddress.getLoopbackAddress());
    }

    private SmtpServer start(SmtpPort port, SmtpLimits limits) throws FaultException {
        SmtpServer server = SmtpServer.builder()
                .name("mx.example.org")
                .port(port)
                .identity(IDENTITY)
                .users(new UserTable(4096).add("ann", Secret.of("secret")))
                .limits(limits)
                .application(desk)
                .start();
        servers.add(server);
        return server;
    }

    private Wire forwarder() throws FaultException {
        return Wire.to(start(port().believing(HERE), SmtpLimits.standard()).port());
    }

    private static final String GREETED = """
            S: 220 mx.example.org ESMTP
            C: EHLO filter.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=1000
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250-STARTTLS
            S: 250-AUTH SCRAM-SHA-256
            S: 250-XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT
            S: 250 XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE
            """;

    @Test
    void theSessionBecomesTheClientsAndBeginsAnew() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XCLIENT NAME=spike.example ADDR=192.0.2.7 PORT=56324 DESTADDR=198.51.100.1 DESTPORT=25
                S: 220 mx.example.org ESMTP
                C: MAIL FROM:<ann@example.net>
                S: 503 5.5.1 MAIL out of turn, expected EHLO
                C: HELO spike.example
                S: 250 mx.example.org
                C: VRFY me
                S: 252-2.0.0 /192.0.2.7:56324 to /198.51.100.1:25 login none
                S: 252-2.0.0 XCLIENT NAME=spike.example ADDR=192.0.2.7 PORT=56324 DESTADDR=198.51.100.1 DESTPORT=25
                S: 252 2.0.0 XFORWARD
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                C: XCLIENT ADDR=192.0.2.8
                S: 503 5.5.1 XCLIENT out of turn, expected EHLO or RCPT
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                WAIT
                S: 550 5.7.1 Received: from spike.example ([192.0.2.7])
                """);
    }

    @Test
    void whatIsToldAddsUpAndALoginIsTheClientsAlone() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XCLIENT ADDR=IPV6:2001:db8::7 LOGIN=k+C3+A4the PROTO=ESMTP
                S: 220 mx.example.org ESMTP
                C: HELO spike.example
                S: 250 mx.example.org
                C: VRFY me
                S: 252-2.0.0 /[2001:db8:0:0:0:0:0:7]:... to /127.0.0.1:... login k\\xC3\\xA4the
                S: 252-2.0.0 XCLIENT ADDR=IPV6:2001:db8::7 PROTO=ESMTP LOGIN=k\\xC3\\xA4the
                S: 252 2.0.0 XFORWARD
                C: XCLIENT LOGIN=[unavailable] NAME=[TempUnavail] HELO=[192.0.2.7]
                """ + GREETED + """
                C: VRFY me
                S: 252-2.0.0 /[2001:db8:0:0:0:0:0:7]:... to /127.0.0.1:... login none
                S: 252-2.0.0 XCLIENT NAME=[TEMPUNAVAIL] ADDR=IPV6:2001:db8::7 PROTO=ESMTP HELO=[192.0.2.7] LOGIN=[UNAVAILABLE]
                S: 252 2.0.0 XFORWARD
                """);
    }

    @Test
    void aClientWhoseAddressIsNotKnownDoesNotHaveTheForwarders() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XCLIENT ADDR=[UNAVAILABLE] PORT=[UNAVAILABLE]
                """ + GREETED + """
                C: VRFY me
                S: 252-2.0.0 /0.0.0.0:0 to /127.0.0.1:... login none
                S: 252-2.0.0 XCLIENT ADDR=[UNAVAILABLE] PORT=[UNAVAILABLE]
                S: 252 2.0.0 XFORWARD
                """);
    }

    @Test
    void theApplicationMayTurnTheClientAway() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XCLIENT ADDR=192.0.2.66
                S: 554 5.7.1 Not you
                EOF
                """);
    }

    @Test
    void whoTheClientIsStaysKnownWithinTls() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XCLIENT ADDR=192.0.2.7 LOGIN=ann
                S: 220 mx.example.org ESMTP
                C: EHLO spike.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-CHUNKING
                S: 250-LIMITS RCPTMAX=1000
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250-STARTTLS
                S: 250-XCLIENT ...
                S: 250 XFORWARD ...
                C: STARTTLS
                S: 220 2.0.0 Begin TLS
                TLS
                C: HELO spike.example
                S: 250 mx.example.org
                C: VRFY me
                S: 252-2.0.0 /192.0.2.7:... to /127.0.0.1:... login none
                S: 252-2.0.0 XCLIENT ADDR=192.0.2.7 LOGIN=ann
                S: 252 2.0.0 XFORWARD
                """);
    }

    @Test
    void whereAMessageCameFromIsToldForOneTransaction() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XFORWARD NAME=spike.example ADDR=192.0.2.7 PROTO=ESMTP
                S: 250 2.0.0 Noted
                C: xforward helo=spike.example ident=3CF6B2AAE8 source=REMOTE name=[unavailable]
                S: 250 2.0.0 Noted
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                C: XFORWARD NAME=other.example
                S: 503 5.5.1 XFORWARD out of turn, expected EHLO or RCPT
                C: VRFY me
                S: 252-2.0.0 /127.0.0.1:... to /127.0.0.1:... login none
                S: 252-2.0.0 XCLIENT
                S: 252 2.0.0 XFORWARD NAME=[UNAVAILABLE] ADDR=192.0.2.7 PROTO=ESMTP HELO=spike.example IDENT=3CF6B2AAE8 SOURCE=REMOTE
                C: RSET
                S: 250 2.0.0 Forgotten
                C: VRFY me
                S: 252-2.0.0 /127.0.0.1:... to /127.0.0.1:... login none
                S: 252-2.0.0 XCLIENT
                S: 252 2.0.0 XFORWARD
                """);
    }

    @Test
    void aClientDoesNotPayForTheOneBefore() throws Exception {
        SmtpLimits few = SmtpLimits.standard().errors(3).errorDelay(Duration.ZERO);
        String errors = "C: FROB\nS: 500 5.5.1 ...\n".repeat(2);
        Wire.to(start(port().believing(HERE), few).port()).playUncut(GREETED + errors + """
                C: XCLIENT ADDR=192.0.2.7
                S: 220 mx.example.org ESMTP
                """ + errors + """
                C: FROB
                S: 421 4.7.0 Too many errors; ...
                EOF
                """);
    }

    @Test
    void whatIsAgainstTheGrammarIsToldAndChangesNothing() throws Exception {
        forwarder().playUncut(GREETED + """
                C: XCLIENT
                S: 501 5.5.4 XCLIENT: expected one or more of NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT
                C: XCLIENT SOURCE=LOCAL
                S: 501 5.5.4 XCLIENT: expected one of NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT
                C: XCLIENT ADDR=client.example
                S: 501 5.5.4 XCLIENT: expected an address such as 192.0.2.7 or IPV6:2001:db8::7
                C: XCLIENT NAME=a+0D+0Ab
                S: 501 5.5.4 XCLIENT: this cannot be said of NAME
                C: XFORWARD LOGIN=ann
                S: 501 5.5.4 XFORWARD: expected one of NAME ADDR PORT PROTO HELO IDENT SOURCE
                C: MAIL FROM:<ann@example.net>
                S: 250 2.1.0 Sender ok
                """);
    }

    @Test
    void strangersAreNeitherOfferedNorAllowedIt() throws Exception {
        SmtpPort port = port().believing(Network.of("192.0.2.0/24")).tls(TlsMode.PLAINTEXT);
        Wire.to(start(port, SmtpLimits.standard()).port()).playUncut("""
                S: 220 mx.example.org ESMTP
                C: EHLO stranger.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-CHUNKING
                S: 250-LIMITS RCPTMAX=1000
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 AUTH SCRAM-SHA-256
                C: XCLIENT ADDR=192.0.2.7 LOGIN=ann
                S: 550 5.7.0 XCLIENT is not for everybody to say
                C: XFORWARD ADDR=192.0.2.7
                S: 550 5.7.0 XFORWARD is not for everybody to say
                C: VRFY me
                S: 252-2.0.0 /127.0.0.1:... to /127.0.0.1:... login none
                S: 252-2.0.0 XCLIENT
                S: 252 2.0.0 XFORWARD
                """);
    }

    @Test
    void aForwarderMayHaveAsManyConnectionsAsItHasClients() throws Exception {
        SmtpLimits one = SmtpLimits.standard().connectionsPerAddress(1);
        int port = start(port().believing(HERE), one).port();
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(first.getInputStream().read()).isEqualTo('2');
            Wire.to(port).play(GREETED);
        }
    }
}
