package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** swaks, the SMTP test tool of mail administrators, sends through a post office. */
class SwaksTest extends RealPrograms {
    private final Program swaks = Program.needed("swaks");

    @Test
    void itSendsInTheClear() throws Exception {
        Program.Run run =
                swaks.run(folder, "--server", office.at("smtp"), "--from", "ccc@kyoto.test", "--to", "bbb@osaka.test");

        assertThat(run.succeeds().output()).contains("250 2.0.0");
        assertThat(mailOf("bbb@osaka.test", "tanuki")).hasSize(1);
    }

    @Test
    void itSendsThroughStartTls() throws Exception {
        Program.Run run = swaks.run(
                folder, "--server", office.at("smtp"), "--tls", "--from", "ccc@kyoto.test", "--to", "bbb@osaka.test");

        assertThat(run.succeeds().output()).contains("TLS started with cipher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void itLogsInAndSubmits(String mechanism) throws Exception {
        Program.Run run = swaks.run(
                folder,
                "--server",
                office.at("submission"),
                "--tls",
                "--auth",
                mechanism,
                "--auth-user",
                "aaa@osaka.test",
                "--auth-password",
                "kitsune",
                "--from",
                "aaa@osaka.test",
                "--to",
                "bbb@osaka.test",
                "--data",
                "@" + message());

        assertThat(run.succeeds().output()).contains("235 2.7.0");
        assertThat(mailOf("bbb@osaka.test", "tanuki"))
                .singleElement()
                .asString()
                .contains(MESSAGE);
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        Program.Run run = swaks.run(
                folder,
                "--server",
                office.at("submission"),
                "--tls",
                "--auth",
                "PLAIN",
                "--auth-user",
                "aaa@osaka.test",
                "--auth-password",
                "wrong",
                "--from",
                "aaa@osaka.test",
                "--to",
                "bbb@osaka.test");

        assertThat(run.fails().output()).contains("535 5.7.8");
    }

    @Test
    void itDeliversByLmtp() throws Exception {
        swaks.run(
                        folder,
                        "--server",
                        office.at("lmtp"),
                        "--protocol",
                        "LMTP",
                        "--from",
                        "ccc@kyoto.test",
                        "--to",
                        "aaa@osaka.test,bbb@osaka.test")
                .succeeds();

        assertThat(mailOf("aaa@osaka.test", "kitsune")).hasSize(1);
        assertThat(mailOf("bbb@osaka.test", "tanuki")).hasSize(1);
    }
}
