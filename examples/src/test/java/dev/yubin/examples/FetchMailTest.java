package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** fetch-mail, the example, held to what is asked of programs from outside, and to what it says. */
class FetchMailTest extends Pop3Fetching {
    /** What the program did. */
    private record Run(int exit, String output) {
        Run endsWith(int expected) {
            assertThat(exit).as("exit code; it said:\n%s", output).isEqualTo(expected);
            return this;
        }
    }

    private Run run(Way way, String to, String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of("--host", "localhost", "--user", "bbb@osaka.test", "--to", to));
        all.addAll(List.of("--port", "" + office.port(way.port)));
        all.addAll(List.of("--tls", way == Way.STLS ? "starttls_required" : "implicit"));
        all.addAll(List.of("--trust", certificate.toString()));
        all.addAll(List.of("--seen", folder.resolve("seen").toString()));
        if (!List.of(flags).contains("--password-file")) {
            all.addAll(List.of("--password-file", secret("password", "tanuki\n").toString()));
        }
        all.addAll(List.of(flags));
        return execute(all);
    }

    private static Run execute(List<String> flags) {
        StringWriter said = new StringWriter();
        CommandLine line = FetchMail.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        return new Run(line.execute(flags.toArray(String[]::new)), said.toString());
    }

    private String maildir() throws Exception {
        return "maildir:" + inbox();
    }

    @Override
    void fetch(Way way, boolean leave) throws Exception {
        run(way, maildir(), leave ? new String[0] : new String[] {"--keep", "0"})
                .endsWith(0);
    }

    @Test
    void itSaysWhatItDid() throws Exception {
        deliver("bbb@osaka.test", MESSAGE);

        assertThat(run(Way.IMPLICIT, maildir(), "--keep", "14").endsWith(0).output())
                .matches("1 messages fetched \\(\\d+ octets\\), 0 deleted from the server\\R");
        assertThat(run(Way.IMPLICIT, maildir(), "--keep", "0").endsWith(0).output())
                .matches("0 messages fetched \\(0 octets\\), 1 deleted from the server\\R");
    }

    @Test
    void mailGoesIntoAStoreAsWell() throws Exception {
        deliver("bbb@osaka.test", MESSAGE);
        Path file = folder.resolve("mail.sqlite");

        run(Way.IMPLICIT, "sqlite:" + file, "--account", "ann@kyoto.test").endsWith(0);

        try (MailStore store =
                StoreAt.of("sqlite:" + file).open(SqliteMailStore.builder(), List.of("ann@kyoto.test"))) {
            assertThat(store.account("ann@kyoto.test").open(MailboxName.INBOX).messages())
                    .hasSize(1);
        }
    }

    @Test
    void aWrongPasswordIsToldAndNothingIsNoted() throws Exception {
        Run run = run(
                Way.STLS,
                maildir(),
                "--password-file",
                secret("wrong", "kitsune\n").toString());

        assertThat(run.endsWith(1).output())
                .contains("while logging in", "check the user's name and the password", "start it again");
        assertThat(Files.readString(folder.resolve("seen"))).isEqualTo("pop3-seen 1\n");
    }

    @Test
    void aWrongFlagIsToldInASentence() throws Exception {
        assertThat(run(Way.STLS, "memory").endsWith(2).output())
                .isEqualToIgnoringNewLines("fetch-mail: --to is maildir:DIR or sqlite:FILE, not 'memory'");
        assertThat(run(Way.STLS, maildir(), "--keep", "some").endsWith(2).output())
                .startsWith("fetch-mail: ");
        assertThat(execute(List.of("--user", "bbb")).endsWith(2).output()).startsWith("fetch-mail: Missing required");
        assertThat(execute(List.of("--help")).endsWith(0).output()).contains("--keep=DAYS", "Exit codes:");
    }
}
