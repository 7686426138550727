package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.Secret;
import dev.yubin.routing.accounts.AccountDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The post office as a program: its flags, its first line, its last minute. */
@Timeout(120)
class PostOfficeTest {
    private static final String[] WHO = {"--domain", "osaka.test", "--user", "bbb@osaka.test:tanuki"};

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --smtp 2525                                         | Missing required option: '--domain=D'
            --domain -a- --user bbb@osaka.test:x                | Invalid value for option '--domain' (D): "-a-": expected a letter or digit
            --domain osaka.test --user bbb                      | Invalid value for option '--user' (name@domain:password): expected name@domain:password
            --domain osaka.test --user b@kyoto.test:x --smtp 0  | --user b@kyoto.test is of no domain of this post office; add --domain kyoto.test
            --domain osaka.test --user b@osaka.test:x           | no port to listen on; name one, such as --smtp 2525 or --imap 1143
            --domain osaka.test --user b@osaka.test:x --smtp x  | Invalid value for option '--smtp': 'x' is not an int
            --domain osaka.test --user b@osaka.test:x --smtp 99999 | a port is 0 to 65535, not 99999
            --domain osaka.test --user b@osaka.test:x --smtp 0 --cert a.pem | --cert and --key go together
            --domain osaka.test --user b@osaka.test:x --smtp 0 --cert a.pem --key b.pem | there is no file a.pem
            --domain osaka.test --user b@osaka.test:x --smtp 0 --store tape | Invalid value for option '--store': expected memory or sqlite:FILE, not 'tape'
            --domain osaka.test --user b@osaka.test:x --smtp 0 --store sqlite: | expected memory or sqlite:FILE, not 'sqlite:'
            --domain osaka.test --user b@osaka.test:x --smtp 0 --store sqlite:nowhere/mail | --store sqlite:nowhere/mail: there is no directory
            --domain osaka.test --user b@osaka.test:x --smtp 0 --word-index | --word-index is kept in a file; name one by --store sqlite:FILE
            --domain osaka.test --user b@osaka.test:x --smtp 0 --spool nowhere | Invalid value for option '--spool': expected memory or sqlite:FILE, not 'nowhere'
            --domain osaka.test --user b@osaka.test:x --smtp 0 --spool memory | name a file by sqlite:FILE
            --domain osaka.test --user b@osaka.test:x --smtp 0 --spool sqlite:nowhere/spool | --spool sqlite:nowhere/spool: there is no directory
            --domain osaka.test --user b@osaka.test:x --smtp 0 --temporary nowhere | --temporary nowhere is no folder
            --domain osaka.test --user b@osaka.test:x --smtp 0 --route kyoto.test=host:port | expected host:port
            --domain osaka.test --user b@osaka.test:x --smtp 0 --route osaka.test=127.0.0.1:25 | osaka.test is both local and routed elsewhere
            --domain osaka.test --user b@osaka.test:x --smtp 0 --dane | --dane believes the DNS server of --dns; name one on this machine
            --domain osaka.test --user b@osaka.test:x --smtp 0 --dane --dns 192.0.2.1:53 | is not on this machine
            --domain osaka.test --user b@osaka.test:x --smtp 0 --dns 127.0.0.1 | Invalid value for option '--dns': expected address:port, such as 127.0.0.1:53
            --domain osaka.test --user b@osaka.test:x --smtp 0 --route-file nowhere | there is no file nowhere
            --domain osaka.test --user b@osaka.test:x --smtp 0 --accounts nowhere/accounts | there is no folder
            --domain osaka.test --user b@osaka.test:x --user B@osaka.test:y --smtp 0 | osaka.test has an account b already; choose another local part
            --domain osaka.test --smtp 0 | nobody has a mailbox here; name somebody by --user, or a file of accounts by --accounts
            --domain osaka.test --user b@osaka.test:x --smtp 0 --max-message-size 0 | --max-message-size is a number of octets from 1 on
            --domain osaka.test --user b@osaka.test:x --smtp 0 --pigeon | Unknown option: '--pigeon'
            """)
    void aFlagThatIsWrongIsNamedInASentence(String flags, String sentence) {
        Program.Run run = run(flags.split(" "));

        assertThat(run.output()).startsWith("post-office: ").contains(sentence);
        assertThat(run.output().strip().lines()).hasSize(1);
        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void aPortThatIsTakenIsNamedInASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<String> flags = new ArrayList<>(List.of(WHO));
            flags.addAll(List.of("--listen", "127.0.0.1", "--smtp", "0", "--imap", "" + taken.getLocalPort()));

            Program.Run run = run(flags.toArray(String[]::new));

            assertThat(run.output())
                    .startsWith("post-office: 127.0.0.1:" + taken.getLocalPort())
                    .contains("the address is in use by another program");
            assertThat(run.output().strip().lines()).hasSize(1);
            assertThat(run.exit()).isEqualTo(2);
        }
    }

    @Test
    void helpNamesEveryFlag() {
        Program.Run run = run("--help").succeeds();

        assertThat(run.output())
                .contains(
                        "--domain", "--user", "--listen", "--smtp", "--submission", "--submissions", "--lmtp", "--pop3")
                .contains("--host")
                .contains(
                        "--pop3s",
                        "--imap",
                        "--imaps",
                        "--store",
                        "--word-index",
                        "--spool",
                        "--temporary",
                        "--route",
                        "--smart-host",
                        "--route-file",
                        "--accounts",
                        "--dns",
                        "--dane",
                        "--mta-sts",
                        "--cert")
                .contains("--key", "--plaintext-auth", "--max-message-size", "; 52428800 unless said");
    }

    @Test
    void policiesOfOtherDomainsAreKeptInTheirFolder(@TempDir Path folder) throws Exception {
        Path policies = folder.resolve("mta-sts");
        try (PostOfficeProcess office =
                start("--smtp", "0", "--dns", "127.0.0.1:53", "--dane", "--mta-sts", policies.toString())) {
            Wire.to(office.port("smtp")).play("S: 220 osaka.test ESMTP");
            assertThat(policies).isDirectory();
        }
    }

    @Test
    void everyPortIsOpenOnceItIsReady() throws Exception {
        try (PostOfficeProcess office = start(
                "--smtp 0 --submission 0 --submissions 0 --lmtp 0 --pop3 0 --pop3s 0 --imap 0 --imaps 0".split(" "))) {
            Wire.to(office.port("smtp")).play("S: 220 osaka.test ESMTP");
            Wire.to(office.port("submission")).play("S: 220 osaka.test ESMTP");
            Wire.to(office.port("submissions")).implicitTls().play("S: 220 osaka.test ESMTP");
            Wire.to(office.port("lmtp")).play("S: 220 osaka.test LMTP");
            Wire.to(office.port("pop3")).play("S: +OK ...");
            Wire.to(office.port("pop3s")).implicitTls().play("S: +OK ...");
            Wire.to(office.port("imap")).play("S: * OK ...");
            Wire.to(office.port("imaps")).implicitTls().play("S: * OK ...");
        }
    }

    @Test
    void whatComesByLmtpIsReadByPop3AndImap() throws Exception {
        try (PostOfficeProcess office = start("--lmtp 0 --pop3 0 --imap 0 --plaintext-auth".split(" "))) {
            AtomicInteger plays = new AtomicInteger();
            Wire.to(office.port("lmtp")).before(plays::incrementAndGet).playEveryWay("""
                    S: 220 osaka.test LMTP
                    C: LHLO mx.example
                    S: 250-osaka.test
                    S: 250-PIPELINING
                    S: 250-CHUNKING
                    S: 250-SMTPUTF8
                    S: 250-LIMITS RCPTMAX=...
                    S: 250-SIZE 52428800
                    S: 250-8BITMIME
                    S: 250-ENHANCEDSTATUSCODES
                    S: 250 AUTH SCRAM-SHA-256 PLAIN LOGIN
                    C: MAIL FROM:<aaa@tokyo.test>
                    S: 250 ...
                    C: RCPT TO:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<bbb+lists@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<nobody@osaka.test>
                    S: 550 5.1.1 ...
                    C: DATA
                    S: 354 ...
                    WAIT
                    C: Subject: hello
                    C:
                    C: tanuki
                    C: .
                    S: 250 ...
                    S: 250 ...
                    C: QUIT
                    S: 221 ...
                    EOF
                    """);
            Wire.to(office.port("imap")).playUncut("""
                    S: * OK ...
                    C: a LOGIN bbb@osaka.test tanuki
                    S: a OK ...
                    C: b STATUS INBOX (MESSAGES)
                    S: * STATUS INBOX (MESSAGES %s)
                    S: b OK ...
                    """.formatted(plays));
            Wire.to(office.port("pop3")).playUncut("""
                    S: +OK ...
                    C: USER bbb@osaka.test
                    S: +OK ...
                    C: PASS tanuki
                    S: +OK ...
                    C: STAT
                    S: +OK %s ...
                    C: QUIT
                    S: +OK ...
                    EOF
                    """.formatted(plays));
        }
    }

    @Test
    void aMessageOverTheLargestIsRefused() throws Exception {
        try (PostOfficeProcess office = start("--smtp 0 --max-message-size 1000".split(" "))) {
            Wire.to(office.port("smtp")).playEveryWay("""
                    S: 220 ...
                    C: EHLO mx.example
                    S: 250-osaka.test
                    S: 250-PIPELINING
                    S: 250-CHUNKING
                    S: 250-SMTPUTF8
                    S: 250-LIMITS RCPTMAX=...
                    S: 250-SIZE 1000
                    S: 250-8BITMIME
                    S: 250-ENHANCEDSTATUSCODES
                    S: 250-STARTTLS
                    S: 250 AUTH SCRAM-SHA-256
                    C: MAIL FROM:<aaa@tokyo.test> SIZE=1001
                    S: 552 5.3.4 ...
                    """);
        }
    }

    @Test
    void aFileThatAnotherProcessHasIsNamedInASentence(@TempDir Path folder) throws Exception {
        String store = "sqlite:" + folder.resolve("mail");
        try (PostOfficeProcess office = start("--lmtp", "0", "--store", store)) {
            Program.Run run = run((String.join(" ", WHO) + " --smtp 0 --store " + store).split(" "));

            assertThat(run.output())
                    .startsWith("post-office: --store " + store)
                    .contains("is in use by process " + office.process().pid());
            assertThat(run.output().strip().lines()).hasSize(1);
            assertThat(run.exit()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsNoStoreIsNamedInASentence(@TempDir Path folder) throws Exception {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear Ann, ".repeat(1000));
        Program.Run run = run((String.join(" ", WHO) + " --smtp 0 --store sqlite:" + letter).split(" "));

        assertThat(run.output()).startsWith("post-office: --store sqlite:" + letter + ": ");
        assertThat(run.output().strip().lines()).hasSize(1);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(letter).hasSize(10_000);
    }

    @Test
    void whatWasKeptInAFileIsThereWhenItIsOpenedAgain(@TempDir Path folder) throws Exception {
        String store = "sqlite:" + folder.resolve("mail");
        try (PostOfficeProcess office = start("--lmtp", "0", "--store", store)) {
            Wire.to(office.port("lmtp")).play("""
                    S: 220 ...
                    C: LHLO mx.example
                    S: 250-osaka.test
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250 AUTH ...
                    C: MAIL FROM:<aaa@tokyo.test>
                    S: 250 ...
                    C: RCPT TO:<bbb@osaka.test>
                    S: 250 ...
                    C: DATA
                    S: 354 ...
                    WAIT
                    C: Subject: hello
                    C: .
                    S: 250 ...
                    """);
        }
        try (PostOfficeProcess office = start("--imap", "0", "--plaintext-auth", "--store", store)) {
            Wire.to(office.port("imap")).play("""
                    S: * OK ...
                    C: a LOGIN bbb@osaka.test tanuki
                    S: a OK ...
                    C: b STATUS INBOX (MESSAGES)
                    S: * STATUS INBOX (MESSAGES 1)
                    S: b OK ...
                    """);
        }
    }

    @Test
    void whatIsSpooledGoesOnAndComesBackWhereItIsNotWanted(@TempDir Path folder) throws Exception {
        try (PostOfficeProcess kyoto = PostOfficeProcess.start(
                        "--domain",
                        "kyoto.test",
                        "--user",
                        "ccc@kyoto.test:kitsune",
                        "--smtp",
                        "0",
                        "--pop3",
                        "0",
                        "--plaintext-auth");
                PostOfficeProcess osaka = start(
                        "--host",
                        "mx.osaka.test",
                        "--submission",
                        "0",
                        "--pop3",
                        "0",
                        "--plaintext-auth",
                        "--route",
                        "kyoto.test=" + kyoto.at("smtp"),
                        "--spool",
                        "sqlite:" + folder.resolve("spool"))) {
            Wire.to(osaka.port("submission")).play("""
                    S: 220 mx.osaka.test ESMTP
                    C: EHLO client.test
                    S: 250-mx.osaka.test
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250 ...
                    C: AUTH PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                    S: 235 ...
                    C: MAIL FROM:<bbb@osaka.test>
                    S: 250 ...
                    C: RCPT TO:<ccc@kyoto.test>
                    S: 250 ...
                    C: RCPT TO:<nobody@kyoto.test>
                    S: 250 2.1.5 Recipient ok
                    C: DATA
                    S: 354 ...
                    WAIT
                    C: Subject: hello
                    C:
                    C: Konnichi wa
                    C: .
                    S: 250 2.0.0 Message accepted
                    """);
            assertThat(awaited(kyoto, "ccc@kyoto.test", "kitsune"))
                    .contains("Received: from mx.osaka.test ([127.0.0.1])", "Subject: hello", "Konnichi wa")
                    .anyMatch(line -> line.startsWith("\tby mx.osaka.test with "));
            assertThat(awaited(osaka, "bbb@osaka.test", "tanuki"))
                    .contains("Return-Path: <>", "Reporting-MTA: dns; mx.osaka.test")
                    .contains("Final-Recipient: rfc822; nobody@kyoto.test", "Action: failed");
        }
    }

    /** The message that comes first, as POP3 has it; asks until it is there. */
    private static List<String> awaited(PostOfficeProcess office, String user, String password) throws IOException {
        while (true) {
            try (Talk pop3 = new Talk(office.port("pop3"))) {
                for (String line : List.of("USER " + user, "PASS " + password)) {
                    pop3.hear();
                    pop3.say(line);
                }
                pop3.hear();
                pop3.say("RETR 1");
                if (pop3.hear().startsWith("+OK")) {
                    List<String> lines = new ArrayList<>();
                    for (String line = pop3.hear(); !line.equals("."); line = pop3.hear()) {
                        lines.add(line);
                    }
                    return lines;
                }
            }
        }
    }

    @Test
    void anIndexOfWordsComesAndGoesWithItsFlag(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mail");
        String[] flags = {"--smtp", "0", "--imap", "0", "--plaintext-auth", "--store", "sqlite:" + file};
        try (PostOfficeProcess office = start(flags)) {
            deliver(office, "the ferry did not run");
            deliver(office, "the bridge is closed");
            searchFindsTheFerry(office, "1");
        }
        assertThat(tables(file)).isZero();

        String[] indexed = Arrays.copyOf(flags, flags.length + 1);
        indexed[flags.length] = "--word-index";
        try (PostOfficeProcess office = start(indexed)) {
            searchFindsTheFerry(office, "1"); // whether the index has come so far or not
            while (count(file, "unindexed") > 0) {
                Thread.onSpinWait();
            }
            searchFindsTheFerry(office, "1");
            deliver(office, "two ferries are late");
            deliver(office, "ferryman wanted");
            searchFindsTheFerry(office, "1,4");
        }
        assertThat(tables(file)).isPositive();

        try (PostOfficeProcess office = start(flags)) {
            searchFindsTheFerry(office, "1,4");
        }
        assertThat(tables(file)).isZero();
    }

    private static void deliver(PostOfficeProcess office, String text) {
        deliver(office, "bbb@osaka.test", text);
    }

    private static void deliver(PostOfficeProcess office, String recipient, String text) {
        Wire.to(office.port("smtp")).play("""
                S: 220 ...
                C: HELO mx.example
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test>
                S: 250 ...
                C: RCPT TO:<%s>
                S: 250 ...
                C: DATA
                S: 354 ...
                WAIT
                C: Subject: news
                C:
                C: %s
                C: .
                S: 250 ...
                """.formatted(recipient, text));
    }

    private static void searchFindsTheFerry(PostOfficeProcess office, String messages) {
        Wire.to(office.port("imap")).play("""
                S: * OK ...
                C: a LOGIN bbb@osaka.test tanuki
                S: a OK ...
                C: b EXAMINE INBOX
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: * ...
                S: b OK ...
                C: c SEARCH RETURN (ALL) TEXT FERRY SUBJECT new
                S: * ESEARCH (TAG "c") ALL %s
                S: c OK ...
                C: d SEARCH RETURN (COUNT) BODY "did not walk"
                S: * ESEARCH (TAG "d") COUNT 0
                S: d OK ...
                """.formatted(messages));
    }

    /** How many tables of the index there are in a file. */
    private static int tables(Path file) throws SQLException {
        return count(file, "sqlite_schema WHERE name LIKE '%word%'");
    }

    private static int count(Path file, String from) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            return rows.getInt(1);
        }
    }

    @Test
    void accountsAndRoutesComeFromFilesAndAreReadAgainWhenTheyChange(@TempDir Path folder) throws Exception {
        Path routes = Files.writeString(folder.resolve("routes"), "postmaster bbb@osaka.test\n");
        Path accounts = Files.createFile(
                folder.resolve("accounts"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(accounts, "iterations 4096\ndecoy-key " + "A".repeat(43) + "=\n"); // few, to be quick
        String flags = "--smtp 0 --submission 0 --pop3 0 --imap 0 --plaintext-auth --accounts " + accounts
                + " --route-file " + routes;
        try (PostOfficeProcess office = start(flags.split(" "))) {
            Wire.to(office.port("smtp")).play(asked("info@osaka.test", "550 5.1.1 ..."));

            AccountDirectory.open(accounts).add("ccc@osaka.test", Secret.of("kitsune"));
            String alias = "alias info@osaka.test bbb@osaka.test ccc@osaka.test\n";
            Files.writeString(routes, alias, StandardOpenOption.APPEND);
            awaitAsked(office, "ccc@osaka.test");
            awaitAsked(office, "info@osaka.test");
            Files.writeString(routes, "locale kyoto.test\n", StandardOpenOption.APPEND);

            deliver(office, "info@osaka.test", "to both");
            Wire.to(office.port("submission")).play("""
                    S: 220 ...
                    C: EHLO mx.example
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250 AUTH ...
                    # \\0ccc@osaka.test\\0kitsune
                    C: AUTH PLAIN AGNjY0Bvc2FrYS50ZXN0AGtpdHN1bmU=
                    S: 235 ...
                    """);
            Wire.to(office.port("imap")).play("""
                    S: * OK ...
                    C: a LOGIN CCC@osaka.test kitsune
                    S: a OK ...
                    C: b STATUS INBOX (MESSAGES)
                    S: * STATUS INBOX (MESSAGES 1)
                    S: b OK ...
                    """);
            Wire.to(office.port("pop3")).play("""
                    S: +OK ...
                    C: USER bbb@osaka.test
                    S: +OK ...
                    C: PASS tanuki
                    S: +OK ...
                    C: STAT
                    S: +OK 1 ...
                    """);
        }
        assertThat(AccountDirectory.open(accounts).accounts()).containsExactly("bbb@osaka.test", "ccc@osaka.test");
    }

    private static String asked(String recipient, String reply) {
        return """
                S: 220 ...
                C: HELO mx.example
                S: 250 ...
                C: MAIL FROM:<aaa@tokyo.test>
                S: 250 ...
                C: RCPT TO:<%s>
                S: %s
                """.formatted(recipient, reply);
    }

    /** Until this recipient is known. */
    private static void awaitAsked(PostOfficeProcess office, String recipient) {
        boolean known = false;
        while (!known) {
            try {
                Wire.to(office.port("smtp")).play(asked(recipient, "250 ..."));
                known = true;
            } catch (AssertionError notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void sigtermLetsASessionEndInPeace() throws Exception {
        PostOfficeProcess office = start("--smtp", "0");
        try (Socket idle = new Socket("127.0.0.1", office.port("smtp"))) {
            byte[] greeting = "220 osaka.test ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(idle.getInputStream().readNBytes(greeting.length)).isEqualTo(greeting);

            office.close();

            assertThat(new String(idle.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("421 ");
        }
        assertThat(office.process().exitValue()).isEqualTo(128 + 15);
    }

    private static PostOfficeProcess start(String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of(WHO));
        all.addAll(List.of(flags));
        return PostOfficeProcess.start(all.toArray(String[]::new));
    }

    /** The command line in this process: what ends before a port is open leaves nothing behind. */
    private static Program.Run run(String... flags) {
        List<String> line = new ArrayList<>(List.of(flags));
        if (!line.contains("--store")) {
            line.addAll(List.of("--store", "memory"));
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int exit = PostOffice.commandLine().setOut(out).setErr(out).execute(line.toArray(String[]::new));
        return new Program.Run(exit, said.toString());
    }
}
