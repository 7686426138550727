package dev.yubin.examples;

import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.NextHop;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.RouteFile;
import dev.yubin.routing.Router;
import dev.yubin.routing.accounts.AccountDirectory;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.Dns.SecurePath;
import dev.yubin.routing.tls.Dane;
import dev.yubin.routing.tls.MtaSts;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.routing.tls.TlsReport;
import dev.yubin.routing.tls.TlsReports;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The same decisions about mail twice, by a builder and by a file, and servers that make them. */
public final class DecideRoutes {
    private DecideRoutes() {}

    static Router byBuilder(AccountDirectory accounts, Secret password) {
        NextHop isp = NextHop.parse("smtp.isp.test:587");
        return Router.builder(accounts)
                .local(Domain.of("osaka.test"))
                .postmaster("bbb@osaka.test")
                .alias(Mailbox.of("info@osaka.test"), "bbb@osaka.test", "aaa@tokyo.test")
                .subaddress('+')
                .trust(Network.of("192.0.2.0/24"))
                .route(Domain.of("tokyo.test"), NextHop.of("mx.tokyo.test"))
                .smartHost(isp.withLogin(Credentials.of("osaka", password), TlsMode.STARTTLS_REQUIRED))
                .build();
    }

    static RouteFile byFile(AccountDirectory accounts) throws IOException {
        return RouteFile.open(Path.of("routes"), () -> Router.builder(accounts));
    }

    static Relay relay(Path policies, TlsReports reports) throws IOException {
        Dns dns = Dns.validating(new InetSocketAddress("127.0.0.1", 53), SecurePath.LOOPBACK);
        return Relay.builder("mx.osaka.test")
                .mailExchangers(MailExchangers.by(dns))
                .policies(TlsPolicies.inOrder(
                        Dane.by(dns), MtaSts.builder(dns, policies).build()))
                .results(reports)
                .build();
    }

    static TlsReports reports(Path folder) throws IOException {
        return TlsReports.keptIn(folder, "Osaka", "postmaster@osaka.test", InstantSource.system());
    }

    /** @param send has a message on the disk, or handed on, when it returns */
    static void report(Dns dns, TlsReports reports, Mailbox from, BiConsumer<byte[], Mailbox> send)
            throws FaultException {
        for (TlsReport report : reports.overdue()) {
            for (URI wanted : TlsReports.wanted(dns, report.domain())) {
                Optional<Mailbox> to = TlsReports.mailbox(wanted);
                if (to.isPresent()) {
                    send.accept(report.message(from, Domain.of("osaka.test"), to.get(), Instant.now()), to.get());
                }
            }
            reports.sent(report);
        }
    }

    static AccountDirectory accounts(Path file) throws IOException, StoreException {
        AccountDirectory accounts = AccountDirectory.open(file);
        accounts.add("bbb@osaka.test", Secret.of("tanuki"));
        accounts.alias("sales@osaka.test", "bbb@osaka.test");
        accounts.changePassword("bbb@osaka.test", Secret.of("kitsune"));
        return accounts;
    }

    static List<Listener> serve(MailStore store, AccountDirectory accounts, Router router) throws IOException {
        TlsIdentity identity = TlsIdentity.selfSigned(); // or TlsIdentity.read(chain, key)
        Reception reception = Reception.builder("mx.osaka.test", router, store)
                .relay(Relay.builder("mx.osaka.test")
                        .mailExchangers(MailExchangers.system())
                        .build())
                .build();
        SmtpServer smtp = SmtpServer.builder()
                .name("mx.osaka.test")
                .identity(identity)
                .users(accounts)
                .application(reception)
                .port(SmtpPort.mta(2525))
                .port(SmtpPort.submission(2587))
                .start();
        ImapServer imap = ImapServer.builder(store, accounts)
                .identity(identity)
                .listen(new InetSocketAddress(2993), TlsMode.IMPLICIT)
                .start();
        return List.of(smtp, imap);
    }
}
