package dev.yubin.routing.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.Outcome;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.protocol.sasl.SaslServer;
import dev.yubin.protocol.sasl.ScramHash;
import dev.yubin.protocol.sasl.ScramKeys;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Router;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

@Timeout(60)
class AccountDirectoryTest {
    private static final int FEW = 4096;
    private static final String DECOY_KEY = "decoy-key " + "A".repeat(43) + "=";
    private static final Secret TANUKI = Secret.of("tanuki");
    private static final String KEYS =
            ScramKeys.of(TANUKI, ScramHash.SHA_256, FEW).text();

    @TempDir
    Path folder;

    private final AccountDirectory memory = AccountDirectory.inMemory(FEW);

    // Who is here

    @Test
    void aLocalPartIsOneAccountsWithinItsDomain() throws Exception {
        memory.add("bbb@osaka.test", TANUKI);
        memory.add("bbb@kyoto.test", TANUKI);
        memory.alias("info@osaka.test", "bbb@osaka.test");
        assertFails(
                () -> memory.add("BBB@Osaka.Test", TANUKI),
                Reason.ALREADYEXISTS,
                "osaka.test has an account bbb already; choose another local part");
        assertFails(
                () -> memory.add("info@osaka.test", TANUKI),
                Reason.ALREADYEXISTS,
                "osaka.test has an alias info already; choose another local part");
        assertFails(
                () -> memory.alias("bbb@osaka.test", "info@osaka.test"),
                Reason.ALREADYEXISTS,
                "osaka.test has an account bbb already; choose another local part");
        assertThat(memory.accounts()).containsExactly("bbb@osaka.test", "bbb@kyoto.test");
    }

    @Test
    void anAccountIsCalledInOneSpellingAndAnswersToAll() throws Exception {
        memory.add("J\u00dcrgen@B\u00fccher.Test", TANUKI);
        String name = "j\u00fcrgen@xn--bcher-kva.test";
        assertThat(memory.accounts()).containsExactly(name);
        for (String spelling : List.of(name, "JU\u0308RGEN@b\u00fccher.test", "j\u00fcrgen@XN--BCHER-KVA.test")) {
            assertThat(memory.verify(spelling, TANUKI)).contains(name);
            assertThat(memory.authorize(name, spelling)).contains(name);
        }
        assertThat(memory.authorize(name, "root@osaka.test")).isEmpty();
        assertThat(memory.contains(name)).isTrue();
    }

    @Test
    void aPasswordIsChangedAndAnAccountRemoved() throws Exception {
        memory.add("bbb@osaka.test", TANUKI);
        memory.changePassword("BBB@osaka.test", Secret.of("kitsune"));
        assertThat(memory.verify("bbb@osaka.test", TANUKI)).isEmpty();
        assertThat(memory.verify("bbb@osaka.test", Secret.of("kitsune"))).contains("bbb@osaka.test");
        memory.remove("bbb@osaka.test");
        assertThat(memory.verify("bbb@osaka.test", Secret.of("kitsune"))).isEmpty();
        assertFails(
                () -> memory.remove("bbb@osaka.test"),
                Reason.NONEXISTENT,
                "there is neither an account nor an alias bbb@osaka.test");
        assertFails(
                () -> memory.changePassword("bbb@osaka.test", TANUKI),
                Reason.NONEXISTENT,
                "there is no account bbb@osaka.test");
    }

    @Test
    void anAliasKeepsItsTargetsAsTheyWereWrittenAndGetsNewOnes() throws Exception {
        memory.alias("info@osaka.test", "Bbb@Tokyo.test", "ccc@osaka.test");
        assertThat(memory.aliases("info@osaka.test")).containsExactly("Bbb@Tokyo.test", "ccc@osaka.test");
        memory.alias("Info@osaka.test", "ddd@osaka.test");
        assertThat(memory.aliases("info@osaka.test")).containsExactly("ddd@osaka.test");
        memory.remove("info@osaka.test");
        assertThat(memory.aliases("info@osaka.test")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbb", "@osaka.test", "bbb@[192.0.2.1]", "\"b b\"@osaka.test", "b\u202e@osaka.test", "b@-"})
    void whatNobodyCanBeCalledIsRefused(String address) {
        assertThatThrownBy(() -> memory.add(address, TANUKI)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.alias(address, "bbb@osaka.test")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.add("bbb@osaka.test", Secret.of("")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.alias("bbb@osaka.test")).isInstanceOf(IllegalArgumentException.class);
    }

    // What a stranger learns

    @Test
    void anUnknownUserIsToldASaltOfHisOwnThatStays() throws Exception {
        Path file = fileWith();
        AccountDirectory accounts = AccountDirectory.open(file);
        accounts.add("bbb@osaka.test", TANUKI);
        String known = salt(accounts, "bbb@osaka.test");
        String unknown = salt(accounts, "nobody@osaka.test");
        assertThat(unknown).hasSameSizeAs(known).isNotEqualTo(salt(accounts, "nobody.else@osaka.test"));
        assertThat(salt(accounts, "NoBody@OSAKA.test")).isEqualTo(unknown);
        assertThat(salt(accounts, "Bbb@osaka.test")).isEqualTo(known);
        assertThat(salt(AccountDirectory.open(file), "nobody@osaka.test")).isEqualTo(unknown);
        Files.writeString(file, Files.readString(file).replace("AAAA", "BBBB"));
        assertThat(salt(AccountDirectory.open(file), "nobody@osaka.test")).isNotEqualTo(unknown);
    }

    private static String salt(AccountDirectory accounts, String user) {
        SaslServer server = SaslServer.begin(Mechanism.SCRAM_SHA_256, accounts, SaslConnection.inTheClear(true));
        Outcome outcome = server.step(Secret.of("n,,n=" + user + ",r=abc"));
        String first = new String(((Outcome.Challenge) outcome).challenge().octets(), StandardCharsets.US_ASCII);
        assertThat(first).matches("r=abc[^,]+,s=[^,]+,i=" + FEW);
        return first.substring(first.indexOf(",s="));
    }

    @Test
    void newKeysHaveSixHundredThousandRounds() throws Exception {
        AccountDirectory accounts = AccountDirectory.inMemory();
        accounts.add("bbb@osaka.test", TANUKI);
        assertThat(accounts.scramKeys("bbb@osaka.test", ScramHash.SHA_256))
                .hasValueSatisfying(keys -> assertThat(keys.iterations()).isEqualTo(600_000));
        assertThat(accounts.scramKeys("bbb@osaka.test", ScramHash.SHA_1)).isEmpty();
    }

    @Test
    void fewerRoundsThanTheRfcAllowsAreRefused() throws Exception {
        assertThatThrownBy(() -> AccountDirectory.inMemory(4095))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a number from 4096 on");
        Path file = fileWith();
        Files.writeString(file, Files.readString(file).replace("iterations 4096", "iterations 1000"));
        assertThatThrownBy(() -> AccountDirectory.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": line 1: expected a number from 4096 on, before the first account");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserHearTheSame() throws Exception {
        memory.add("bbb@osaka.test", TANUKI);
        memory.alias("info@osaka.test", "bbb@osaka.test");
        MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test");
        Router router = Router.builder(memory)
                .local(Domain.of("osaka.test"))
                .postmaster("bbb@osaka.test")
                .build();
        try (SmtpServer server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.submission(0)
                        .tls(TlsMode.PLAINTEXT)
                        .plaintextLogin(true)
                        .on(InetAddress.getLoopbackAddress()))
                .users(memory)
                .throttle(new LoginThrottle(10, Duration.ofMillis(1)))
                .application(Reception.builder("mx.osaka.test", router, store).build())
                .start()) {
            List<String> logins = List.of(
                    "bbb@osaka.test\0wrong", "nobody@osaka.test\0tanuki", "nobody\0tanuki", "info@osaka.test\0tanuki");
            for (String login : logins) {
                Wire.to(server.port()).play(dialogue("\0" + login, "535 5.7.8 User or password is wrong", ""));
            }
            Wire.to(server.port()).play(dialogue("\0BBB@Osaka.test\0tanuki", "235 ...", """
                C: MAIL FROM:<info@osaka.test>
                S: 250 ...
                C: RCPT TO:<Info@osaka.test>
                S: 250 2.1.5 ...
                C: RCPT TO:<none@osaka.test>
                S: 550 5.1.1 No such mailbox here
                """));
            try (SmtpClient client = SmtpClient.builder("127.0.0.1", server.port(), TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                client.login(Credentials.of("bbb@osaka.test", TANUKI)).await(); // by SCRAM
            }
        }
    }

    private static String dialogue(String plain, String reply, String then) {
        return """
            S: 220 ...
            C: EHLO client.test
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250 AUTH SCRAM-SHA-256 PLAIN LOGIN
            C: AUTH PLAIN %s
            S: %s
            """.formatted(Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)), reply) + then;
    }

    // The file

    @Test
    void whatIsAddedIsInTheFileWithCommentsWhereTheyWere() throws Exception {
        Path file = fileWith(
                "# Osaka", "account bbb@osaka.test " + KEYS, "", "# lists", "alias info@osaka.test bbb@osaka.test");
        AccountDirectory accounts = AccountDirectory.open(file);
        accounts.add("ccc@osaka.test", TANUKI);
        accounts.alias("info@osaka.test", "bbb@osaka.test", "Ann@tokyo.test");
        accounts.changePassword("bbb@osaka.test", Secret.of("kitsune"));
        AccountDirectory again = AccountDirectory.open(file);
        assertThat(again.accounts()).containsExactly("bbb@osaka.test", "ccc@osaka.test");
        assertThat(again.aliases("info@osaka.test")).containsExactly("bbb@osaka.test", "Ann@tokyo.test");
        assertThat(again.verify("bbb@osaka.test", Secret.of("kitsune"))).isPresent();
        again.remove("bbb@osaka.test");
        assertThat(Files.readAllLines(file).stream().map(line -> line.replaceAll(" SCRAM.*", "")))
                .containsExactly(
                        "iterations 4096",
                        DECOY_KEY,
                        "# Osaka",
                        "",
                        "# lists",
                        "alias info@osaka.test bbb@osaka.test Ann@tokyo.test",
                        "account ccc@osaka.test");
        assertThat(Files.readString(file)).doesNotContain("tanuki");
        assertThat(files()).containsExactlyInAnyOrder("accounts", "accounts.lock");
    }

    @Test
    void aFileIsItsOwnersAlone() throws Exception {
        Path file = folder.resolve("accounts");
        AccountDirectory accounts = AccountDirectory.open(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        accounts.alias("info@osaka.test", "bbb@osaka.test");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> AccountDirectory.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is open to others, who could guess at passwords with it; chmod 600 " + file);
    }

    @Test
    void whatAnotherProgramHasWrittenStaysAndIsReadWhenAsked() throws Exception {
        Path file = fileWith();
        AccountDirectory one = AccountDirectory.open(file);
        AccountDirectory other = AccountDirectory.open(file);
        one.add("bbb@osaka.test", TANUKI);
        other.add("ccc@osaka.test", TANUKI);
        assertThat(other.accounts()).containsExactly("bbb@osaka.test", "ccc@osaka.test");
        assertThat(one.accounts()).containsExactly("bbb@osaka.test");
        one.reload();
        assertThat(one.accounts()).containsExactly("bbb@osaka.test", "ccc@osaka.test");
        assertFails(
                () -> other.add("bbb@osaka.test", TANUKI),
                Reason.ALREADYEXISTS,
                "osaka.test has an account bbb already; choose another local part");
    }

    /** Each reads, changes and writes the file; nobody's account is lost to another's write. */
    @Test
    void programsThatWriteAtOnceWaitForEachOther() throws Exception {
        Path file = fileWith();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AddsAccounts.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(other.getInputStream().read()).isEqualTo('+'); // it is about to
        for (int i = 0; i < AddsAccounts.HOW_MANY; i++) {
            AccountDirectory.open(file).alias("here" + i + "@osaka.test", "bbb@osaka.test");
        }
        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).filteredOn(line -> line.startsWith("alias here")).hasSize(AddsAccounts.HOW_MANY);
        assertThat(lines).filteredOn(line -> line.startsWith("alias there")).hasSize(AddsAccounts.HOW_MANY);
    }

    @Test
    void aFileWithMistakesLeavesTheOldListAndIsNotWrittenOver() throws Exception {
        Path file = fileWith("account bbb@osaka.test " + KEYS);
        AccountDirectory accounts = AccountDirectory.open(file);
        Files.writeString(file, "iterations 4096\naccount ccc@osaka.test\n");
        assertThatThrownBy(accounts::reload).isInstanceOf(IOException.class).hasMessageContaining("line 2: ");
        assertFails(() -> accounts.remove("bbb@osaka.test"), Reason.UNAVAILABLE, null);
        assertThat(accounts.verify("bbb@osaka.test", TANUKI)).isPresent();
        assertThat(Files.readString(file)).isEqualTo("iterations 4096\naccount ccc@osaka.test\n");
    }

    @Test
    void aFileStaysItsOwnersWhoeverWritesIt() throws Exception {
        Path file = fileWith();
        AccountDirectory accounts = AccountDirectory.open(file);
        UserPrincipal other;
        try {
            other = file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(file, other);
        } catch (IOException e) {
            throw new TestAbortedException("only an administrator can give a file to somebody else", e);
        }
        accounts.alias("info@osaka.test", "bbb@osaka.test");
        assertThat(Files.getOwner(file)).isEqualTo(other);
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path file = fileWith();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        AccountDirectory.open(link).alias("info@osaka.test", "bbb@osaka.test");
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file)).contains("alias info@osaka.test bbb@osaka.test");
    }

    @Test
    void whoReadsWhileItIsWrittenReadsAWholeFile() throws Exception {
        Path file = fileWith();
        AccountDirectory accounts = AccountDirectory.open(file);
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try {
                while (AccountDirectory.open(file).accounts().size() < 20) {
                    Thread.onSpinWait();
                }
            } catch (IOException | RuntimeException e) {
                trouble.set(e);
            }
        });
        reader.start();
        for (int i = 0; i < 20; i++) {
            accounts.add("a" + i + "@osaka.test", TANUKI);
        }
        reader.join();
        assertThat(trouble).hasNullValue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        acount bbb@osaka.test KEYS       | expected iterations, decoy-key, account, alias or a comment but found "acount"
        account bbb@osaka.test           | expected an address and its keys; have a program write them
        account bbb@osaka.test tanuki    | expected SCRAM-SHA-256$iterations:salt$storedKey:serverKey
        account bbb KEYS                 | "bbb": expected "@" at octet 4 but found the end of the line
        account aaa@osaka.test KEYS      | osaka.test has an account aaa already in line 3; choose another local part for one of them
        account AAA@Osaka.test KEYS      | osaka.test has an account aaa already in line 3; choose another local part for one of them
        alias aaa@osaka.test b@c.test    | osaka.test has an account aaa already in line 3; choose another local part for one of them
        account ccc@osaka.test MORE      | expected keys of SHA-256 with 4096 iterations, as all have here, or it could be told who is here; set the password anew
        alias info@osaka.test            | expected an address and those that it stands for
        alias info@osaka.test nobody     | "nobody": expected "@" at octet 7 but found the end of the line
        iterations 600000                | expected a number from 4096 on, before the first account
        decoy-key AAAA                   | expected 32 random octets in base64
        decoy-key                        | expected one word behind "decoy-key"
        """)
    void aMistakeIsNamedWithItsLine(String line, String sentence) throws Exception {
        String more = ScramKeys.of(TANUKI, ScramHash.SHA_256, 5000).text();
        Path file = fileWith(
                "account aaa@osaka.test " + KEYS, line.replace("KEYS", KEYS).replace("MORE", more));
        assertThatThrownBy(() -> AccountDirectory.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": line 4: " + sentence);
    }

    @Test
    void aFileWithoutAKeyForUnknownUsersSaysHowToMakeOne() throws Exception {
        Path file = fileWith();
        Files.writeString(file, "iterations 4096\n");
        assertThatThrownBy(() -> AccountDirectory.open(file))
                .hasMessage(file + ": expected a line decoy-key and 32 random octets in base64, such as"
                        + " \"head -c 32 /dev/urandom | base64\" makes");
    }

    @Test
    void aFolderThatIsNotThereIsNamedInASentence() {
        Path file = folder.resolve("nowhere").resolve("accounts");
        assertThatThrownBy(() -> AccountDirectory.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no folder " + file.getParent());
    }

    /** With few rounds, so that adding is quick. */
    private Path fileWith(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("iterations " + FEW, DECOY_KEY));
        all.addAll(List.of(lines));
        Path file = Files.createFile(
                folder.resolve("accounts"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, all);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private interface Call {
        void run() throws StoreException;
    }

    private static void assertFails(Call call, Reason reason, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            if (words != null) {
                assertThat(e).hasMessage(words);
            }
        });
    }
}
