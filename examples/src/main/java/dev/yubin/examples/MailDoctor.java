package dev.yubin.examples;

import dev.yubin.imap.client.ImapClient;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Report;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Relay;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.Dns.SecurePath;
import dev.yubin.routing.tls.Dane;
import dev.yubin.routing.tls.MtaSts;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpTimeouts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what stands between a mail program and its server, or between this machine and a recipient; {@code --help} names its flags. */
@Command(
        name = "mail-doctor",
        mixinStandardHelpOptions = true,
        version = "mail-doctor of Yubin 0.1.0-SNAPSHOT",
        sortOptions = false,
        description = {
            "Says what is wrong with a mail program's settings, or with the way to a recipient, and what to do.",
            "It changes nothing at a server and sends no mail."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:All is well.",
            "1:A step has failed.",
            "2:A flag is wrong, or what it names could not be read."
        })
public final class MailDoctor implements Callable<Integer> {
    private static final int FAILED = 1;

    /** What is looked at. */
    enum Patient {
        SMTP(587, 465),
        POP3(110, 995),
        IMAP(143, 993),
        RECIPIENT(25, 25);

        private final int port;
        private final int tlsPort;

        Patient(int port, int tlsPort) {
            this.port = port;
            this.tlsPort = tlsPort;
        }

        int port(TlsMode mode) {
            return mode == TlsMode.IMPLICIT ? tlsPort : port;
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            description = "smtp, pop3, imap: an account's settings. recipient: whether mail comes to an address.")
    private Patient patient;

    @Parameters(index = "1", paramLabel = "WHOM", description = "The server's name, or the recipient's address.")
    private String whom;

    @Option(names = "--port", paramLabel = "PORT", description = "The server's port; the usual one unless said.")
    private OptionalInt port = OptionalInt.empty();

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            defaultValue = "IMPLICIT",
            description =
                    "How an account's server is spoken to: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless said.")
    private TlsMode tls;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates in PEM that vouch for the server, instead of those that Java knows.")
    private Optional<Path> trust = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Who logs in; nobody unless said.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Its first line is the password; asked for unless said.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--plaintext-login",
            description = "Logs in without TLS too, though whoever reads the network has the password then.")
    private boolean plaintextLogin;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Whose mail it would be; nobody's, as a notice's, unless said.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            description = "With smtp: for whom; MAIL and RCPT are tried when it is said.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "With recipient: this machine's name in the DNS, as EHLO says it; the system's unless said.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--dns",
            paramLabel = "HOST:PORT",
            description = "With recipient: the DNS server to ask; the system's unless said.")
    private Optional<String> dns = Optional.empty();

    @Option(
            names = "--dane",
            description =
                    "With recipient: heeds the certificates that the DNS names for the domain's servers (DANE), as mail does"
                            + " where a relay is set so. Wants --dns with a server on this machine that validates by DNSSEC.")
    private boolean dane;

    @Option(
            names = "--mta-sts",
            description =
                    "With recipient: heeds what the domain says of its servers' TLS on the web (MTA-STS), fetched anew; --trust"
                            + " vouches for its web server too.")
    private boolean mtaSts;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to wait for each answer; ${DEFAULT-VALUE} unless said.")
    private int timeout;

    @Option(
            names = "--language",
            paramLabel = "TAG",
            defaultValue = "en",
            description = "What it speaks: en or ja; ${DEFAULT-VALUE} unless said.")
    private Locale language;

    @Option(
            names = "--json",
            description = "Prints the report as JSON; what is found meanwhile goes to the error channel.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private MailDoctor() {}

    /** Looks; exits as {@code --help} says. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new MailDoctor())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Locale.class, Locale::forLanguageTag)
                .registerConverter(OptionalInt.class, text -> OptionalInt.of(Integer.parseUnsignedInt(text)));
        return line.setParameterExceptionHandler((e, args) -> {
            line.getErr().println("mail-doctor: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() {
        Report report;
        try {
            report = patient == Patient.RECIPIENT ? recipient() : account().run(this::tell);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonReport.of(report, language) : report.summary(language));
        out.flush();
        return report.passed() ? CommandLine.ExitCode.OK : FAILED;
    }

    /** As soon as it is found. */
    private void tell(Finding finding) {
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        out.print(finding.text(language));
        out.flush();
    }

    private Diagnosis account() throws IOException {
        int at = port.orElse(patient.port(tls));
        return switch (patient) {
            case SMTP -> smtp(at);
            case POP3 -> pop3(at);
            case IMAP -> imap(at);
            case RECIPIENT -> throw new IllegalStateException("a recipient is no account");
        };
    }

    private Diagnosis smtp(int at) throws IOException {
        SmtpClient.Builder server = SmtpClient.builder(whom, at, tls)
                .trust(trusted())
                .connectTimeout(patience())
                .timeouts(timeouts())
                .plaintextLogin(plaintextLogin);
        credentials().ifPresent(server::login);
        return to.isPresent() ? server.diagnosis(Envelope.of(from, to.get())) : server.diagnosis();
    }

    private Diagnosis pop3(int at) throws IOException {
        Pop3Client.Builder server = Pop3Client.builder(whom, at, tls)
                .trust(trusted())
                .connectTimeout(patience())
                .timeout(patience())
                .plaintextLogin(plaintextLogin);
        Optional<Credentials> login = credentials();
        return login.isPresent() ? server.diagnosis(login.get()) : server.diagnosis();
    }

    private Diagnosis imap(int at) throws IOException {
        ImapClient.Builder server = ImapClient.builder(whom, at, tls)
                .trust(trusted())
                .connectTimeout(patience())
                .timeout(patience())
                .plaintextLogin(plaintextLogin);
        Optional<Credentials> login = credentials();
        return login.isPresent() ? server.diagnosis(login.get()) : server.diagnosis();
    }

    private Report recipient() throws IOException {
        String host = name.isPresent() ? name.get() : InetAddress.getLocalHost().getCanonicalHostName();
        Path policies = Files.createTempDirectory("mail-doctor");
        try (Dns asked = dns();
                MailExchangers exchangers = MailExchangers.by(asked);
                Relay relay = Relay.builder(host)
                        .mailExchangers(exchangers)
                        .policies(policies(asked, policies))
                        .trust(trusted())
                        .port(port.orElse(patient.port(tls)))
                        .connectTimeout(patience())
                        .timeouts(timeouts())
                        .build()) {
            return relay.diagnosis(ReversePath.of(from), Mailbox.of(whom)).run(this::tell);
        } finally {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(policies)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(policies);
        }
    }

    private Dns dns() {
        if (!dane) {
            return dns.isPresent() ? Dns.at(dnsServer()) : Dns.system();
        } else if (dns.isEmpty()) {
            throw new IllegalArgumentException("--dane believes the DNS server of --dns; name one on this machine that"
                    + " validates by DNSSEC, such as 127.0.0.1:53");
        }
        return Dns.validating(dnsServer(), SecurePath.LOOPBACK);
    }

    /** @param folder for the policies that are fetched */
    private TlsPolicies policies(Dns asked, Path folder) throws IOException {
        TlsPolicies policies = dane ? Dane.by(asked) : TlsPolicies.NONE;
        return mtaSts
                ? TlsPolicies.inOrder(
                        policies, MtaSts.builder(asked, folder).trust(trusted()).build())
                : policies;
    }

    private Duration patience() {
        return Duration.ofSeconds(timeout);
    }

    private SmtpTimeouts timeouts() {
        return SmtpTimeouts.standard().greeting(patience()).command(patience());
    }

    private TlsTrust trusted() throws IOException {
        return trust.isPresent() ? TlsTrust.in(trust.get()) : TlsTrust.system();
    }

    private Optional<Credentials> credentials() throws IOException {
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.of(
                        user.get(), PasswordFrom.fileOrTerminal(passwordFile, "--password-file", user.get(), whom)));
    }

    private InetSocketAddress dnsServer() {
        List<String> parts = List.of(dns.orElseThrow().split(":(?=[0-9]+$)", 2));
        return new InetSocketAddress(parts.get(0), parts.size() == 1 ? 53 : Integer.parseInt(parts.get(1)));
    }
}
