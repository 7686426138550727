package dev.yubin.routing.tls;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of the TLS of sessions, a day of UTC at a time, and makes reports of the days that are over: RFC 8460. In memory, so whoever restarts loses the
 * day's counts, or in files too ({@link #keptIn}). Any thread may use it.
 */
public final class TlsReports implements TlsResults {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReports.class);

    /** Of how many policies in all it counts; sessions under more are not counted. */
    static final int MOST_POLICIES = 10_000;
    /** How many ways to fail under one policy are told apart; others are counted alone. */
    static final int MOST_DETAILS = 100;

    /** To how many places a domain can have its reports sent, so that it cannot have one mail become thousands. */
    public static final int MOST_WANTED = 10;

    /** How long behind the end of a day its reports are made, where they cannot be sent: RFC 8460 section 5.5 wants a day of trying, behind whatever kept the program. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final Duration KEPT_EVERY = Duration.ofMinutes(1);

    private static final String VERSION = "v=TLSRPTv1;";
    /** tlsrpt-rua: section 3 */
    private static final Pattern RUA = Pattern.compile(";[ \t]*rua=([^;]+)");

    private final String organization;
    private final String contact;
    private final InstantSource clock;
    private final Optional<TlsDayFiles> files;
    private final Map<Instant, Map<FoundPolicy, TlsTally>> days = new TreeMap<>();
    private final Set<Instant> unkept = new HashSet<>();
    private Instant kept;

    /**
     * @param organization who tells, as people know him
     * @param contact      whom to ask, an address or a URI
     * @param clock        says which day it is
     */
    public TlsReports(String organization, String contact, InstantSource clock) {
        this(Optional.empty(), organization, contact, clock);
    }

    private TlsReports(Optional<TlsDayFiles> files, String organization, String contact, InstantSource clock) {
        this.files = files;
        this.organization = Objects.requireNonNull(organization, "organization");
        this.contact = Objects.requireNonNull(contact, "contact");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.kept = clock.instant();
    }

    /**
     * The same, which goes on from what this folder has, and keeps there, a file a day, what is counted: once a minute while there are sessions, and whenever {@link #keep} is
     * called. One program at a time uses a folder.
     *
     * @throws IOException when it is no folder, and cannot be made, or cannot be read
     */
    public static TlsReports keptIn(Path folder, String organization, String contact, InstantSource clock)
            throws IOException {
        TlsDayFiles files = new TlsDayFiles(folder);
        TlsReports reports = new TlsReports(Optional.of(files), organization, contact, clock);
        files.read()
                .forEach((day, results) -> results.forEach(result -> reports.days
                        .computeIfAbsent(day, none -> new LinkedHashMap<>())
                        .put(result.policy(), TlsTally.of(result))));
        return reports;
    }

    @Override
    public synchronized void session(TlsSession session) {
        Map<FoundPolicy, TlsTally> tallies = days.computeIfAbsent(today(), none -> new LinkedHashMap<>());
        if (tallies.containsKey(session.policy()) || policies() < MOST_POLICIES) {
            tallies.computeIfAbsent(session.policy(), none -> new TlsTally()).add(session);
            unkept.add(today());
        }
        if (files.isPresent() && !clock.instant().isBefore(kept.plus(KEPT_EVERY))) {
            keep();
        }
    }

    private int policies() {
        return days.values().stream().mapToInt(Map::size).sum();
    }

    /** Writes what was counted since the last time, where it is kept in a folder. Call it before the program ends. What cannot be written is tried again, and the log tells of it. */
    public synchronized void keep() {
        kept = clock.instant();
        if (files.isEmpty()) {
            return;
        }
        try {
            for (Instant day : Set.copyOf(unkept)) {
                files.get().write(day, results(days.get(day)));
                unkept.remove(day);
            }
        } catch (IOException e) {
            LOG.error("what became of the TLS of sessions is not kept: {}", e.toString());
        }
    }

    private static List<TlsReport.Result> results(Map<FoundPolicy, TlsTally> tallies) {
        return tallies.entrySet().stream()
                .map(tally -> tally.getValue().result(tally.getKey()))
                .toList();
    }

    private Instant today() {
        return clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    /**
     * A report for each domain and each day that is over, until it is said that it was {@link #sent}, or {@link #KEPT} have passed; it has the same id each time. Call it
     * once a day or more often, at an hour of your own, for other senders have theirs (section 4.1); then send what is {@link #wanted}.
     */
    public synchronized List<TlsReport> overdue() {
        List<TlsReport> reports = new ArrayList<>();
        for (Instant day : List.copyOf(days.keySet())) {
            if (day.plus(KEPT).isBefore(today())) {
                LOG.warn("what became of the TLS of sessions on {} is forgotten: nobody could be told in time", day);
                days.remove(day);
                keepWhatIsLeft(day);
            } else if (day.isBefore(today())) {
                reports.addAll(reports(day, results(days.get(day))));
            }
        }
        return reports;
    }

    /** Forgets what this report tells: it is with everybody who wanted it, or nobody does. */
    public synchronized void sent(TlsReport report) {
        Instant day = report.start();
        Map<FoundPolicy, TlsTally> tallies = days.getOrDefault(day, new LinkedHashMap<>());
        if (tallies.keySet().removeIf(policy -> policy.domain().equals(report.domain()))) {
            if (tallies.isEmpty()) {
                days.remove(day);
            }
            keepWhatIsLeft(day);
        }
    }

    private List<TlsReport> reports(Instant day, List<TlsReport.Result> results) {
        Map<Domain, List<TlsReport.Result>> domains = new LinkedHashMap<>();
        results.forEach(result -> domains.computeIfAbsent(result.policy().domain(), none -> new ArrayList<>())
                .add(result));
        List<TlsReport> reports = new ArrayList<>();
        domains.forEach((domain, its) -> reports.add(new TlsReport(
                organization,
                contact,
                domain,
                day,
                day.plus(1, ChronoUnit.DAYS).minusSeconds(1),
                id(day, domain),
                its)));
        return reports;
    }

    /** By which whoever has it already knows it again: section 4.2 wants it unique among all that he has. */
    private String id(Instant day, Domain domain) {
        String what = String.join("\n", organization, contact, domain.aLabels(), day.toString());
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void keepWhatIsLeft(Instant day) {
        unkept.remove(day);
        if (files.isEmpty()) {
            return;
        }
        try {
            if (days.containsKey(day)) {
                files.get().write(day, results(days.get(day)));
            } else {
                files.get().remove(day);
            }
        } catch (IOException e) {
            LOG.error("what has been reported may be reported again: {}", e.toString());
        }
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
