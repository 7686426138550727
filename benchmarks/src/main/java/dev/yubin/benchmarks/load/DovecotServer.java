package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Dovecot with its own settings, but for the ports, the folders and a password that is not asked for: LMTP into Maildir, and
 * {@code mail_fsync = optimized}, by which every message is synced to the disk before it is acknowledged. Nothing is logged of a message.
 */
final class DovecotServer implements MailServer {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final Path LMTP = Path.of("/usr/lib/dovecot/lmtp");
    private static final int PATIENCE_SECONDS = 20;

    /** Whoever owns the mail; Dovecot refuses to do that as root. */
    private static final String OWNER = "mail";

    private static final String SETTINGS = """
            base_dir = %1$s
            state_dir = %1$s
            log_path = /dev/stderr
            info_log_path = /dev/null
            protocols = lmtp
            ssl = no
            first_valid_uid = 1
            mail_location = maildir:%2$s/%%u
            service lmtp {
              inet_listener lmtp {
                address = 127.0.0.1
                port = %3$d
              }
            }
            passdb {
              driver = static
              args = nopassword=y
            }
            userdb {
              driver = static
              args = uid=%4$s gid=%4$s home=%2$s/%%u allow_all_users=yes
            }
            """;

    private final Process process;
    private final Path run;
    private final int lmtpPort;
    private final String version;

    private DovecotServer(Process process, Path run, int lmtpPort, String version) {
        this.process = process;
        this.run = run;
        this.lmtpPort = lmtpPort;
        this.version = version;
    }

    /** Why it cannot be started here, in a sentence; empty where it can. */
    static Optional<String> missing() {
        if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(LMTP)) {
            return Optional.of(
                    "Dovecot is not here (apt-get install dovecot-core dovecot-lmtpd), so there is no peer in this run");
        }
        return System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("Dovecot wants to be started by root, so there is no peer in this run");
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param folder where its mail is to be
     */
    static DovecotServer start(Path folder) throws IOException, InterruptedException {
        String version = output(PROGRAM.toString(), "--version").split(" ")[0];
        Files.createDirectories(folder);
        Files.setOwner(
                folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
        Path run = Files.createTempDirectory("dovecot"); // a socket's path may have 107 octets
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        Path settings = Files.writeString(
                run.resolve("settings"), SETTINGS.formatted(run, folder.toAbsolutePath(), port, OWNER));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(run.resolve("said").toFile())
                .start();
        // Should this program be ended before its time.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        DovecotServer server = new DovecotServer(process, run, port, version);
        try {
            server.awaitGreeting();
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitGreeting() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!greets()) {
            // It says nowhere that it listens, so it is asked again, unless it ends.
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                throw new IOException("Dovecot does not greet; it said: " + Files.readString(run.resolve("said")));
            }
        }
    }

    private boolean greets() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), lmtpPort)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return "Dovecot " + version;
    }

    @Override
    public int lmtpPort() {
        return lmtpPort;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Folders.delete(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
