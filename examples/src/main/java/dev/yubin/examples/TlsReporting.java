package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.tls.TlsReport;
import dev.yubin.routing.tls.TlsReports;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other domains what became of the TLS of sessions with their servers: RFC 8460. Looks once an hour whether a day is over, counted from its start, which spreads what
 * many post offices have to say; and sends each domain's report where it wants it, by mail or to a web server.
 */
final class TlsReporting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReporting.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SUCCESS = 2;

    /** Has a message of our own sent. */
    @FunctionalInterface
    interface Mailer {
        void send(Mailbox from, Mailbox to, byte[] message) throws IOException;
    }

    private final TlsReports reports;
    private final Dns dns;
    private final Domain host;
    private final Mailbox contact;
    private final Mailer mailer;
    private final HttpClient web;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tls-reporting");
        thread.setDaemon(true);
        return thread;
    });
    /** Where reports are already that are not everywhere yet. Of the clock's thread. */
    private final Set<String> there = new HashSet<>();

    /** @param contact from whom reports come by mail */
    TlsReporting(TlsReports reports, Dns dns, Domain host, Mailbox contact, Mailer mailer, HttpClient web) {
        this.reports = reports;
        this.dns = dns;
        this.host = host;
        this.contact = contact;
        this.mailer = mailer;
        this.web = web;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.HOURS);
    }

    /** Sends what is due. Of one thread at a time. */
    void look() {
        for (TlsReport report : reports.overdue()) {
            try {
                if (isEverywhere(report)) {
                    reports.sent(report);
                    there.removeIf(place -> place.startsWith(report.id()));
                }
            } catch (FaultException | RuntimeException e) {
                LOG.warn("the report for {} waits: {}", report.domain(), e.getMessage());
            }
        }
    }

    private boolean isEverywhere(TlsReport report) throws FaultException {
        boolean everywhere = true;
        for (URI wanted : TlsReports.wanted(dns, report.domain())) {
            String place = report.id() + ' ' + wanted;
            try {
                if (!there.contains(place)) {
                    send(report, wanted);
                    there.add(place);
                }
            } catch (IOException e) {
                LOG.warn("the report for {} does not come to {} now: {}", report.domain(), wanted, e.getMessage());
                everywhere = false;
            }
        }
        return everywhere;
    }

    /** To whatever else a domain wants it, nothing leads. */
    private void send(TlsReport report, URI wanted) throws IOException {
        Optional<Mailbox> to = TlsReports.mailbox(wanted);
        if (to.isPresent()) {
            mailer.send(contact, to.get(), report.message(contact, host, to.get(), Instant.now()));
        } else if ("https".equalsIgnoreCase(wanted.getScheme())) {
            post(report, wanted);
        }
    }

    /** RFC 8460 section 5.4. */
    private void post(TlsReport report, URI wanted) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(wanted)
                .timeout(PATIENCE)
                .header("Content-Type", "application/tlsrpt+gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(report.gzip()))
                .build();
        try {
            int status =
                    web.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != SUCCESS) {
                throw new IOException("the web server answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it, and keeps what was counted. */
    @Override
    public void close() {
        clock.shutdownNow();
        reports.keep();
    }
}
