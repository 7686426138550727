package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.MessageSource;
import dev.yubin.smtp.client.Outcome;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpTimeouts;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.Offers;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpRefusal;
import dev.yubin.smtp.server.SmtpServer;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four post offices that know of each other what the DNS tells, while connections are cut and stall, servers say "not now", and the DNS is gone for a while:
 * whoever is a recipient of an accepted mail has it in the end, or its sender has a notice, and neither twice but where a reply was lost (RFC 5321 section
 * 4.5.3.2.6 calls that unavoidable). {@code -Dyubin.seed=...} brings the same faults again, as far as threads allow; {@code -Dyubin.messages=} sends more.
 */
@Timeout(180)
class DomainsUnderFaultsTest {
    private static final int MESSAGES = Integer.getInteger("yubin.messages", 80);
    private static final List<String> DOMAINS = List.of("tokyo.test", "osaka.test", "kobe.test", "nara.test");
    /** One has no server, one wants no mail, and one is not there. */
    private static final List<String> NOWHERE = List.of("mute.test", "gone.test");

    private static final Secret PASSWORD = Secret.of("tanuki");
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final SchedulerLimits SOON =
            SchedulerLimits.standard().retries(Duration.ofMillis(20), Duration.ofMillis(200));
    private static final Duration STALLED = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestDnsServer dns = new TestDnsServer();
    private final List<Office> offices = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();

    /** Accepted for this recipient. */
    private record Sent(int number, String from, String to) {
        String mark() {
            return "X-Number: " + number + "\r\n";
        }

        boolean reachable() {
            return !to.startsWith("nobody@") && !NOWHERE.contains(to.substring(to.indexOf('@') + 1));
        }

        String ends() {
            return reachable() ? to : from;
        }

        boolean isEndedBy(String message) {
            return message.contains(mark())
                    && (reachable()
                            ? message.startsWith("Return-Path: <" + from + ">")
                            : message.contains("Final-Recipient: rfc822; " + to + "\r\nAction: failed\r\n"));
        }
    }

    private synchronized int chance(int of) {
        return random.nextInt(of);
    }

    /** A domain's post office: a listener behind a cable, another for its own users, a spool, and a relay to wherever the DNS says. */
    private final class Office implements AutoCloseable {
        private final String domain;
        private final InetAddress address;
        private final MemoryMailStore store;
        private final MemorySpool spool = new MemorySpool(64 << 20);
        private final SmtpServer server;
        private final Scheduler scheduler;
        private final MailExchangers exchangers = MailExchangers.at(dns.address());
        private final Cable cable;
        private final Relay relay;

        /** @param port at which all offices are reached; 0 for the first */
        Office(String domain, int number, int port) throws Exception {
            this.domain = domain;
            this.address = InetAddress.getByName("127.0.7." + number);
            this.store = MemoryMailStore.create("aaa@" + domain, "bbb@" + domain);
            Router router = Router.builder(Accounts.of(store))
                    .local(Domain.of(domain))
                    .postmaster("aaa@" + domain)
                    .build();
            UserTable users = new UserTable(4096).add("aaa@" + domain, PASSWORD).add("bbb@" + domain, PASSWORD);
            Later later = new Later();
            Reception reception = Reception.builder("mx." + domain, router, store)
                    .spool(spool, later::wake)
                    .build();
            this.server = SmtpServer.builder()
                    .name("mx." + domain)
                    .identity(IDENTITY)
                    .users(users)
                    // Half of them have TLS, in which a cable cannot hear what it loses.
                    .port(SmtpPort.mta(0)
                            .on(InetAddress.getLoopbackAddress())
                            .tls(number % 2 == 0 ? TlsMode.PLAINTEXT : TlsMode.STARTTLS_OPTIONAL))
                    .port(SmtpPort.submission(0).on(InetAddress.getLoopbackAddress()))
                    .application(new Moody(reception))
                    .start();
            this.cable = new Cable(address, port, server.addresses().get(0), this::fate);
            this.relay = Relay.builder("mx." + domain)
                    .mailExchangers(exchangers)
                    .port(port == 0 ? cable.port() : port)
                    .connectTimeout(STALLED)
                    .timeouts(new SmtpTimeouts(STALLED, STALLED, STALLED, STALLED, Duration.ofSeconds(30)))
                    .atOnce(100)
                    .build();
            this.scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                    .listener(new Notices(Domain.of("mx." + domain), spool, SOON, InstantSource.system()))
                    .limits(SOON)
                    .build();
            later.scheduler = scheduler;
            dns.with("mx." + domain + " A", address.getHostAddress());
        }

        private Cable.Fate fate() {
            int chance = chance(100);
            return chance < 60
                    ? Cable.Fate.WHOLE
                    : chance < 80 ? Cable.Fate.CUT : chance < 95 ? Cable.Fate.DEAF : Cable.Fate.STALLED;
        }

        boolean isIdle() throws StoreException {
            return spool.messages(0, 1).isEmpty();
        }

        @Override
        public void close() throws IOException {
            cable.close();
            server.close();
            scheduler.close();
            relay.close();
            exchangers.close();
        }
    }

    /** The scheduler's relay needs the port, and the listener the scheduler. */
    private static final class Later {
        private volatile Scheduler scheduler;

        void wake() {
            scheduler.wake();
        }
    }

    /** Says "not now" at each step now and then. */
    private final class Moody implements SmtpApplication {
        private final SmtpApplication office;

        Moody(SmtpApplication office) {
            this.office = office;
        }

        private void mood(int percent) throws SmtpRefusal {
            if (chance(100) < percent) {
                throw new SmtpRefusal(Reply.of(451, "4.7.1", "Come again"));
            }
        }

        @Override
        public Offers offers() {
            return office.offers();
        }

        @Override
        public Reply mail(SmtpPeer peer, Mail mail) throws SmtpRefusal, IOException {
            mood(5);
            return office.mail(peer, mail);
        }

        @Override
        public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) throws SmtpRefusal, IOException {
            mood(10);
            return office.rcpt(peer, soFar, rcpt);
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal, IOException {
            mood(5);
            return office.data(peer, envelope);
        }
    }

    @BeforeEach
    void open() throws Exception {
        for (int i = 0; i < DOMAINS.size(); i++) {
            offices.add(new Office(
                    DOMAINS.get(i),
                    i + 1,
                    offices.isEmpty() ? 0 : offices.get(0).cable.port()));
        }
        dns.with("tokyo.test MX", "10 mx.tokyo.test").with("osaka.test MX", "10 mx.osaka.test");
        // Of kobe's servers the first is never there; nara has no MX, and is its own server.
        dns.with("kobe.test MX", "10 mx1.kobe.test", "20 mx.kobe.test").with("mx1.kobe.test A", "127.0.7.99");
        dns.with("nara.test A", "127.0.7.4").with("nara.test MX");
        dns.with("mute.test MX", "0 .");
    }

    @AfterEach
    void close() throws Exception {
        for (Office office : offices) {
            office.close();
        }
        dns.close();
    }

    @Test
    void everyAcceptedMailIsDeliveredOrGivenBack() throws Exception {
        dns.failing("osaka.test MX", DnsResponseCode.SERVFAIL);
        for (int i = 0; i < MESSAGES; i++) {
            if (i == MESSAGES / 2) {
                dns.failing("osaka.test MX", DnsResponseCode.NOERROR);
            }
            send(i);
        }
        assertThat(sent).as("something was accepted").hasSizeGreaterThan(MESSAGES / 2);
        awaitEnds();
        int again = 0;
        for (Sent each : sent) {
            again += ends(each) - 1;
        }
        int unheard =
                offices.stream().mapToInt(office -> office.cable.unheard()).sum();
        System.out.printf(
                "-Dyubin.seed=%d: %d recipients of %d messages, %d replies unheard, %d mails twice%n",
                seed, sent.size(), MESSAGES, unheard, again);
        assertThat(again)
                .as("-Dyubin.seed=%d: each message has at most two recipients at a server", seed)
                .isLessThanOrEqualTo(2 * unheard);
    }

    private void send(int number) throws Exception {
        Office office = offices.get(chance(offices.size()));
        String from = (chance(2) == 0 ? "aaa@" : "bbb@") + office.domain;
        String[] to = IntStream.rangeClosed(0, chance(3))
                .mapToObj(i -> somebody())
                .distinct()
                .toArray(String[]::new);
        String message = "X-Number: " + number + "\r\nSubject: Hello\r\n\r\n" + "Konnichi wa\r\n".repeat(40);
        try (SmtpClient client = SmtpClient.builder(
                        "localhost", office.server.addresses().get(1).getPort(), TlsMode.STARTTLS_REQUIRED)
                .trust(TlsTrust.anyone())
                .connect()
                .await()) {
            client.login(Credentials.of(from, PASSWORD)).await();
            List<Outcome> outcomes = client.send(
                            Envelope.of(from, to), MessageSource.of(message.getBytes(StandardCharsets.US_ASCII)))
                    .await()
                    .outcomes();
            for (int i = 0; i < to.length; i++) {
                if (outcomes.get(i).reply().isPositive()) {
                    sent.add(new Sent(number, from, to[i]));
                }
            }
        } catch (FaultException refused) {
            // not accepted, so nothing is owed
        }
    }

    private String somebody() {
        List<String> domains = Stream.concat(DOMAINS.stream(), NOWHERE.stream()).toList();
        return List.of("aaa@", "bbb@", "nobody@").get(chance(3)) + domains.get(chance(domains.size()));
    }

    /** How many copies or notices there are. */
    private int ends(Sent each) throws StoreException {
        return (int) inbox(each.ends()).stream().filter(each::isEndedBy).count();
    }

    private List<String> inbox(String account) throws StoreException {
        MailStore store = offices.get(DOMAINS.indexOf(account.substring(account.indexOf('@') + 1))).store;
        return Inbox.of(store, account);
    }

    private void awaitEnds() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        for (Sent each : sent) {
            while (ends(each) == 0) {
                assertThat(System.nanoTime())
                        .as("-Dyubin.seed=%d: %s has no end", seed, each)
                        .isLessThan(end);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        for (Office office : offices) { // what is sent again has come, too
            while (!office.isIdle()) {
                assertThat(System.nanoTime())
                        .as("-Dyubin.seed=%d: the spool of %s is not empty", seed, office.domain)
                        .isLessThan(end);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
