package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.docs.Page.Row;
import dev.yubin.routing.NextHop;
import dev.yubin.routing.Route;
import dev.yubin.routing.RouteFile;
import dev.yubin.routing.Router;
import dev.yubin.routing.accounts.AccountDirectory;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that docs/routing.md shows are read, and every statement and option in its tables. */
class RoutingPageTest {
    private static final Page PAGE = Page.read("docs/routing.md");

    @TempDir
    Path folder;

    @BeforeEach
    void password() throws Exception {
        Files.writeString(folder.resolve("isp.password"), "hunter2\n");
    }

    @Test
    void theAccountsAreRead() throws Exception {
        assertThat(accounts().accounts()).containsExactly("bbb@osaka.test");
    }

    @Test
    void theRoutesAreRead() throws Exception {
        Files.writeString(folder.resolve("routes"), block("routes"));
        AccountDirectory accounts = accounts();
        Router router = RouteFile.open(folder.resolve("routes"), () -> Router.builder(accounts));
        Router.Sender sender = new Router.Sender(Optional.empty(), InetAddress.getByName("192.0.2.1"));

        Route route = router.route(ForwardPath.of("info+x@osaka.test"), sender);
        assertThat(route.targets()).hasSize(2);
        assertThat(router.route(ForwardPath.of("x@elsewhere.test"), sender))
                .isInstanceOfSatisfying(Route.Onward.class, onward -> {
                    NextHop isp = onward.hops().get(0);
                    assertThat(isp.login().orElseThrow().user()).isEqualTo("osaka");
                });
    }

    @Test
    void everyStatementIsRead() throws Exception {
        List<String> statements = cells("statement");
        assertThat(statements).hasSize(11);
        for (String statement : statements) {
            read(statement);
        }
    }

    @Test
    void everyOptionIsRead() throws Exception {
        List<String> options = cells("option");
        assertThat(options).hasSize(4);
        for (String option : options) {
            read("smart-host mx.test " + option + (option.startsWith("login") ? " tls=implicit" : ""));
        }
    }

    private void read(String statement) throws Exception {
        Path file = Files.writeString(folder.resolve("routes"), statement + "\n");
        RouteFile.open(file, () -> {
            Router.Builder builder = Router.builder(account -> false).postmaster("root@kyoto.test");
            return statement.startsWith("local") ? builder : builder.local(Domain.of("osaka.test"));
        });
    }

    private static List<String> cells(String column) {
        return PAGE.rows().stream()
                .filter(row -> row.names().contains(column))
                .map((Row row) -> row.cell(column).replace("`", ""))
                .toList();
    }

    private AccountDirectory accounts() throws Exception {
        Path file = Files.createFile(
                folder.resolve("accounts"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return AccountDirectory.open(Files.writeString(file, block("accounts")));
    }

    private static String block(String name) {
        Matcher block =
                Pattern.compile("```" + name + "\n(.*?)```", Pattern.DOTALL).matcher(String.join("\n", PAGE.lines()));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
