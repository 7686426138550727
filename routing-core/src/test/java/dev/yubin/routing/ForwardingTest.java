package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.routing.spool.BusyException;
import dev.yubin.routing.spool.Consignment;
import dev.yubin.routing.spool.NotReachedException;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ReversePath;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of one attempt to hand on what lies in a spool of tokyo.test, and what that means for the rest that waits for osaka.test. */
@Timeout(60)
class ForwardingTest {
    private static final String TAKES = "220 mx|250 mx|250 ok|250 ok|354 go|250 2.0.0 Taken|221 bye";

    private final MemoryMailStore store = MemoryMailStore.create("aaa@tokyo.test");
    private Relay relay = Relay.builder("mx.tokyo.test").build();

    @AfterEach
    void close() {
        relay.close();
    }

    // How long it may take

    /** RFC 5321 section 4.5.3.2: each phase has its time, ten minutes the last of them, and no client waits for all of it. */
    @Test
    void whoTakesAMessageFromTheSpoolHasTheTimeOfEachPhase() throws Exception {
        relay = Relay.builder("mx.tokyo.test").patience(Duration.ZERO).build();
        try (ScriptedServer osaka = new ScriptedServer(TAKES)) {
            assertThat(carried(osaka.hop())).isEqualTo("250 2.0.0 Taken");
        }
    }

    @Test
    void noFurtherServerIsBegunWithBehindThePatience() throws Exception {
        relay = Relay.builder("mx.tokyo.test").patience(Duration.ZERO).build();
        try (ScriptedServer busy = new ScriptedServer("421 busy");
                ScriptedServer second = new ScriptedServer(TAKES)) {
            assertThat(carried(busy.hop(), second.hop())).startsWith("not reached: 451 4.3.2 " + busy.hop());
            assertThat(second.heard()).isEmpty();
        }
    }

    // What it means for the others who wait

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            421 busy                                       ; not reached: 451 4.3.2 HOP: the server ends the session
            220 x|nonsense                                 ; not reached: 451 4.4.1 HOP: ...
            220 x|250 x|                                   ; not reached: 451 4.4.1 HOP: ...
            220 x|250 x|421 going down                     ; not reached: 451 4.3.2 HOP: the server ends the session
            220 x|250 x|250 ok                             ; 451 4.4.1 HOP: ...
            220 x|250 x|250 ok|nonsense                    ; 451 4.4.1 HOP: ...
            220 x|250 x|250 ok|421 4.7.0 not this one      ; 451 4.3.2 HOP: the server ends the session
            220 x|250 x|250 ok|250 ok                      ; 451 4.4.1 HOP: ...
            220 x|250 x|250 ok|250 ok|354 go|              ; 451 4.4.1 HOP: the content is sent whole
            220 x|250 x|250 ok|450 4.2.0 Greylisted|250 ok ; 450 4.2.0 Greylisted
            """)
    void whatBreaksOffBehindMailPutsThisMessageOffAndNoOther(String script, String outcome) throws Exception {
        try (ScriptedServer osaka = new ScriptedServer(script)) {
            assertThat(carried(osaka.hop()))
                    .startsWith(outcome.replace("HOP", osaka.hop().toString()).replace("...", ""));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            220 x|250 x|250 ok|450 4.2.0 Greylisted|250 ok ; 450 4.2.0 Greylisted
            220 x|250 x|250 ok|250 ok                      ; 451 4.4.1
            """)
    void aSecondServerThatIsNotThereDoesNotMakeItTheDestinations(String script, String outcome) throws Exception {
        ScriptedServer gone = new ScriptedServer();
        gone.close();
        try (ScriptedServer osaka = new ScriptedServer(script)) {
            assertThat(carried(osaka.hop(), gone.hop())).startsWith(outcome);
        }
    }

    // What the DNS is certain of

    /** RFC 5321 section 5.1. */
    @Test
    void aDomainWhoseServersAreAllWithoutAnAddressIsAnErrorForGood() throws Exception {
        try (TestDnsServer dns = new TestDnsServer();
                MailExchangers exchangers = MailExchangers.at(dns.address())) {
            relay = Relay.builder("mx.tokyo.test").mailExchangers(exchangers).build();
            dns.with("osaka.test MX", "10 gone.osaka.test", "20 text.osaka.test")
                    .with("text.osaka.test TXT", "");
            assertThat(carried()).isEqualTo("550 5.1.2 osaka.test: none of the domain's mail servers has an address");
            dns.failing("text.osaka.test AAAA", DnsResponseCode.SERVFAIL);
            assertThat(carried())
                    .as("one of them may have one")
                    .startsWith("not reached: 451 4.4.3 text.osaka.test:25");
            assertThat(carried(NextHop.of("gone.osaka.test")))
                    .as("a table can be set right")
                    .startsWith("not reached: 451 4.4.1 gone.osaka.test:25");
        }
    }

    // Which of a server's addresses

    /** RFC 8305. Where all others wait in its queue already, the system answers nobody. */
    @Test
    void anAddressThatLeadsNowhereDoesNotKeepAMessageFromTheNext() throws Exception {
        List<Socket> others = new ArrayList<>();
        try (TestDnsServer dns = new TestDnsServer();
                MailExchangers exchangers = MailExchangers.at(dns.address());
                ScriptedServer osaka = new ScriptedServer(TAKES);
                ServerSocket hole = new ServerSocket(osaka.hop().port(), 1, InetAddress.getByName("127.0.0.2"))) {
            for (boolean room = true; room; ) {
                others.add(new Socket());
                room = connects(others.get(others.size() - 1), hole);
            }
            relay = Relay.builder("mx.tokyo.test")
                    .mailExchangers(exchangers)
                    .port(osaka.hop().port())
                    .connectTimeout(Duration.ofMinutes(10))
                    .build();
            dns.with("osaka.test MX", "10 mx.osaka.test").with("mx.osaka.test A", "127.0.0.2", "127.0.0.1");
            assertThat(carried()).isEqualTo("250 2.0.0 Taken");
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    private static boolean connects(Socket socket, ServerSocket to) throws IOException {
        try {
            socket.connect(to.getLocalSocketAddress(), 100);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    // The parts

    /** Its reply, behind {@code not reached} where the destination is to be put off. @param servers of a table; none where the DNS names them */
    private String carried(NextHop... servers) throws BusyException {
        Router.Builder table = Router.builder(Accounts.of(store))
                .local(Domain.of("tokyo.test"))
                .postmaster("aaa@tokyo.test");
        Router router = (servers.length == 0 ? table : table.route(Domain.of("osaka.test"), servers)).build();
        byte[] octets = "Subject: Hello\r\n\r\nKonnichi wa\r\n".getBytes(StandardCharsets.US_ASCII);
        Envelope envelope = Envelope.of("aaa@tokyo.test", "bbb@osaka.test");
        Consignment consignment = new Consignment(
                new SpooledMessage(1, envelope.mail(), Instant.EPOCH, octets.length),
                List.of(SpooledRecipient.pending(
                        0, envelope.recipients().get(0), destination(router, envelope), Instant.EPOCH)));
        try {
            return new Forwarding(router, store, relay)
                    .carry(consignment, Content.of(octets)).stream()
                            .map(outcome -> outcome.reply().toString())
                            .reduce((one, other) -> one + "; " + other)
                            .orElseThrow();
        } catch (NotReachedException e) {
            return "not reached: " + e.outcome().reply();
        } catch (BusyException e) {
            return "busy";
        }
    }

    /** As in a spool. */
    private static String destination(Router router, Envelope envelope) {
        try {
            Route route = router.route(envelope.to().get(0), Router.Sender.ourselves(ReversePath.NULL));
            return Bound.onward((Route.Onward) route).key();
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }
}
