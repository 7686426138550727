package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.routing.Router.Sender;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RouteFileTest {
    private static final Set<String> ACCOUNTS =
            Set.of("root@osaka.test", "bbb@osaka.test", "a b@osaka.test", "Big@nara.test", "x@xn--bcher-kva.test");

    private static final String TABLE = """
        # Who is here
        local osaka.test
        local nara.test case-sensitive   # two people, Big and big
        local b\u00fccher.test
        literal [192.0.2.1] osaka.test
        postmaster root@osaka.test
        subaddress +-

        alias info@osaka.test bbb@osaka.test
        alias info@osaka.test aaa@tokyo.test "odd one"@tokyo.test
        alias "a b c"@osaka.test "a b"@osaka.test
        alias x@xn--BCHER-kva.test bbb@osaka.test
        catch-all nara.test root@osaka.test

        # Who is not
        trust 198.51.100.0/24
        relay kobe.test
        relay nagoya.test mx.nagoya.test:2525 preference=10
        route tokyo.test mx1.tokyo.test weight=3
        route tokyo.test mx2.tokyo.test:2525 weight=1 tls=starttls-required
        route direct.test dns
        relay safe.test dns tls=starttls-required
        from osaka.test [2001:db8::1]:25
        from ccc@osaka.test smtp.isp.test:587 tls=starttls-required login=ccc password-file=isp.password
        from ddd@osaka.test dns
        smart-host smtp.isp.test:465 tls=implicit login=osaka password-file=isp.password
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bbb-x@osaka.test                | Local[account=bbb@osaka.test, mailbox=INBOX]
        bbb@[192.0.2.1]                 | Local[account=bbb@osaka.test, mailbox=INBOX]
        big@nara.test                   | Local[account=root@osaka.test, mailbox=INBOX]
        Big@nara.test                   | Local[account=Big@nara.test, mailbox=INBOX]
        X@B\u00dcCHER.test              | Local[account=bbb@osaka.test, mailbox=INBOX]
        "A B C"@osaka.test              | Local[account=a b@osaka.test, mailbox=INBOX]
        y@safe.test                     | Onward[to=y@safe.test, hops=[], tls=STARTTLS_REQUIRED]
        y@kobe.test                     | Onward[to=y@kobe.test, hops=[smtp.isp.test:465], tls=STARTTLS_OPTIONAL]
        y@nagoya.test                   | Onward[to=y@nagoya.test, hops=[mx.nagoya.test:2525], tls=STARTTLS_OPTIONAL]
        """)
    void strangersReachWhatIsHereAndWhatIsRelayedFor(String recipient, String route) throws Exception {
        assertThat(routed(open(TABLE), recipient, "203.0.113.9", "x@elsewhere.test"))
                .hasToString(route);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        y@tokyo.test     | bbb@osaka.test       | [mx1.tokyo.test:25, mx2.tokyo.test:2525]
        y@direct.test    | bbb@osaka.test       | []
        y@elsewhere.test | bbb@osaka.test       | [[2001:db8::1]:25]
        y@elsewhere.test | CCC@osaka.test       | [smtp.isp.test:587]
        y@elsewhere.test | ddd@osaka.test       | []
        y@elsewhere.test | x@elsewhere.test     | [smtp.isp.test:465]
        y@[203.0.113.1]  | x@elsewhere.test     | [smtp.isp.test:465]
        """)
    void whoIsTrustedReachesAll(String recipient, String sender, String hops) throws Exception {
        Route route = routed(open(TABLE), recipient, "198.51.100.7", sender);
        assertThat(((Route.Onward) route).hops()).hasToString(hops);
    }

    @Test
    void aTextSaysWhatTheBuilderSays() throws Exception {
        RouteFile router = open(TABLE);
        NextHop isp = new NextHop(
                "smtp.isp.test",
                465,
                TlsMode.IMPLICIT,
                Optional.of(Credentials.of("osaka", Secret.of("hunter2"))),
                0,
                0);
        assertThat(routed(router, "y@elsewhere.test", "198.51.100.7", "x@elsewhere.test"))
                .isEqualTo(new Route.Onward(Mailbox.of("y@elsewhere.test"), List.of(isp)));
        assertThat(((Route.Onward) routed(router, "y@tokyo.test", "198.51.100.7", "")).hops())
                .containsExactly(
                        NextHop.of("mx1.tokyo.test").among(0, 3),
                        new NextHop("mx2.tokyo.test", 2525, TlsMode.STARTTLS_REQUIRED).among(0, 1));
        assertThat(routed(router, "info@osaka.test", "203.0.113.9", "").targets())
                .extracting(Route.Target::kind)
                .containsExactly(Route.Kind.LOCAL, Route.Kind.ONWARD, Route.Kind.ONWARD);
    }

    @Test
    void whatAProgramSaysStandsBeforeTheFirstLine() throws Exception {
        Path file = Files.writeString(folder.resolve("routes"), "alias info@osaka.test bbb@osaka.test\n");
        Router router = RouteFile.open(
                file,
                () -> Router.builder(ACCOUNTS::contains)
                        .local(Domain.of("osaka.test"))
                        .postmaster("root@osaka.test"));
        assertThat(routed(router, "info@osaka.test", "203.0.113.9", "")).isEqualTo(Route.Local.inbox("bbb@osaka.test"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        locale osaka.test            | no statement begins with "locale"; these do: local, literal, postmaster, alias, catch-all, subaddress, trust, relay, route, from, smart-host
        local                        | expected a domain but the line ends; write it as in "local osaka.test"
        local a b                    | expected the end of the line but found "b"; write it as in "local osaka.test"
        local -a-.test               | "-a-.test": expected a letter or digit at both ends of the domain's label "-a-"; write it as in "local osaka.test"
        local fa\u00df.test          | "fa\\xC3\\x9F.test": expected a domain's label that has an A-label; write it as xn--...; write it as in "local osaka.test"
        literal 192.0.2.1 osaka.test | "192.0.2.1": expected "[" at octet 1 but found "192.0.2.1"; write it as in "literal [192.0.2.1] osaka.test"
        postmaster                   | expected an address but the line ends; write it as in "postmaster root@osaka.test"
        alias bbb@osaka.test         | expected an address but the line ends; write it as in "alias info@osaka.test bbb@osaka.test aaa@tokyo.test"
        alias "b@osaka.test x@y.test | ""b@osaka.test x@y.test": expected the end of the quoted local part at octet 23 but found the end of the line; write it as in "alias info@osaka.test bbb@osaka.test aaa@tokyo.test"
        alias x@tokyo.test y@z.test  | x@tokyo.test is an alias, but not of a local domain
        catch-all tokyo.test y@z.test | tokyo.test has a catch-all but is not local
        subaddress                   | expected separators but the line ends; write it as in "subaddress +"
        subaddress plus              | expected separators such as + or - but found "p" among "plus"; write it as in "subaddress +"
        subaddress +@                | expected separators such as + or - but found "@" among "+@"; write it as in "subaddress +"
        subaddress -7                | expected separators such as + or - but found "7" among "-7"; write it as in "subaddress +"
        trust 192.0.2.0/33           | 192.0.2.0 has no prefix of 33 bits; write it as in "trust 192.0.2.0/24"
        route osaka.test mx.test     | osaka.test is both local and routed elsewhere
        relay osaka.test             | osaka.test is both local and routed elsewhere
        route tokyo.test             | expected a server but the line ends; write it as in "route tokyo.test mx.tokyo.test:25"
        smart-host mx.test:0         | a port is 1 to 65535, not 0; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test port=25   | expected an option such as tls=starttls-required but found "port"; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test tls=yes   | expected tls= one of plaintext, starttls-optional, starttls-required, implicit but found "yes"; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test weight=x  | expected weight= a number up to 65535 but found "x"; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test weight=1 weight=2 | expected one weight= but found two; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test login=x tls=implicit | login= and password-file= go together; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test login=x password-file=isp.password | a login goes with tls=starttls-required or tls=implicit, so that it is known who hears it; write it as in "smart-host smtp.isp.test:25"
        smart-host mx.test login=x password-file=empty tls=implicit | expected a password in the first line of FOLDER/empty; write it as in "smart-host smtp.isp.test:25"
        route kobe.test dns tls=implicit | expected tls=starttls-required or nothing behind dns but found "tls=implicit"; write it as in "route tokyo.test mx.tokyo.test:25"
        smart-host mx.test login=x password-file=nowhere tls=implicit | there is no file FOLDER/nowhere
        """)
    void aMistakeIsNamedWithItsLineAndWhatToWrite(String line, String sentence) throws Exception {
        Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> open("local osaka.test\npostmaster root@osaka.test\n\n" + line + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("routes") + ": line ")
                .hasMessageEndingWith("line 4: " + sentence.replace("FOLDER", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        route tokyo.test dns      | route tokyo.test mx.tokyo.test   | mail for tokyo.test goes either where the DNS says or to mx.tokyo.test:25
        relay tokyo.test mx.test  | route tokyo.test dns             | mail for tokyo.test goes either where the DNS says or to mx.test:25
        from osaka.test dns       | from osaka.test mx.test:587      | mail from osaka.test goes either where the DNS says or to mx.test:587
        from b@osaka.test mx.test | from b@osaka.test dns            | mail from b@osaka.test goes either where the DNS says or to mx.test:25
        """)
    void whatIsLeftToTheDnsHasNoServerOfItsOwn(String one, String other, String sentence) {
        assertThatThrownBy(() -> open("local osaka.test\npostmaster root@osaka.test\n" + one + "\n# and\n" + other))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("routes") + ": line 3 and line 5: " + sentence);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> open("local -\ntrust us\n"))
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .satisfiesExactly(
                                first -> assertThat(first).contains("routes: line 1: \"-\": expected a letter"),
                                second -> assertThat(second).contains("routes: line 2: expected a network"),
                                third -> assertThat(third)
                                        .contains("routes: name the account that reads the postmaster")));
    }

    @Test
    void aFileThatIsNotThereOrNoTextIsNamedInASentence() throws Exception {
        Path file = folder.resolve("routes");
        assertThatThrownBy(() -> RouteFile.open(file, () -> Router.builder(ACCOUNTS::contains)))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file " + file);
        Files.write(file, new byte[] {'#', (byte) 0xff});
        assertThatThrownBy(() -> RouteFile.open(file, () -> Router.builder(ACCOUNTS::contains)))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not in UTF-8");
    }

    @Test
    void aNewTableIsTakenWhileASessionGoesOnAndAWrongOneChangesNothing() throws Exception {
        MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test");
        Path file = folder.resolve("routes");
        String before = "local osaka.test\npostmaster bbb@osaka.test\n";
        Files.writeString(file, before);
        RouteFile router = RouteFile.open(file, () -> Router.builder(Accounts.of(store)));
        Reception reception = Reception.builder("mx.osaka.test", router, store).build();
        try (SmtpServer server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT).on(InetAddress.getLoopbackAddress()))
                .application(reception)
                .start()) {
            String asked = """
                S: 220 ...
                C: HELO client.test
                S: 250 ...
                C: MAIL FROM:<>
                S: 250 ...
                C: RCPT TO:<info@osaka.test>
                S: %s
                """;
            Wire wire = Wire.to(server.port());
            wire.play(asked.formatted("550 5.1.1 ..."));

            Files.writeString(file, before + "alias info@osaka.test bbb@osaka.test\n");
            router.reload();
            wire.play(asked.formatted("250 2.1.5 ..."));

            Files.writeString(file, before + "alias info@osaka.test\n");
            assertThatThrownBy(router::reload).hasMessageContaining("line 3: ");
            wire.play(asked.formatted("250 2.1.5 ..."));
        }
    }

    private RouteFile open(String text) throws IOException {
        Files.writeString(folder.resolve("isp.password"), "hunter2\n");
        Path file = Files.writeString(folder.resolve("routes"), text);
        return RouteFile.open(file, () -> Router.builder(ACCOUNTS::contains));
    }

    private static Route routed(Router router, String recipient, String address, String from) throws Exception {
        return router.route(
                ForwardPath.of(recipient),
                new Sender(Optional.empty(), InetAddress.getByName(address), ReversePath.of(from)));
    }
}
