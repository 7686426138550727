package dev.yubin.examples;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.routing.NextHop;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the command line of {@link PostOffice} says. */
final class PostOfficeFlags {
    @Option(
            names = "--domain",
            required = true,
            paramLabel = "D",
            description = "Mail for this domain stays here. Repeatable.")
    List<Domain> domains;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "This server's own name in the DNS: what it greets with, introduces itself by and writes into"
                    + " trace fields, and by which it knows itself among a domain's mail servers. The first --domain"
                    + " unless said.")
    Optional<Domain> host = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "name@domain:password",
            description = "Has a mailbox here. Repeatable; the first reads the postmaster's mail too. "
                    + "With --accounts it is written to that file: added, or given this password.")
    List<User> users = new ArrayList<>();

    @Option(
            names = "--accounts",
            paramLabel = "FILE",
            description = "Who has a mailbox here, with what passwords are checked with, and aliases: docs/routing.md. "
                    + "Made where it is not there; read again when it changes.")
    Optional<Path> accounts = Optional.empty();

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "An address of this machine to listen on. Repeatable; all of them unless said.")
    List<InetAddress> addresses = new ArrayList<>();

    @Option(names = "--smtp", paramLabel = "PORT", description = "Mail from other servers. STARTTLS is offered.")
    Optional<Integer> smtp = Optional.empty();

    @Option(
            names = "--submission",
            paramLabel = "PORT",
            description = "Mail from users. STARTTLS and a login are required.")
    Optional<Integer> submission = Optional.empty();

    @Option(names = "--submissions", paramLabel = "PORT", description = "The same in TLS from the first octet.")
    Optional<Integer> submissions = Optional.empty();

    @Option(
            names = "--lmtp",
            paramLabel = "PORT",
            description = "Mail from a server beside this one, which keeps a queue. No TLS.")
    Optional<Integer> lmtp = Optional.empty();

    @Option(names = "--pop3", paramLabel = "PORT", description = "POP3. STLS is offered.")
    Optional<Integer> pop3 = Optional.empty();

    @Option(names = "--pop3s", paramLabel = "PORT", description = "POP3 in TLS from the first octet.")
    Optional<Integer> pop3s = Optional.empty();

    @Option(names = "--imap", paramLabel = "PORT", description = "IMAP. STARTTLS is offered.")
    Optional<Integer> imap = Optional.empty();

    @Option(names = "--imaps", paramLabel = "PORT", description = "IMAP in TLS from the first octet.")
    Optional<Integer> imaps = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "memory|sqlite:FILE",
            defaultValue = "sqlite:post-office.sqlite",
            description = "Where mail is kept: in a file, or in memory, which forgets it all in the end. "
                    + "${DEFAULT-VALUE} unless said.")
    StoreAt store;

    @Option(
            names = "--word-index",
            description =
                    "Keeps an index of words beside the mail in its file, which makes SEARCH for texts quick and takes"
                            + " a third of their room. For mail that is there already it is made while this serves."
                            + " Without this flag an index that is there is removed.")
    boolean wordIndex;

    @Option(
            names = "--spool",
            paramLabel = "sqlite:FILE",
            description =
                    "Mail for other domains is accepted into this file, tried until it is there or five days have passed, and "
                            + "its sender told. Without this flag its sender waits while it is handed on.")
    Optional<StoreAt> spool = Optional.empty();

    @Option(
            names = "--temporary",
            paramLabel = "DIR",
            description =
                    "Where a large message waits while it is handed on without a spool; the folder for temporary files "
                            + "unless said.")
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--route",
            paramLabel = "domain=host:port",
            description = "Mail for this domain goes to this server. Repeatable.")
    Map<Domain, NextHop> routes = new LinkedHashMap<>();

    @Option(
            names = "--smart-host",
            paramLabel = "host:port",
            description = "Mail for other domains goes to this server; without it the DNS is asked for theirs.")
    Optional<NextHop> smartHost = Optional.empty();

    @Option(
            names = "--route-file",
            paramLabel = "FILE",
            description = "Aliases and lists, ways to other domains, smart hosts with a login, and who reads the"
                    + " postmaster's mail: docs/routing.md. Read again when it changes.")
    Optional<Path> routeFile = Optional.empty();

    @Option(
            names = "--dns",
            paramLabel = "ADDR:PORT",
            description = "The DNS server to ask; those that this machine is set to ask unless said.")
    Optional<InetSocketAddress> dns = Optional.empty();

    @Option(
            names = "--mx-port",
            paramLabel = "PORT",
            defaultValue = "25",
            description =
                    "The port of the servers that the DNS names; ${DEFAULT-VALUE} unless said, as it is everywhere"
                            + " but in a network for tests.")
    int mxPort;

    @Option(
            names = "--dane",
            description =
                    "Heeds the certificates that the DNS names for other domains' servers (DANE). Wants --dns with a"
                            + " server on this machine that validates by DNSSEC.")
    boolean dane;

    @Option(
            names = "--mta-sts",
            paramLabel = "DIR",
            description =
                    "Heeds what other domains say of their servers' TLS on the web (MTA-STS), and keeps that in this"
                            + " folder. Made where it is not there.")
    Optional<Path> mtaSts = Optional.empty();

    @Option(
            names = "--tls-reports",
            paramLabel = "DIR",
            description =
                    "Counts in this folder what becomes of the TLS of sessions with other domains' servers, and sends each"
                            + " domain that wants one a report of each day (TLSRPT), through --spool or to its web server. Wants"
                            + " --tls-report-contact. Made where it is not there.")
    Optional<Path> tlsReports = Optional.empty();

    @Option(
            names = "--tls-report-contact",
            paramLabel = "ADDRESS",
            description = "From whom these reports come, and whom they say to ask.")
    Optional<Mailbox> tlsReportContact = Optional.empty();

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate and its chain in PEM; one is made at the start unless said.")
    Optional<Path> cert = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "Its key in PEM: PKCS #8, not encrypted.")
    Optional<Path> key = Optional.empty();

    @Option(names = "--plaintext-auth", description = "Takes passwords without TLS, for whoever listens to read.")
    boolean plaintextAuth;

    @Option(
            names = "--max-message-size",
            paramLabel = "OCTETS",
            defaultValue = "52428800",
            description = "Refuses larger messages; ${DEFAULT-VALUE} unless said.")
    long maxMessageSize;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Refuses more at once from one address, in each protocol; ${DEFAULT-VALUE} unless said.")
    int connectionsPerAddress;

    /** @param address with its domain in A-labels, as {@link dev.yubin.routing.Accounts} has it */
    record User(String address, Domain domain, String password) {
        static User of(String text) {
            int colon = text.indexOf(':');
            int at = text.lastIndexOf('@', colon);
            if (at < 1 || colon < at || colon == text.length() - 1) {
                throw new IllegalArgumentException("expected name@domain:password, not '" + text + "'");
            }
            Domain domain = Domain.of(text.substring(at + 1, colon));
            return new User(text.substring(0, at) + '@' + domain.aLabels(), domain, text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return address; // never the password
        }
    }

    /** A command line that reads these texts as their own types do, and says what those say when they refuse. */
    static CommandLine reading(Object command) {
        return new CommandLine(command)
                .registerConverter(Domain.class, reading(Domain::of))
                .registerConverter(InetSocketAddress.class, reading(PostOfficeFlags::address))
                .registerConverter(Mailbox.class, reading(Mailbox::of))
                .registerConverter(NextHop.class, reading(NextHop::parse))
                .registerConverter(StoreAt.class, reading(StoreAt::of))
                .registerConverter(User.class, reading(User::of));
    }

    private static InetSocketAddress address(String text) {
        NextHop server = NextHop.parse(text);
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved() || !text.endsWith(":" + server.port())) {
            throw new IllegalArgumentException("expected address:port, such as 127.0.0.1:53, not '" + text + "'");
        }
        return address;
    }

    private static <T> CommandLine.ITypeConverter<T> reading(Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** What the flags say wrong together, in a sentence. */
    Optional<String> contradiction() {
        List<Integer> ports = Stream.of(smtp, submission, submissions, lmtp, pop3, pop3s, imap, imaps)
                .flatMap(Optional::stream)
                .toList();
        Optional<Integer> noPort =
                ports.stream().filter(port -> port < 0 || port > 65_535).findFirst();
        Optional<User> stranger =
                users.stream().filter(user -> !domains.contains(user.domain())).findFirst();
        if (users.isEmpty() && accounts.isEmpty()) {
            return Optional.of(
                    "nobody has a mailbox here; name somebody by --user, or a file of accounts by --accounts");
        } else if (ports.isEmpty()) {
            return Optional.of("no port to listen on; name one, such as --smtp 2525 or --imap 1143");
        } else if (noPort.isPresent()) {
            return Optional.of("a port is 0 to 65535, not " + noPort.get());
        } else if (mxPort < 1 || mxPort > 65_535) {
            return Optional.of("--mx-port is 1 to 65535, not " + mxPort);
        } else if (stranger.isPresent()) {
            return Optional.of("--user " + stranger.get() + " is of no domain of this post office; add --domain "
                    + stranger.get().domain());
        } else if (dane && dns.isEmpty()) {
            return Optional.of("--dane believes the DNS server of --dns; name one on this machine that validates by"
                    + " DNSSEC, such as 127.0.0.1:53");
        } else if (tlsReports.isPresent() != tlsReportContact.isPresent()) {
            return Optional.of("--tls-reports and --tls-report-contact go together; name both, or neither");
        } else if (tlsReports.isPresent() && spool.isEmpty()) {
            return Optional.of("--tls-reports sends its reports through a spool; name one by --spool sqlite:FILE");
        } else if (cert.isPresent() != key.isPresent()) {
            return Optional.of(
                    "--cert and --key go together; name both, or neither for a certificate made at the start");
        } else if (wordIndex && store.file().isEmpty()) {
            return Optional.of("--word-index is kept in a file; name one by --store sqlite:FILE, or leave it out");
        } else if (spool.isPresent() && spool.get().file().isEmpty()) {
            return Optional.of("--spool keeps mail that was promised to be delivered; name a file by sqlite:FILE");
        } else if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            return Optional.of("--temporary " + temporary + " is no folder that this user may write to");
        } else if (maxMessageSize < 1) {
            return Optional.of("--max-message-size is a number of octets from 1 on, not " + maxMessageSize);
        } else if (connectionsPerAddress < 1) {
            return Optional.of("--connections-per-address is a number from 1 on, not " + connectionsPerAddress);
        }
        return Optional.empty();
    }

    /** This server's own name. */
    Domain host() {
        return host.orElseGet(() -> domains.get(0));
    }

    /** The certificate named, or a new one that vouches for the domains and for this machine. */
    TlsIdentity identity() throws IOException {
        if (cert.isPresent()) {
            return TlsIdentity.read(cert.get(), key.orElseThrow());
        }
        List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        host.ifPresent(name -> names.add(name.aLabels()));
        domains.forEach(domain -> names.add(domain.aLabels()));
        return TlsIdentity.selfSigned(names.toArray(String[]::new));
    }

    /** The sockets' addresses of a port: one on each address of {@code --listen}. */
    List<InetSocketAddress> at(int port) {
        return addresses.isEmpty()
                ? List.of(new InetSocketAddress(port))
                : addresses.stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
    }

    /** Where other servers reach this one: where mail comes in at the port that the DNS leads them to. */
    InetAddress[] ownAddresses() throws SocketException {
        if (smtp.filter(port -> port == NextHop.SMTP).isEmpty()) {
            return new InetAddress[0];
        }
        return addresses.isEmpty()
                ? NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .toArray(InetAddress[]::new)
                : addresses.toArray(InetAddress[]::new);
    }
}
