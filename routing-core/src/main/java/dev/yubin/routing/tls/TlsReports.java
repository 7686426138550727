package dev.yubin.routing.tls;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.tls.TlsReport.Detail;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts what became of the TLS of sessions, a day of UTC at a time, and makes reports of the days that are over: RFC 8460. In memory, so whoever restarts loses the
 * day's counts. Any thread may use it.
 */
public final class TlsReports implements TlsResults {
    /** Of how many policies in all it counts; sessions under more are not counted. */
    static final int MOST_POLICIES = 10_000;
    /** How many ways to fail under one policy are told apart; others are counted alone. */
    static final int MOST_DETAILS = 100;

    /** To how many places a domain can have its reports sent, so that it cannot have one mail become thousands. */
    public static final int MOST_WANTED = 10;

    private static final String VERSION = "v=TLSRPTv1;";
    /** tlsrpt-rua: section 3 */
    private static final Pattern RUA = Pattern.compile(";[ \t]*rua=([^;]+)");

    private record Key(Instant day, FoundPolicy policy) {}

    private record Way(TlsFailure failure, String mxHost, Optional<InetAddress> address) {}

    private static final class Tally {
        private long successes;
        private long failures;
        private final Map<Way, Long> ways = new LinkedHashMap<>();

        void add(TlsSession session) {
            if (session.failure().isEmpty()) {
                successes++;
                return;
            }
            failures++;
            Way way = new Way(session.failure().get(), session.mxHost(), session.address());
            if (ways.containsKey(way) || ways.size() < MOST_DETAILS) {
                ways.merge(way, 1L, Long::sum);
            }
        }

        TlsReport.Result result(FoundPolicy policy) {
            List<Detail> details = ways.entrySet().stream()
                    .map(way -> new Detail(
                            way.getKey().failure(),
                            way.getKey().mxHost(),
                            way.getKey().address(),
                            way.getValue()))
                    .collect(Collectors.toList());
            return new TlsReport.Result(policy, successes, failures, details);
        }
    }

    private final String organization;
    private final String contact;
    private final InstantSource clock;
    private final Map<Key, Tally> tallies = new LinkedHashMap<>();

    /**
     * @param organization who tells, as people know him
     * @param contact      whom to ask, an address or a URI
     * @param clock        says which day it is
     */
    public TlsReports(String organization, String contact, InstantSource clock) {
        this.organization = Objects.requireNonNull(organization, "organization");
        this.contact = Objects.requireNonNull(contact, "contact");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public synchronized void session(TlsSession session) {
        Key key = new Key(today(), session.policy());
        if (tallies.containsKey(key) || tallies.size() < MOST_POLICIES) {
            tallies.computeIfAbsent(key, none -> new Tally()).add(session);
        }
    }

    private Instant today() {
        return clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    /**
     * A report for each domain and each day that is over, and forgets what it tells of. Call it once a day or more often, at an hour of your own, for other senders
     * have theirs (section 4.1); then send what is {@link #wanted}.
     */
    public synchronized List<TlsReport> cut() {
        Map<Instant, Map<Domain, List<TlsReport.Result>>> days = new LinkedHashMap<>();
        tallies.entrySet().removeIf(tally -> {
            Key key = tally.getKey();
            boolean isOver = key.day().isBefore(today());
            if (isOver) {
                days.computeIfAbsent(key.day(), none -> new LinkedHashMap<>())
                        .computeIfAbsent(key.policy().domain(), none -> new ArrayList<>())
                        .add(tally.getValue().result(key.policy()));
            }
            return isOver;
        });
        List<TlsReport> reports = new ArrayList<>();
        days.forEach((day, domains) -> domains.forEach((domain, results) -> reports.add(new TlsReport(
                organization,
                contact,
                domain,
                day,
                day.plus(1, ChronoUnit.DAYS).minusSeconds(1),
                UUID.randomUUID().toString(),
                results))));
        return reports;
    }

    /**
     * Where a domain wants its reports, {@code mailto:} or {@code https:}; nowhere where it wants none, and
     * at most {@link #MOST_WANTED}. Section 3.
     *
     * @throws FaultException {@code LOOKUP_FAILED} when there is no telling now
     */
    public static List<URI> wanted(Dns dns, Domain domain) throws FaultException {
        List<String> records = dns.texts("_smtp._tls." + domain.aLabels()).records().stream()
                .filter(text -> text.startsWith(VERSION))
                .collect(Collectors.toList());
        Matcher rua = RUA.matcher(records.size() == 1 ? records.get(0) : "");
        List<URI> wanted = new ArrayList<>();
        for (String address : rua.find() ? rua.group(1).split(",") : new String[0]) {
            try {
                wanted.add(URI.create(address.strip()));
            } catch (IllegalArgumentException e) {
                continue; // the domain's others may be right
            }
        }
        return wanted.stream().limit(MOST_WANTED).collect(Collectors.toUnmodifiableList());
    }

    /** The mailbox of a {@code mailto:}; empty where it is something else. */
    public static Optional<Mailbox> mailbox(URI wanted) {
        if (!"mailto".equalsIgnoreCase(wanted.getScheme())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Mailbox.of(wanted.getSchemeSpecificPart().replaceFirst("\\?.*", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
