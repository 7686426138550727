package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.dns.Dns;
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
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpPoolLimits;
import dev.yubin.smtp.client.SmtpTimeouts;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.Offers;
import dev.yubin.smtp.server.Purpose;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpRefusal;
import dev.yubin.smtp.server.SmtpServer;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four post offices that know of each other what the DNS tells, while connections are lost at any octet and stall, servers say "not now" and "no" at any step,
 * and the DNS fails for a while, or says nothing at all: each recipient of an accepted mail has it in the end, or its sender has a notice, one of the two and once.
 * A server's reply that it has a message can be lost; RFC 5321 section 4.5.3.2.6 calls it unavoidable that this one comes again, and it is counted. How
 * that goes with kill -9 is {@code SpoolKillNineIT}'s of the examples. {@code -Dyubin.seed=...} brings the same faults again, as far as threads allow;
 * {@code -Dyubin.messages=} sends more.
 */
@Timeout(180)
class DomainsUnderFaultsTest {
    private static final int MESSAGES = Integer.getInteger("yubin.messages", 80);
    private static final List<String> DOMAINS = List.of("tokyo.test", "osaka.test", "kobe.test", "nara.test");
    /** One wants no mail, and one is not there. */
    private static final List<String> NOWHERE = List.of("mute.test", "gone.test");

    private static final Secret PASSWORD = Secret.of("tanuki");
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final SchedulerLimits SOON =
            SchedulerLimits.standard().retries(Duration.ofMillis(20), Duration.ofMillis(200));
    private static final Duration STALLED = Duration.ofSeconds(2);
    /** So that there are many connections, each with its fate. */
    private static final SmtpPoolLimits FEW =
            SmtpPoolLimits.standard().connections(20).messages(3);

    private static final Duration SILENT = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Pattern NUMBER = Pattern.compile("\r\nX-Number: ([0-9]+)\r\n");
    private static final int MOST_LINES = 3000;
    /** 16 octets doubled so often are more than most messages have. */
    private static final int MOST_DOUBLINGS = 12;

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestDnsServer dns = new TestDnsServer();
    private final List<Office> offices = new ArrayList<>();
    private final Map<Integer, String> senders = new HashMap<>();
    private final Set<MailEnds.Of> accepted = new TreeSet<>();
    /** For whom a server has taken which message without its client hearing of it. */
    private final Map<MailEnds.Of, Integer> unheard = new ConcurrentHashMap<>();

    private final AtomicInteger brokenOff = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private static boolean isReachable(MailEnds.Of recipient) {
        String to = recipient.to();
        return !to.startsWith("nobody@") && !NOWHERE.contains(to.substring(to.indexOf('@') + 1));
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
        private final MailExchangers exchangers = MailExchangers.by(Dns.at(dns.address(), SILENT));
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
                    // Half of them have TLS.
                    .port(SmtpPort.mta(0)
                            .on(InetAddress.getLoopbackAddress())
                            .tls(number % 2 == 0 ? TlsMode.PLAINTEXT : TlsMode.STARTTLS_OPTIONAL))
                    .port(SmtpPort.submission(0).on(InetAddress.getLoopbackAddress()))
                    .application(new Moody(reception, this))
                    .start();
            this.cable = new Cable(address, port, server.addresses().get(0), this::fate);
            this.relay = Relay.builder("mx." + domain)
                    .mailExchangers(exchangers)
                    .port(port == 0 ? cable.port() : port)
                    .connectTimeout(STALLED)
                    .reuse(FEW)
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
            if (chance < 60) {
                return Cable.Fate.WHOLE;
            } else if (chance < 80) {
                int most = 16 << chance(MOST_DOUBLINGS);
                return Cable.Fate.cutBehind(most + chance(most));
            }
            return chance < 95 ? Cable.Fate.DEAF : Cable.Fate.STALLED;
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

    /** Says "not now" at each step now and then, and at DATA and behind the final dot also "no". */
    private final class Moody implements SmtpApplication {
        private final SmtpApplication reception;
        private final Office office;

        Moody(SmtpApplication reception, Office office) {
            this.reception = reception;
            this.office = office;
        }

        private void mood(int percent) throws SmtpRefusal {
            if (chance(100) < percent) {
                throw new SmtpRefusal(Reply.of(451, "4.7.1", "Come again"));
            }
        }

        private void badMood(int percent) throws SmtpRefusal {
            if (chance(100) < percent) {
                refused.incrementAndGet();
                throw new SmtpRefusal(Reply.of(554, "5.7.1", "Never"));
            }
        }

        @Override
        public Offers offers() {
            return reception.offers();
        }

        @Override
        public Reply mail(SmtpPeer peer, Mail mail) throws SmtpRefusal, IOException {
            mood(5);
            return reception.mail(peer, mail);
        }

        @Override
        public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) throws SmtpRefusal, IOException {
            mood(10);
            return reception.rcpt(peer, soFar, rcpt);
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal, IOException {
            mood(5);
            badMood(3);
            return new Watched(reception.data(peer, envelope), envelope, peer);
        }

        /** Knows which message is taken without its client hearing of it. */
        private final class Watched implements MessageSink {
            private final MessageSink sink;
            private final Envelope envelope;
            private final SmtpPeer peer;
            private String content = "\r\n";

            Watched(MessageSink sink, Envelope envelope, SmtpPeer peer) {
                this.sink = sink;
                this.envelope = envelope;
                this.peer = peer;
            }

            @Override
            public void write(ByteBuffer octets) throws IOException, SmtpRefusal {
                content += StandardCharsets.US_ASCII.decode(octets.duplicate());
                sink.write(octets);
            }

            @Override
            public Reply commit() throws IOException, SmtpRefusal {
                try {
                    mood(3);
                    badMood(3);
                } catch (SmtpRefusal mood) {
                    sink.abort();
                    throw mood;
                }
                Reply reply = sink.commit();
                if (reply.isPositive() && peer.purpose() == Purpose.MTA && office.cable.swallows(peer.remote())) {
                    int number = numberIn(content);
                    envelope.recipients()
                            .forEach(to -> unheard.merge(
                                    new MailEnds.Of(
                                            number,
                                            to.to().mailbox().orElseThrow().toString()),
                                    1,
                                    Integer::sum));
                }
                return reply;
            }

            @Override
            public void abort() {
                brokenOff.incrementAndGet();
                sink.abort();
            }
        }
    }

    private static int numberIn(String content) {
        return NUMBER.matcher(content)
                .results()
                .map(number -> Integer.parseInt(number.group(1)))
                .findFirst()
                .orElseThrow();
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

    /** What is wrong with the DNS while a quarter each of the messages is sent; at the end nothing is. */
    private enum Trouble {
        FAILING_MX {
            @Override
            void in(TestDnsServer dns, boolean bad) {
                dns.failing("osaka.test MX", bad ? DnsResponseCode.SERVFAIL : DnsResponseCode.NOERROR);
            }
        },
        FAILING_ADDRESS {
            @Override
            void in(TestDnsServer dns, boolean bad) {
                dns.failing("mx.kobe.test A", bad ? DnsResponseCode.SERVFAIL : DnsResponseCode.NOERROR);
            }
        },
        SILENCE {
            @Override
            void in(TestDnsServer dns, boolean bad) {
                dns.silent(bad);
            }
        },
        NONE {
            @Override
            void in(TestDnsServer dns, boolean bad) {}
        };

        abstract void in(TestDnsServer dns, boolean bad);
    }

    @Test
    void everyAcceptedMailIsDeliveredOrGivenBackAndNeitherTwice() throws Exception {
        int number = 0;
        for (Trouble trouble : Trouble.values()) {
            trouble.in(dns, true);
            for (int i = 0; i < MESSAGES / Trouble.values().length; i++) {
                send(number++);
            }
            if (trouble == Trouble.SILENCE) {
                await("the DNS has left a question without an answer", () -> dns.unanswered() > 0);
            }
            trouble.in(dns, false);
        }
        assertThat(accepted).as("something was accepted").hasSizeGreaterThan(MESSAGES / 2);
        await("every spool is empty", () -> areIdle() && areIdle()); // from one into the other goes no mail twice
        assertEnds();
    }

    /** The spools, one behind the other. */
    private boolean areIdle() throws StoreException {
        for (Office office : offices) {
            if (!office.isIdle()) {
                return false;
            }
        }
        return true;
    }

    private void assertEnds() throws StoreException {
        MailEnds ends = new MailEnds(senders);
        for (Office office : offices) {
            ends.look(office.store, "aaa@" + office.domain);
            ends.look(office.store, "bbb@" + office.domain);
        }
        System.out.printf(
                "-Dyubin.seed=%d: %d recipients of %d messages, %d of them delivered, %d given back; %d contents broken off, %d refused, and replies for %d unheard%n",
                seed,
                accepted.size(),
                MESSAGES,
                ends.copies().size(),
                ends.notices().size(),
                brokenOff.get(),
                refused.get(),
                unheard.values().stream().mapToInt(times -> times).sum());
        Set<MailEnds.Of> all = new TreeSet<>(accepted);
        all.addAll(ends.copies().keySet());
        all.addAll(ends.notices().keySet());
        assertThat(all.stream()
                        .filter(each -> ends.of(each) != owed(each))
                        .map(each -> each + ": "
                                + ends.copies().getOrDefault(each, 0) + " copies and "
                                + ends.notices().getOrDefault(each, 0)
                                + " notices instead of " + owed(each)))
                .as("-Dyubin.seed=%d", seed)
                .isEmpty();
        assertThat(ends.copies().keySet())
                .as("-Dyubin.seed=%d: nothing comes to whom there is not", seed)
                .allMatch(DomainsUnderFaultsTest::isReachable);
    }

    /** One end for who was accepted, and one more for each time that a server has taken it unheard. */
    private int owed(MailEnds.Of recipient) {
        return (accepted.contains(recipient) ? 1 : 0) + unheard.getOrDefault(recipient, 0);
    }

    private void send(int number) throws Exception {
        Office office = offices.get(chance(offices.size()));
        String from = (chance(2) == 0 ? "aaa@" : "bbb@") + office.domain;
        String[] to = IntStream.rangeClosed(0, chance(3))
                .mapToObj(i -> somebody())
                .distinct()
                .toArray(String[]::new);
        String message = "X-Number: " + number + "\r\nSubject: Hello\r\n\r\n"
                + "Konnichi wa\r\n".repeat(chance(2) == 0 ? 40 : chance(MOST_LINES));
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
                    senders.put(number, from);
                    accepted.add(new MailEnds.Of(number, to[i]));
                }
            }
        } catch (RefusedException refused) {
            // not accepted, so nothing is owed
        }
    }

    private String somebody() {
        List<String> domains = Stream.concat(DOMAINS.stream(), NOWHERE.stream()).toList();
        return List.of("aaa@", "bbb@", "nobody@").get(chance(3)) + domains.get(chance(domains.size()));
    }

    private interface Condition {
        boolean isMet() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).as("-Dyubin.seed=%d: %s", seed, what).isLessThan(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
