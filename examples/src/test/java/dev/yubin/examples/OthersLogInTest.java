package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Certificates;
import dev.yubin.protocol.sasl.SharedSecrets;
import dev.yubin.protocol.sasl.SharedSecrets.SharedSecret;
import dev.yubin.protocol.sasl.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs of others log in to our servers with each mechanism that they know. */
@Tag("programs")
@Timeout(180)
class OthersLogInTest {
    private static final Secret SESAME = Secret.of("sesame");
    private static final Secret TOKEN = Secret.of("t".repeat(2000));

    /** Users of every ability but SCRAM's. */
    private static final class Users implements Authenticator {
        @Override
        public Optional<String> verify(String user, Secret password) {
            return Optional.of(user).filter(name -> name.equals(Spoken.USER) && password.equals(SESAME));
        }

        @Override
        public Optional<SharedSecrets> sharedSecrets() {
            return Optional.of(user -> Optional.of(new SharedSecret(user, SESAME))
                    .filter(known -> known.account().equals(Spoken.USER)));
        }

        @Override
        public Optional<Tokens> tokens() {
            return Optional.of(token -> Optional.of(Spoken.USER).filter(user -> token.equals(TOKEN)));
        }

        @Override
        public Optional<Certificates> certificates() {
            return Optional.of(certificate -> Optional.of(Spoken.USER));
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void writeWhoIsWho() throws Exception {
        Files.writeString(folder.resolve("server.pem"), Pem.chain(Spoken.SERVER));
        Files.writeString(folder.resolve("ann.pem"), Pem.chain(Spoken.ANN));
        Files.writeString(folder.resolve("ann.key"), Pem.key(Spoken.ANN));
        Files.writeString(folder.resolve("message.eml"), RealPrograms.MESSAGE);
    }

    private Program.Run curl(Spoken spoken, Listener server, String mechanism, String... with)
            throws IOException, InterruptedException {
        Program.needed("curl");
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-v", "--max-time", "30"));
        command.addAll(List.of("--cacert", "server.pem", "--login-options", "AUTH=" + mechanism));
        command.addAll(List.of(with));
        String place = "127.0.0.1:" + server.port();
        command.addAll(
                switch (spoken) {
                    case SMTP ->
                        List.of(
                                "smtps://" + place + "/mx.kyoto.test",
                                "--mail-from",
                                Spoken.USER,
                                "--mail-rcpt",
                                "bbb@osaka.test",
                                "--upload-file",
                                "message.eml");
                    case POP3 -> List.of("pop3s://" + place + "/");
                    case IMAP -> List.of("imaps://" + place + "/");
                });
        return Program.run(folder, command);
    }

    private static Listener server(Spoken spoken) throws FaultException {
        return spoken.open(TlsMode.IMPLICIT, new Users());
    }

    @ParameterizedTest
    @EnumSource
    void curlAnswersAChallenge(Spoken spoken) throws Exception {
        try (Listener server = server(spoken)) {
            Program.Run run = curl(spoken, server, "CRAM-MD5", "--user", Spoken.USER + ":sesame");
            assertThat(run.succeeds().output()).contains("CRAM-MD5");
            curl(spoken, server, "CRAM-MD5", "--user", Spoken.USER + ":wrong").fails();
        }
    }

    @ParameterizedTest
    @EnumSource
    void curlBringsAToken(Spoken spoken) throws Exception {
        try (Listener server = server(spoken)) {
            for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
                String[] right = {"--user", Spoken.USER, "--oauth2-bearer", "t".repeat(2000)};
                String[] forged = {"--user", Spoken.USER, "--oauth2-bearer", "forged"};
                assertThat(curl(spoken, server, mechanism, right).succeeds().output())
                        .contains(mechanism);
                curl(spoken, server, mechanism, forged).fails();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void curlShowsACertificate(Spoken spoken) throws Exception {
        try (Listener server = server(spoken)) {
            String[] ann = {"--cert", "ann.pem", "--key", "ann.key", "--user", Spoken.USER + ":"};
            assertThat(curl(spoken, server, "EXTERNAL", ann).succeeds().output())
                    .contains("EXTERNAL");
            curl(spoken, server, "EXTERNAL", "--user", Spoken.USER + ":").fails();
        }
    }

    @Test
    void swaksAnswersAChallenge() throws Exception {
        Program swaks = Program.needed("swaks");
        try (Listener server = server(Spoken.SMTP)) {
            String[] arguments = {
                "--server",
                "127.0.0.1:" + server.port(),
                "--tls-on-connect",
                "--auth",
                "CRAM-MD5",
                "--auth-user",
                Spoken.USER,
                "--auth-password",
                "sesame",
                "--from",
                Spoken.USER,
                "--to",
                "bbb@osaka.test"
            };
            assertThat(swaks.run(folder, arguments).succeeds().output()).contains("AUTH CRAM-MD5", "235 2.7.0");
        }
    }

    @Test
    void pythonsLibrariesAnswerAChallenge() throws Exception {
        Program python = Program.needed("python3");
        try (Listener smtp = server(Spoken.SMTP);
                Listener imap = server(Spoken.IMAP)) {
            Path script = Files.writeString(folder.resolve("login.py"), """
                    import imaplib, smtplib, ssl, sys
                    user, tls = sys.argv[1], ssl.create_default_context(cafile="server.pem")
                    with imaplib.IMAP4_SSL("127.0.0.1", int(sys.argv[3]), ssl_context=tls) as imap:
                        assert "AUTH=CRAM-MD5" in imap.capabilities
                        assert imap.login_cram_md5(user, "sesame")[0] == "OK"
                    with smtplib.SMTP_SSL("127.0.0.1", int(sys.argv[2]), context=tls) as smtp:
                        smtp.ehlo()
                        smtp.user, smtp.password = user, "sesame"
                        assert smtp.auth("CRAM-MD5", smtp.auth_cram_md5)[0] == 235
                    """);
            python.run(folder, script.toString(), Spoken.USER, "" + smtp.port(), "" + imap.port())
                    .succeeds();
        }
    }
}
