package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.pop3.client.FetchSink;
import dev.yubin.pop3.client.Fetched;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.pop3.client.Retention;
import dev.yubin.pop3.client.Seen;
import dev.yubin.pop3.client.SeenFile;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import java.io.IOException;
import java.nio.file.Path;
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
import picocli.CommandLine.Spec;

/** Fetches what is new on a POP3 server into a Maildir or a store; {@code --help} names its flags. */
@Command(
        name = "fetch-mail",
        mixinStandardHelpOptions = true,
        version = "fetch-mail of Yubin 0.1.0-SNAPSHOT",
        sortOptions = false,
        description = {
            "Fetches what is new on a POP3 server into a Maildir or a store.",
            "A message is kept, noted as fetched, and only then deleted from the server, if it is to be. A run that"
                    + " was cut off is started again the same way, and goes on where it was."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:All that is new was fetched.",
            "1:Something was not, or the session broke; what and why is on the error channel.",
            "2:A flag is wrong, or what it names could not be opened."
        })
public final class FetchMail implements Callable<Integer> {
    private static final int NOT_ALL = 1;
    private static final String MAILDIR = "maildir:";

    @Option(
            names = "--host",
            required = true,
            paramLabel = "HOST",
            description = "The server, by the name in its certificate.")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Its port; 995 with IMPLICIT, else 110 unless said.")
    private OptionalInt port = OptionalInt.empty();

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            defaultValue = "IMPLICIT",
            description = "How it is spoken to: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless said. "
                    + "PLAINTEXT shows the password to whoever reads the network.")
    private TlsMode tls;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates in PEM that vouch for it, instead of those that Java knows.")
    private Optional<Path> trust = Optional.empty();

    @Option(
            names = "--user",
            required = true,
            paramLabel = "NAME",
            description = "Whose mail, by the name that the server knows.")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Its first line is the password; asked for unless said.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "maildir:DIR|sqlite:FILE",
            description =
                    "Where it goes: a Maildir, or the INBOX of an account in a store that no other program has open.")
    private String to;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "The account in the store; that of --user unless said.")
    private Optional<String> account = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "DAYS",
            description = "So many days behind its fetching, a message is deleted from the server; with 0 at once. "
                    + "It stays for ever unless said.")
    private OptionalInt keep = OptionalInt.empty();

    @Option(
            names = "--seen",
            paramLabel = "FILE",
            description = "Remembers what was fetched; a file in this folder, named by user and server, unless said.")
    private Optional<Path> seen = Optional.empty();

    @Spec
    private CommandSpec spec;

    private FetchMail() {}

    /** Fetches; exits as {@code --help} says. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new FetchMail())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(OptionalInt.class, text -> OptionalInt.of(Integer.parseUnsignedInt(text)));
        return line.setParameterExceptionHandler((e, args) -> {
            line.getErr().println("fetch-mail: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    /** What may not be there, or be another's. */
    private interface Opening<T> {
        T open() throws IOException, StoreException;
    }

    private <T> T opened(Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException | StoreException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    @Override
    public Integer call() throws StoreException {
        Pop3Client.Builder server = opened(this::server);
        Secret password = opened(() -> PasswordFrom.fileOrTerminal(passwordFile, "--password-file", user, host));
        if (to.startsWith(MAILDIR)) {
            Path directory = Path.of(to.substring(MAILDIR.length()));
            return fetch(server, password, opened(() -> new MaildirSink(directory)));
        }
        String name = account.orElse(user);
        try (MailStore store = opened(() -> store(name))) {
            return fetch(
                    server,
                    password,
                    opened(() -> new StoreSink(store.account(name).open(MailboxName.INBOX))));
        }
    }

    private Pop3Client.Builder server() throws IOException {
        return Pop3Client.builder(host, port.orElse(tls == TlsMode.IMPLICIT ? 995 : 110), tls)
                .trust(trust.isPresent() ? TlsTrust.in(trust.get()) : TlsTrust.system())
                .plaintextLogin(tls == TlsMode.PLAINTEXT); // whoever names that mode wants it
    }

    private MailStore store(String name) throws StoreException {
        StoreAt at = StoreAt.names(to) ? StoreAt.of(to) : new StoreAt(Optional.empty());
        if (at.file().isEmpty()) { // nor into memory, from which the mail would be gone
            throw new IllegalArgumentException("--to is maildir:DIR or sqlite:FILE, not '" + to + "'");
        }
        return at.open(SqliteMailStore.builder(), List.of(name));
    }

    private Path seenFile() {
        return seen.orElseGet(
                () -> Path.of("fetch-mail-" + (user + "@" + host).replaceAll("[^A-Za-z0-9@._-]", "-") + ".seen"));
    }

    private int fetch(Pop3Client.Builder server, Secret password, FetchSink sink) {
        try (SeenFile known = opened(() -> SeenFile.open(seenFile()))) {
            Retention retention = keep.isPresent() ? Retention.days(keep.getAsInt()) : Retention.FOREVER;
            return tell(fetch(server, Credentials.of(user, password), known, retention, sink));
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("fetch-mail: " + e.getMessage()
                            + "\nWhat was fetched stays; start it again the same way, and it goes on.");
            return NOT_ALL;
        }
    }

    /** One session. */
    static Fetched fetch(
            Pop3Client.Builder server, Credentials credentials, Seen seen, Retention retention, FetchSink sink)
            throws IOException {
        try (Pop3Client pop = server.connect().await()) {
            pop.login(credentials).await();
            Fetched fetched = pop.fetchNew(seen, retention, sink).await();
            pop.quit().await(); // at which the server removes what was deleted
            return fetched;
        }
    }

    private int tell(Fetched fetched) {
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d messages fetched (%,d octets), %,d deleted from the server%n",
                        fetched.messages(),
                        fetched.octets(),
                        fetched.deleted());
        spec.commandLine().getOut().flush();
        fetched.troubles()
                .forEach((uniqueId, why) -> spec.commandLine()
                        .getErr()
                        .println("fetch-mail: message " + uniqueId + ": " + why.getMessage()));
        return fetched.troubles().isEmpty() ? CommandLine.ExitCode.OK : NOT_ALL;
    }
}
