package dev.yubin.examples;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.imap.server.SessionLimits;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.UnavailableException;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.RouteFile;
import dev.yubin.routing.Router;
import dev.yubin.routing.accounts.AccountDirectory;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.SmtpLimits;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One complete mail server in one jar, from the parts of this library: {@code java -jar post-office.jar --help}. */
@Command(
        name = "post-office",
        mixinStandardHelpOptions = true,
        version = "post-office of Yubin 0.1.0-SNAPSHOT",
        sortOptions = false,
        description = {
            "A mail server for the domains and users named: SMTP, submission and LMTP in, POP3 and IMAP out.",
            "It listens only where a port is named; port 0 takes any that is free. Once every port is bound it prints "
                    + "one line, 'ready', with their addresses. On SIGTERM and Ctrl-C sessions end in peace."
        })
public final class PostOffice implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(PostOffice.class);
    /** How long sessions may take to end in peace. */
    private static final Duration PEACE = Duration.ofSeconds(10);
    /** A password that came by the command line and stays in memory is not made safer by more rounds; a login is made slower. */
    private static final int HASH_ROUNDS = 4096;

    @Mixin
    private PostOfficeFlags flags;

    @Spec
    private CommandSpec spec;

    private final LoginThrottle throttle = new LoginThrottle(); // one for all protocols: who guesses tries them all
    private final FileChanges changes = new FileChanges();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> ready = new ArrayList<>();
    private Optional<MailStore> opened = Optional.empty();
    private Optional<OtherServers> others = Optional.empty();
    private Optional<Outgoing> outgoing = Optional.empty();

    /** Serves until the process is asked to end. Exits with 2 when a flag is wrong or a port cannot be bound. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = PostOfficeFlags.reading(new PostOffice());
        return line.setParameterExceptionHandler((e, args) -> {
            line.getErr().println("post-office: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        flags.contradiction().ifPresent(this::refuse);
        try {
            open();
        } catch (FaultException e) {
            close();
            refuse(e.fault().toString());
        } catch (StoreException e) {
            String flag = opened.isEmpty() ? "--store " + flags.store : "--spool " + flags.spool.orElseThrow();
            close();
            refuse(flag + ": " + e.getMessage());
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            close(); // a file, a name, or flags that contradict each other
            refuse(e.getMessage());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "post-office-drain"));
        new CountDownLatch(1).await(); // until a signal ends the process, by way of the hook
        return 0;
    }

    private void refuse(String why) {
        throw new ParameterException(spec.commandLine(), why);
    }

    private void open() throws IOException, StoreException {
        AccountDirectory accounts = accounts();
        TlsIdentity identity = flags.identity();
        MailStore store = flags.store.open(SqliteMailStore.builder().wordIndex(flags.wordIndex), accounts.accounts());
        opened = Optional.of(store);
        flags.accounts.ifPresent(file -> changes.of(file, () -> {
            accounts.reload();
            StoreAt.addAccounts(store, accounts.accounts());
        }));
        Router router = router(accounts);
        others = Optional.of(OtherServers.open(flags, this::send));
        Relay relay = others.get().relay();
        if (flags.spool.isPresent()) {
            Path file = flags.spool.get().file().orElseThrow();
            outgoing = Optional.of(Outgoing.open(file, flags.host(), router, store, relay));
        }
        smtp(reception(router, store, relay), accounts, identity);
        pop3(store, accounts, identity);
        imap(store, accounts, identity);
        outgoing.ifPresent(Outgoing::start);
        others.get().start();
        changes.watch();
        spec.commandLine().getOut().println("ready " + String.join(" ", ready));
        spec.commandLine().getOut().flush();
    }

    /** Mail of the post office's own. */
    private void send(Mailbox from, Mailbox to, byte[] message) throws IOException {
        outgoing.orElseThrow().take(from, to, message);
    }

    private AccountDirectory accounts() throws IOException {
        AccountDirectory accounts = flags.accounts.isPresent()
                ? AccountDirectory.open(flags.accounts.get())
                : AccountDirectory.inMemory(HASH_ROUNDS);
        try {
            for (PostOfficeFlags.User user : flags.users) {
                Secret password = Secret.of(user.password());
                if (flags.accounts.isEmpty() || !accounts.contains(accounts.account(user.address()))) {
                    accounts.add(user.address(), password);
                } else if (accounts.verify(user.address(), password).isEmpty()) {
                    accounts.changePassword(user.address(), password);
                }
            }
        } catch (StoreException | UnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (accounts.accounts().isEmpty()) {
            throw new IOException(
                    "nobody has a mailbox here; name somebody by --user, who is then added to --accounts");
        }
        return accounts;
    }

    private void smtp(Reception reception, AccountDirectory users, TlsIdentity identity) throws IOException {
        SmtpServer.Builder server = SmtpServer.builder()
                .name(host())
                .application(reception)
                .users(users)
                .throttle(throttle)
                .identity(identity)
                .limits(SmtpLimits.standard()
                        .messageOctets(flags.maxMessageSize)
                        .connectionsPerAddress(flags.connectionsPerAddress));
        TlsMode beforeLogin = flags.plaintextAuth ? TlsMode.STARTTLS_OPTIONAL : TlsMode.STARTTLS_REQUIRED;
        Doors doors = new Doors();
        doors.add("smtp", flags.smtp, at -> server.port(port(SmtpPort.mta(at.getPort()), at)));
        doors.add(
                "submission",
                flags.submission,
                at -> server.port(port(SmtpPort.submission(at.getPort()), at).tls(beforeLogin)));
        doors.add("submissions", flags.submissions, at -> server.port(port(SmtpPort.submissions(at.getPort()), at)));
        doors.add("lmtp", flags.lmtp, at -> server.port(port(SmtpPort.lmtp(at.getPort()), at)));
        doors.open(server::start);
    }

    private Reception reception(Router router, MailStore store, Relay relay) {
        Reception.Builder reception =
                Reception.builder(host(), router, store).relay(relay).directory(flags.temporary);
        outgoing.ifPresent(queue -> reception.spool(queue.spool(), queue::start));
        return reception.build();
    }

    private SmtpPort port(SmtpPort port, InetSocketAddress at) {
        return port.on(at.getAddress()).plaintextLogin(flags.plaintextAuth);
    }

    private Router router(AccountDirectory accounts) throws IOException {
        if (flags.routeFile.isEmpty()) {
            return table(accounts).postmaster(accounts.accounts().get(0)).build();
        }
        RouteFile router = RouteFile.open(flags.routeFile.get(), () -> table(accounts));
        changes.of(flags.routeFile.get(), router::reload);
        return router;
    }

    private Router.Builder table(AccountDirectory accounts) {
        Router.Builder router = Router.builder(accounts).subaddress('+');
        flags.domains.forEach(router::local);
        flags.routes.forEach(router::route);
        flags.smartHost.ifPresent(router::smartHost);
        return router;
    }

    private void pop3(MailStore store, AccountDirectory users, TlsIdentity identity) throws IOException {
        Pop3Server.Builder server = Pop3Server.builder(store, users)
                .name(host())
                .throttle(throttle)
                .identity(identity)
                .limits(Pop3Limits.standard().withConnections(10_000, flags.connectionsPerAddress))
                .plaintextLogin(flags.plaintextAuth);
        Doors doors = new Doors();
        doors.add("pop3", flags.pop3, at -> server.listen(at, TlsMode.STARTTLS_OPTIONAL));
        doors.add("pop3s", flags.pop3s, at -> server.listen(at, TlsMode.IMPLICIT));
        doors.open(server::start);
    }

    private void imap(MailStore store, AccountDirectory users, TlsIdentity identity) throws IOException {
        ImapServer.Builder server = ImapServer.builder(store, users)
                .name(host())
                .throttle(throttle)
                .identity(identity)
                .limits(SessionLimits.standard()
                        .with(ImapLimits.standard().messageOctets(flags.maxMessageSize))
                        .connectionsPerAddress(flags.connectionsPerAddress))
                .plaintextLogin(flags.plaintextAuth);
        Doors doors = new Doors();
        doors.add("imap", flags.imap, at -> server.listen(at, TlsMode.STARTTLS_OPTIONAL));
        doors.add("imaps", flags.imaps, at -> server.listen(at, TlsMode.IMPLICIT));
        doors.open(server::start);
    }

    private String host() {
        return flags.host().aLabels();
    }

    private void close() {
        changes.close();
        CompletableFuture.allOf(listeners.stream()
                        .map(listener -> CompletableFuture.runAsync(() -> listener.drain(PEACE)))
                        .toArray(CompletableFuture[]::new))
                .join();
        outgoing.ifPresent(queue -> queue.drain(PEACE));
        others.ifPresent(OtherServers::close);
        outgoing.ifPresent(Outgoing::close);
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (StoreException e) {
            LOG.error("the store {} did not close: {}", flags.store, e.getMessage(), e);
        }
    }

    /** The ports of one server: what the line {@code ready} calls each, in the order in which the server has them. */
    private final class Doors {
        private final List<String> names = new ArrayList<>();

        void add(String name, Optional<Integer> port, Consumer<InetSocketAddress> door) {
            port.ifPresent(number -> flags.at(number).forEach(address -> {
                names.add(name);
                door.accept(address);
            }));
        }

        void open(Starting server) throws IOException {
            if (!names.isEmpty()) {
                Listener listener = server.start();
                listeners.add(listener);
                for (int i = 0; i < names.size(); i++) {
                    ready.add(names.get(i) + '=' + text(listener.addresses().get(i)));
                }
            }
        }

        private String text(InetSocketAddress at) {
            String address = at.getAddress().getHostAddress();
            return (at.getAddress().isAnyLocalAddress() ? "*" : address.contains(":") ? '[' + address + ']' : address)
                    + ':'
                    + at.getPort();
        }
    }

    private interface Starting {
        Listener start() throws IOException;
    }
}
