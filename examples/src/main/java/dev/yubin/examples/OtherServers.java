package dev.yubin.examples;

import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Relay;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.tls.TlsReports;
import dev.yubin.routing.tls.TlsResults;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;

/** How {@link PostOffice} finds other servers and hands mail on to them, with or without a spool; and what it tells their domains of it. */
final class OtherServers implements AutoCloseable {
    private final MailExchangers exchangers;
    private final Relay relay;
    private final Optional<TlsReporting> reporting;

    private OtherServers(MailExchangers exchangers, Relay relay, Optional<TlsReporting> reporting) {
        this.exchangers = exchangers;
        this.relay = relay;
        this.reporting = reporting;
    }

    /** @param mailer by whom reports go as mail */
    static OtherServers open(PostOfficeFlags flags, TlsReporting.Mailer mailer) throws IOException {
        Dns dns = Outgoing.dns(flags);
        MailExchangers exchangers = MailExchangers.by(dns);
        if (flags.tlsReports.isEmpty()) {
            return new OtherServers(exchangers, Outgoing.relay(flags, dns, TlsResults.NONE), Optional.empty());
        }
        String host = flags.domains.get(0).aLabels();
        TlsReports reports = TlsReports.keptIn(
                flags.tlsReports.get(),
                host,
                flags.tlsReportContact.orElseThrow().toString(),
                InstantSource.system());
        return new OtherServers(
                exchangers,
                Outgoing.relay(flags, dns, reports),
                Optional.of(new TlsReporting(
                        reports,
                        dns,
                        flags.domains.get(0),
                        flags.tlsReportContact.get(),
                        mailer,
                        HttpClient.newHttpClient())));
    }

    Relay relay() {
        return relay;
    }

    /** Has what was counted in earlier runs reported. */
    void start() {
        reporting.ifPresent(TlsReporting::start);
    }

    /** To be called once nothing is handed on any more. */
    @Override
    public void close() {
        relay.close();
        reporting.ifPresent(TlsReporting::close);
        exchangers.close();
    }
}
