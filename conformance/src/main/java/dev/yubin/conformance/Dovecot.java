package dev.yubin.conformance;

import dev.yubin.conformance.internal.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's Dovecot 2.3 in a process of its own, on free ports of the loopback address: a peer that clients are tried on, and that a suite for servers must hold
 * for as well. It has its own settings, but for ports, folders and passwords. Every name is a user, whose mail is a Maildir of that name. Root may start it, and
 * any other user; it logs nothing but warnings.
 */
public final class Dovecot implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final Path DOVEADM = Path.of("/usr/bin/doveadm");
    private static final Path PROTOCOLS = Path.of("/usr/lib/dovecot");
    private static final int PATIENCE_SECONDS = 20;
    /** Who owns the mail where root starts it: Dovecot refuses to do that as root. */
    private static final String OWNER = "mail";

    private static final String SETTINGS = """
            base_dir = %1$s
            state_dir = %1$s
            log_path = /dev/stderr
            info_log_path = /dev/null
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = maildir:%2$s/%%u
            userdb {
              driver = static
              args = uid=%3$s gid=%4$s home=%2$s/%%u allow_all_users=yes
            }
            """;

    /** Without root's rights there is no other user to be, and no other root. */
    private static final String AS_ONE_USER = """
            default_internal_user = %1$s
            default_internal_group = %2$s
            default_login_user = %1$s
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            service imap-login {
              chroot =
            }
            service pop3-login {
              chroot =
            }
            """;

    private static final String SERVICE = """
            service %1$s {
              inet_listener %2$s {
                address = 127.0.0.1
                port = %3$d
              }
              inet_listener %2$ss {
                address = 127.0.0.1
                port = %4$d
                ssl = %5$s
              }
            }
            """;

    private final Process process;
    private final Path run;
    private final Map<Protocol, Integer> ports;
    private final Map<Protocol, Integer> tlsPorts;

    /** What it is to speak, each of which is a Debian package. */
    public enum Protocol {
        LMTP("lmtp", "lmtp", "dovecot-lmtpd"),
        POP3("pop3", "pop3-login", "dovecot-pop3d"),
        IMAP("imap", "imap-login", "dovecot-imapd");

        private final String text;
        private final String service;
        private final String debianPackage;

        Protocol(String text, String service, String debianPackage) {
            this.text = text;
            this.service = service;
            this.debianPackage = debianPackage;
        }
    }

    private Dovecot(Process process, Path run, Map<Protocol, Integer> ports, Map<Protocol, Integer> tlsPorts) {
        this.process = process;
        this.run = run;
        this.ports = ports;
        this.tlsPorts = tlsPorts;
    }

    /** Why it cannot be started here, in a sentence; empty where it can. */
    public static Optional<String> missing(Protocol... protocols) {
        String packages = Stream.of(protocols)
                .filter(protocol -> !Files.isExecutable(PROTOCOLS.resolve(protocol.text)))
                .map(protocol -> protocol.debianPackage)
                .collect(Collectors.joining(" "));
        return packages.isEmpty() && Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("Dovecot is not here (apt-get install dovecot-core " + packages + ")");
    }

    /** Ends the test that asks where it cannot be started: skipped, unless {@code -Dyubin.programs=required} makes that a failure. */
    public static void assumeHere(Protocol... protocols) {
        Program.assumeHere(missing(protocols));
    }

    /** Begins to describe one that speaks these. */
    public static Builder speaking(Protocol... protocols) {
        return new Builder(protocols);
    }

    /** Its version, such as {@code 2.3.19.1}. */
    public static String version() throws IOException {
        Process asked = new ProcessBuilder(PROGRAM.toString(), "--version").start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[0].strip();
    }

    /** Where it is spoken in the clear, until STARTTLS or STLS. */
    public int port(Protocol protocol) {
        return ports.get(protocol);
    }

    /**
     * Where it is spoken in TLS from the first octet.
     *
     * @throws IllegalStateException when it was given no identity
     */
    public int tlsPort(Protocol protocol) {
        return Optional.ofNullable(tlsPorts.get(protocol))
                .orElseThrow(() -> new IllegalStateException(protocol + " is not spoken in TLS here"));
    }

    /** Its first process, which starts the others: for who wants to know what it costs. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /**
     * Puts a message into a user's INBOX, with every octet as it is.
     *
     * @throws IOException when it says no; the message has what it said
     */
    public void deliver(String user, byte[] message) throws IOException, InterruptedException {
        Path file = Files.write(run.resolve("message"), message);
        Path said = run.resolve("delivery");
        Process saving = new ProcessBuilder(
                        DOVEADM.toString(), "-c", run.resolve("settings").toString(), "save", "-u", user)
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!saving.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || saving.exitValue() != 0) {
            saving.destroyForcibly();
            throw new IOException("Dovecot does not take the message; it said: " + Files.readString(said));
        }
    }

    /** Ends it, and waits until it has. Mail in a folder that was named stays. */
    @Override
    public void close() {
        process.destroy();
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

    private void awaitGreetings() throws IOException, InterruptedException {
        for (int port : ports.values()) {
            Program.awaitGreeting(port, process, run.resolve("said"));
        }
    }

    /** Describes one that is to be started. Used by one thread. */
    public static final class Builder {
        private final List<Protocol> protocols;
        private Optional<Path> mail = Optional.empty();
        private String passwords = "nopassword=y";
        private String tls = "ssl = no\n";
        private String more = "";

        private Builder(Protocol... protocols) {
            this.protocols = List.of(protocols);
        }

        /**
         * Where its mail is to be, in a folder that is made where it is not there. Any user must be able to enter those above it. Unless said, mail is kept as long
         * as it runs.
         */
        public Builder mail(Path folder) {
            this.mail = Optional.of(folder.toAbsolutePath());
            return this;
        }

        /** Every user has this password. Unless said, any will do; then there are no mechanisms but PLAIN and LOGIN. */
        public Builder password(String password) {
            this.passwords = "password=" + Objects.requireNonNull(password, "password");
            return this;
        }

        /** Who it is under TLS: two files in PEM. Unless said, it speaks no TLS. */
        public Builder identity(Path chain, Path key) {
            this.tls = "ssl = yes\nssl_cert = <%s\nssl_key = <%s\n"
                    .formatted(chain.toAbsolutePath(), key.toAbsolutePath());
            return this;
        }

        /** Further lines of its configuration, such as {@code pop3_lock_session = yes}; they count where they contradict others. */
        public Builder settings(String lines) {
            this.more += lines + "\n";
            return this;
        }

        /**
         * Starts it, and waits until it serves.
         *
         * @throws IOException when it does not; the message has what it said
         */
        public Dovecot start() throws IOException, InterruptedException {
            boolean root = System.getProperty("user.name").equals("root");
            Path run = Files.createTempDirectory("dovecot"); // a socket's path may have 107 octets
            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path folder = Files.createDirectories(mail.orElse(run.resolve("mail")));
            if (root) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
            }
            PosixFileAttributes mine = Files.readAttributes(run, PosixFileAttributes.class);
            String user = root ? OWNER : mine.owner().getName();
            String group = root ? OWNER : mine.group().getName();
            Map<Protocol, Integer> ports = new EnumMap<>(Protocol.class);
            Map<Protocol, Integer> tlsPorts = new EnumMap<>(Protocol.class);
            choose(ports, tlsPorts);
            String settings = SETTINGS.formatted(run, folder, user, group)
                    + (root ? "" : AS_ONE_USER.formatted(user, group))
                    + tls
                    + services(ports, tlsPorts)
                    + "passdb {\n  driver = static\n  args = " + passwords + "\n}\n"
                    + more;
            Process process = new ProcessBuilder(
                            PROGRAM.toString(),
                            "-F",
                            "-c",
                            Files.writeString(run.resolve("settings"), settings).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(run.resolve("said").toFile())
                    .start();
            // Should this program be ended before its time.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            Dovecot dovecot = new Dovecot(process, run, ports, tlsPorts);
            try {
                dovecot.awaitGreetings();
                return dovecot;
            } catch (IOException | InterruptedException e) {
                dovecot.close();
                throw e;
            }
        }

        private String services(Map<Protocol, Integer> ports, Map<Protocol, Integer> tlsPorts) {
            String names = protocols.stream().map(protocol -> protocol.text).collect(Collectors.joining(" "));
            return protocols.stream()
                    .map(protocol -> SERVICE.formatted(
                            protocol.service,
                            protocol.text,
                            ports.get(protocol),
                            tlsPorts.getOrDefault(protocol, 0), // which is none
                            tlsPorts.containsKey(protocol) ? "yes" : "no"))
                    .collect(Collectors.joining("", "protocols = " + names + "\n", ""));
        }

        /** Ports that are free now; all are held until the last is chosen, so that none is chosen twice. */
        private void choose(Map<Protocol, Integer> ports, Map<Protocol, Integer> tlsPorts) throws IOException {
            List<ServerSocket> held = new ArrayList<>();
            try {
                for (Protocol protocol : protocols) {
                    ports.put(protocol, Program.free(held));
                    if (!tls.startsWith("ssl = no")) {
                        tlsPorts.put(protocol, Program.free(held));
                    }
                }
            } finally {
                for (ServerSocket socket : held) {
                    socket.close();
                }
            }
        }
    }
}
