package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** curl sends by SMTP, and reads by POP3 and IMAP. */
class CurlTest extends RealPrograms {
    private final Program curl = Program.needed("curl");

    private Program.Run curl(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 6];
        System.arraycopy(
                new String[] {"--silent", "--show-error", "--max-time", "30", "--cacert", certificate.toString()},
                0,
                all,
                0,
                6);
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return curl.run(folder, all);
    }

    private void send() throws Exception {
        curl(
                        "smtp://" + office.at("smtp") + "/mx.kyoto.test",
                        "--mail-from",
                        "ccc@kyoto.test",
                        "--mail-rcpt",
                        "bbb@osaka.test",
                        "--upload-file",
                        message().toString())
                .succeeds();
    }

    @Test
    void itSendsInTheClear() throws Exception {
        send();

        assertThat(mailOf("bbb@osaka.test", "tanuki"))
                .singleElement()
                .asString()
                .endsWith(MESSAGE);
    }

    @Test
    void itLogsInBehindStartTlsAndSubmits() throws Exception {
        curl(
                        "smtp://" + office.at("submission"),
                        "--ssl-reqd",
                        "--user",
                        "aaa@osaka.test:kitsune",
                        "--mail-from",
                        "aaa@osaka.test",
                        "--mail-rcpt",
                        "bbb@osaka.test",
                        "--upload-file",
                        message().toString())
                .succeeds();

        assertThat(mailOf("bbb@osaka.test", "tanuki"))
                .singleElement()
                .asString()
                .endsWith(MESSAGE);
    }

    @Test
    void itSubmitsInImplicitTls() throws Exception {
        curl(
                        "smtps://" + office.at("submissions"),
                        "--user",
                        "aaa@osaka.test:kitsune",
                        "--mail-from",
                        "aaa@osaka.test",
                        "--mail-rcpt",
                        "bbb@osaka.test",
                        "--upload-file",
                        message().toString())
                .succeeds();

        assertThat(mailOf("bbb@osaka.test", "tanuki")).hasSize(1);
    }

    @Test
    void itReadsByPop3() throws Exception {
        send();
        String server = office.at("pop3");

        curl("pop3://" + server + "/1", "--ssl-reqd", "--user", "bbb@osaka.test:tanuki", "--output", "1.eml")
                .succeeds();
        String list = curl("pop3s://" + office.at("pop3s") + "/", "--user", "bbb@osaka.test:tanuki")
                .succeeds()
                .output();

        assertThat(Files.readString(folder.resolve("1.eml"), StandardCharsets.ISO_8859_1))
                .endsWith(MESSAGE);
        assertThat(list).startsWith("1 ");
        assertThat(curl("pop3://" + server + "/1", "--ssl-reqd", "--user", "bbb@osaka.test:wrong")
                        .exit())
                .as("curl's code for a login that was denied")
                .isEqualTo(67);
    }

    @Test
    void itNamesAndDeletesByPop3() throws Exception {
        send();
        send();
        String implicit = "pop3s://" + office.at("pop3s") + "/";
        String stls = "pop3://" + office.at("pop3") + "/";

        String before = uniqueIds(implicit);
        assertThat(before.lines()).hasSize(2);
        assertThat(uniqueIds(stls)).isEqualTo(before);

        curl(stls + "1", "--ssl-reqd", "--user", "bbb@osaka.test:tanuki", "--request", "DELE", "--head")
                .succeeds();
        assertThat(uniqueIds(implicit).split(" ")[1])
                .isEqualToIgnoringNewLines(before.lines().toList().get(1).split(" ")[1]);
    }

    private String uniqueIds(String server) throws Exception {
        return curl(server, "--ssl-reqd", "--user", "bbb@osaka.test:tanuki", "--request", "UIDL")
                .succeeds()
                .output();
    }

    @Test
    void itReadsByImap() throws Exception {
        send();
        String inbox = "imap://" + office.at("imap") + "/INBOX";

        curl(inbox + ";MAILINDEX=1", "--ssl-reqd", "--user", "bbb@osaka.test:tanuki", "--output", "1.eml")
                .succeeds();
        String found = curl(inbox + "?SUBJECT%20outside", "--ssl-reqd", "--user", "bbb@osaka.test:tanuki")
                .succeeds()
                .output();
        String listed = curl("imaps://" + office.at("imaps") + "/", "--user", "bbb@osaka.test:tanuki")
                .succeeds()
                .output();

        assertThat(Files.readString(folder.resolve("1.eml"), StandardCharsets.ISO_8859_1))
                .endsWith(MESSAGE);
        assertThat(found).contains("* SEARCH 1");
        assertThat(listed).contains("INBOX");
    }

    @Test
    void itAppendsByImap() throws Exception {
        curl(
                        "imap://" + office.at("imap") + "/INBOX",
                        "--ssl-reqd",
                        "--user",
                        "bbb@osaka.test:tanuki",
                        "--upload-file",
                        message().toString())
                .succeeds();

        assertThat(mailOf("bbb@osaka.test", "tanuki")).containsExactly(MESSAGE);
    }
}
