package dev.yubin.conformance;

import dev.yubin.conformance.internal.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Postfix 3.7 in processes of its own, on a free port of the loopback address: a peer that a suite for servers must hold for as well. Its settings
 * are Postfix's own but for folders, the port, and its ways of slowing down who errs or begins more messages than he ends; the one that is installed is left
 * alone. Mail for {@value #RECIPIENT} and the postmaster arrives in a Maildir, and no other mail is taken, unless further settings say so. Root alone can start
 * it, for it changes users.
 */
public final class Postfix implements AutoCloseable {
    /** Whose mail it takes. */
    public static final String RECIPIENT = "bob@example.test";

    private static final Path PROGRAM = Path.of("/usr/lib/postfix/sbin/master");
    private static final Path CONTROL = Path.of("/usr/sbin/postfix");
    private static final int PATIENCE_SECONDS = 20;

    private static final String SETTINGS = """
        compatibility_level = 3.6
        queue_directory = %1$s/queue
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = %1$s/log
        maillog_file_prefixes = /
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mx.example.test
        mydestination =
        smtpd_relay_restrictions = reject_unauth_destination
        smtpd_peername_lookup = no
        smtpd_error_sleep_time = 0
        smtpd_soft_error_limit = 100
        in_flow_delay = 0
        smtpd_client_connection_count_limit = 0
        virtual_mailbox_domains = example.test
        virtual_mailbox_base = %1$s/mail
        virtual_mailbox_maps = inline:{ bob@example.test=bob/, postmaster@example.test=bob/ }
        virtual_alias_maps = inline:{ postmaster=postmaster@example.test }
        virtual_uid_maps = static:8
        virtual_gid_maps = static:8
        virtual_minimum_uid = 1
        """;

    private static final String SERVICES = """
        127.0.0.1:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        virtual unix - n n - - virtual
        smtp unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        scache unix - - n - 1 scache
        anvil unix - - n - 1 anvil
        flush unix n - n 1000? 0 flush
        postlog unix-dgram n - n - 1 postlogd
        """;

    private final Process process;
    private final Path run;
    private final int port;

    private Postfix(Process process, Path run, int port) {
        this.process = process;
        this.run = run;
        this.port = port;
    }

    /** Ends the test that asks where it cannot be started: skipped, unless {@code -Dyubin.programs=required} and it is not installed. */
    public static void assumeHere() {
        Program.assumeHere(notInstalled());
        notRoot().ifPresent(Assumptions::abort);
    }

    /** Why it cannot be started here, in a sentence; empty where it can. */
    public static Optional<String> missing() {
        return notInstalled().or(Postfix::notRoot);
    }

    private static Optional<String> notInstalled() {
        return Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("Postfix is not here (apt-get install postfix)");
    }

    private static Optional<String> notRoot() {
        return System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("root alone can start Postfix");
    }

    /** Its version, such as {@code 3.7.11}. */
    public static String version() throws IOException {
        Process asked = new ProcessBuilder("/usr/sbin/postconf", "-d", "-h", "mail_version").start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /**
     * Starts it, and waits until it serves.
     *
     * @param settings further lines of {@code main.cf}, such as those of TLS, of which it has none else
     * @throws IOException when it does not serve; the message has what it said
     */
    public static Postfix start(String... settings) throws IOException, InterruptedException {
        Path run = Files.createTempDirectory("postfix");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = Files.createDirectory(run.resolve("settings"));
        Files.createDirectory(run.resolve("queue"));
        owned(run.resolve("data"), "postfix");
        owned(run.resolve("mail"), "mail");
        int port = Program.free();
        Files.writeString(folder.resolve("main.cf"), SETTINGS.formatted(run) + String.join("\n", settings) + "\n");
        Files.writeString(folder.resolve("master.cf"), SERVICES.formatted(port));
        Process process = new ProcessBuilder(CONTROL.toString(), "-c", folder.toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(run.resolve("said").toFile())
                .start();
        // Should this program be ended before its time.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        Postfix postfix = new Postfix(process, run, port);
        try {
            Program.awaitGreeting(port, process, run.resolve("said"));
            return postfix;
        } catch (IOException | InterruptedException e) {
            postfix.close();
            throw e;
        }
    }

    /** What was started is a script, which does not take its master with it. */
    private static void end(Process process) {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroy();
        others.forEach(ProcessHandle::destroy);
    }

    private static void owned(Path folder, String owner) throws IOException {
        Files.createDirectory(folder);
        Files.setOwner(
                folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The process that started all others. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The Maildir of {@value #RECIPIENT}. */
    public Path maildir() {
        return run.resolve("mail").resolve("bob");
    }

    /** What it has logged. */
    public String log() throws IOException {
        return Files.readString(run.resolve("log"));
    }

    /** Ends it, and waits until it has. Its mail is gone with it. */
    @Override
    public void close() {
        end(process);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Program.delete(run);
        } catch (IOException e) {
            throw new IllegalStateException(run + " is still there", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
