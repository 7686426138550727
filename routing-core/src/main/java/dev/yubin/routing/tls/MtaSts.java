package dev.yubin.routing.tls;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.tls.StsFetch.FetchException;
import dev.yubin.routing.tls.StsFolder.Kept;
import dev.yubin.smtp.Domain;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What recipients' domains say of their mail servers' TLS on a web server: MTA-STS, RFC 8461. A policy that was fetched is kept in a folder of files for as long as
 * it says, and outlasts that nothing is found in the DNS, or on the web, any more (section 3.3).
 *
 * <p>The DNS is asked at each delivery whether there is another policy; it is fetched then, and once a day in any case. One that cannot be fetched is tried again
 * after {@link #PATIENCE}; meanwhile mail goes by the one that is kept, or as though there were none.
 */
public final class MtaSts implements TlsPolicies {
    /** For how long a policy that could not be fetched is not fetched again. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Of how many domains it is remembered that their policy could not be fetched. */
    static final int MOST_REMEMBERED = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(MtaSts.class);
    private static final Duration FRESH = Duration.ofDays(1);
    private static final String VERSION = "v=STSv1;";
    /** sts-id and sts-extension: section 3.1. */
    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([!-:<>-~]+)");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

    /** That a policy could not be fetched. */
    private record Missed(String id, Instant when, TlsFailure failure) {}

    private final Dns dns;
    private final StsFolder folder;
    private final StsFetch web;
    private final TlsTrust trust;
    private final InstantSource clock;

    @SuppressWarnings("serial")
    private final Map<Domain, Missed> missed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Domain, Missed> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private MtaSts(Builder settings, StsFolder folder) {
        this.dns = settings.dns;
        this.folder = folder;
        this.web = new StsFetch(settings.trust, settings.proxy);
        this.trust = settings.trust;
        this.clock = settings.clock;
    }

    /**
     * Begins to describe it.
     *
     * @param dns    is asked for {@code _mta-sts} records; not closed
     * @param folder where policies are kept: of this process alone, and as lasting as the spool
     */
    public static Builder builder(Dns dns, Path folder) {
        return new Builder(dns, folder);
    }

    @Override
    public Optional<TlsPolicy> of(MailServer server) {
        Optional<Kept> kept = folder.find(server.domain()).filter(known -> known.isValid(clock.instant()));
        Optional<String> id = id(server.domain());
        if (id.isEmpty() || kept.filter(known -> isFresh(known, id.get())).isPresent()) {
            return kept.flatMap(known -> policy(server, known.policy()));
        }
        try {
            return policy(server, fetched(server.domain(), id.get()));
        } catch (FetchException e) {
            return kept.map(Kept::policy)
                    .map(known -> policy(server, known))
                    .orElseGet(() -> Optional.of(unfetched(server, e.failure())));
        }
    }

    /** What the DNS says: section 3.1. Where it says nothing, or nonsense, there is no policy to be fetched. */
    private Optional<String> id(Domain domain) {
        try {
            List<String> records = dns.texts("_mta-sts." + domain.aLabels()).records().stream()
                    .filter(text -> text.startsWith(VERSION))
                    .collect(Collectors.toList());
            return records.size() == 1 ? idOf(records.get(0)) : Optional.empty();
        } catch (FaultException e) {
            LOG.info("no word of a policy of {}: {}", domain, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> idOf(String record) {
        Optional<String> id = Optional.empty();
        for (String text : record.substring(VERSION.length()).split(";")) {
            Matcher field = FIELD.matcher(text.strip());
            if (!field.matches()) {
                return Optional.empty();
            } else if (field.group(1).equals("id")) {
                id = id.or(() -> Optional.of(field.group(2)));
            }
        }
        return id.filter(text -> ID.matcher(text).matches());
    }

    private boolean isFresh(Kept kept, String id) {
        return kept.id().equals(id) && clock.instant().isBefore(kept.fetched().plus(FRESH));
    }

    private StsPolicy fetched(Domain domain, String id) throws FetchException {
        Optional<Missed> before = missed(domain, id);
        if (before.isPresent()) {
            TlsFailure failure = before.get().failure();
            throw new FetchException(failure.type(), failure.detail());
        }
        try {
            Kept kept = new Kept(id, clock.instant(), web.policy(domain));
            keep(domain, kept);
            return kept.policy();
        } catch (FetchException e) {
            LOG.warn("the policy of {} cannot be fetched: {}", domain, e.getMessage());
            synchronized (missed) {
                missed.put(domain, new Missed(id, clock.instant(), e.failure()));
            }
            throw e;
        }
    }

    private Optional<Missed> missed(Domain domain, String id) {
        synchronized (missed) {
            return Optional.ofNullable(missed.get(domain))
                    .filter(before -> before.id().equals(id)
                            && clock.instant().isBefore(before.when().plus(PATIENCE)));
        }
    }

    /** Where the disk is full the policy holds for this message at least. */
    private void keep(Domain domain, Kept kept) {
        try {
            folder.keep(domain, kept, clock.instant());
        } catch (IOException e) {
            LOG.error("the policy of {} cannot be kept: {}", domain, e.getMessage(), e);
        }
    }

    private Optional<TlsPolicy> policy(MailServer server, StsPolicy policy) {
        if (policy.mode() == StsPolicy.Mode.NONE) {
            return Optional.empty();
        }
        FoundPolicy found = new FoundPolicy(
                FoundPolicy.Type.STS, server.domain(), policy.text().lines().collect(Collectors.toList()), policy.mx());
        boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE;
        if (policy.names(server.host())) {
            return Optional.of(
                    enforced
                            ? TlsPolicy.required(found, server.host(), trust)
                            : TlsPolicy.tried(found, server.host(), trust));
        }
        TlsFailure stranger = new TlsFailure(
                TlsFailure.Type.VALIDATION_FAILURE,
                "the policy of " + server.domain().aLabels() + " (MTA-STS) does not name the server " + server.host());
        return Optional.of(
                enforced
                        ? TlsPolicy.forbidden(found, server.host(), stranger)
                        : TlsPolicy.opportunistic(found, server.host(), Optional.of(stranger)));
    }

    private static TlsPolicy unfetched(MailServer server, TlsFailure failure) {
        FoundPolicy found = new FoundPolicy(FoundPolicy.Type.STS, server.domain(), List.of(), List.of());
        return TlsPolicy.opportunistic(found, server.host(), Optional.of(failure));
    }

    /** What it is to be like. Used by one thread. */
    public static final class Builder {
        private final Dns dns;
        private final Path folder;
        private TlsTrust trust = TlsTrust.system();
        private Optional<ProxySelector> proxy = Optional.empty();
        private InstantSource clock = InstantSource.system();

        private Builder(Dns dns, Path folder) {
            this.dns = Objects.requireNonNull(dns, "dns");
            this.folder = Objects.requireNonNull(folder, "folder");
        }

        /** Who vouches for the servers of policies and of mail; {@link TlsTrust#system} unless said. */
        public Builder trust(TlsTrust trust) {
            this.trust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /** By which way the web is reached, as {@link java.net.http.HttpClient.Builder#proxy}; directly unless said. */
        public Builder proxy(ProxySelector proxy) {
            this.proxy = Optional.of(proxy);
            return this;
        }

        /** What tells how old a policy is; the system's clock unless said. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the folder where it is not there.
         *
         * @throws IOException when it is no folder, and cannot be made
         * @throws IllegalArgumentException when whoever answers would be trusted
         */
        public MtaSts build() throws IOException {
            return new MtaSts(this, new StsFolder(folder));
        }
    }
}
