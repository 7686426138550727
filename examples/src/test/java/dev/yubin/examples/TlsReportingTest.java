package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.tls.FoundPolicy;
import dev.yubin.routing.tls.TlsReports;
import dev.yubin.routing.tls.TlsSession;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where post-office sends a domain's report, and when it comes again with one. */
@Timeout(60)
class TlsReportingTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned("localhost");
    private static final Domain OSAKA = Domain.of("osaka.test");

    private final Zone zone = new Zone();
    private final Dns dns = Dns.at(zone.address());
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private final TlsReports reports = new TlsReports("Tokyo", "tls@tokyo.test", () -> now);
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final List<String> mailed = new ArrayList<>();
    private volatile int status = 201;
    private HttpsServer web;
    private TlsReporting reporting;

    @BeforeEach
    void open() throws Exception {
        SSLContext context = context();
        web = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        web.setHttpsConfigurator(new HttpsConfigurator(context));
        web.createContext("/", exchange -> {
            byte[] report = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
            posted.add(exchange.getRequestMethod()
                    + ' '
                    + exchange.getRequestURI()
                    + ' '
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + ' '
                    + new String(report, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        web.start();
        reporting = new TlsReporting(
                reports,
                dns,
                Domain.of("tokyo.test"),
                Mailbox.of("tls@tokyo.test"),
                (from, to, message) -> mailed.add(from + " to " + to),
                HttpClient.newBuilder().sslContext(context).build());
        zone.with(
                "_smtp._tls.osaka.test TXT",
                "v=TLSRPTv1; rua=mailto:tls@osaka.test,https://localhost:"
                        + web.getAddress().getPort() + "/v1,ftp://osaka.test/");
        reports.session(new TlsSession(FoundPolicy.none(OSAKA), "mx.osaka.test", Optional.empty(), Optional.empty()));
        now = now.plus(Duration.ofDays(1));
    }

    @AfterEach
    void close() {
        reporting.close();
        web.stop(0);
        dns.close();
        zone.close();
    }

    /** Shows this certificate, and trusts it. */
    private static SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", IDENTITY.key(), new char[0], IDENTITY.certificates().toArray(X509Certificate[]::new));
        store.setCertificateEntry("known", IDENTITY.certificates().get(0));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), known.getTrustManagers(), null);
        return context;
    }

    @Test
    void itGoesByMailAndToAWebServer() {
        reporting.look();
        assertThat(mailed).containsExactly("tls@tokyo.test to tls@osaka.test");
        assertThat(posted)
                .singleElement()
                .asString()
                .startsWith("POST /v1 application/tlsrpt+gzip {\"organization-name\":\"Tokyo\",");
        assertThat(reports.overdue()).isEmpty();
    }

    @Test
    void whatDoesNotComeThereComesAgainAndNothingElseDoes() {
        status = 503;
        reporting.look();
        reporting.look();
        assertThat(posted).hasSize(2);
        assertThat(reports.overdue()).hasSize(1);
        status = 200;
        reporting.look();
        assertThat(posted).hasSize(3);
        assertThat(mailed).as("where it was already").hasSize(1);
        assertThat(reports.overdue()).isEmpty();
    }

    @Test
    void whereTheDnsFailsItWaits() {
        zone.without("_smtp._tls.osaka.test TXT").broken("_smtp._tls.osaka.test");
        reporting.look();
        assertThat(reports.overdue()).hasSize(1);
    }

    @Test
    void whoeverWantsNoneHasNone() {
        zone.without("_smtp._tls.osaka.test TXT");
        reporting.look();
        assertThat(mailed).isEmpty();
        assertThat(reports.overdue()).isEmpty();
    }
}
