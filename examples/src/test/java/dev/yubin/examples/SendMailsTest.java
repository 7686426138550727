package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/send-mail.md and docs/receive-mail.md, one against the other. */
class SendMailsTest {
    private static final String USER = "bbb@osaka.test";
    private static final Secret PASSWORD = Secret.of("tanuki");
    private static final String MESSAGE = "Subject: one\r\n\r\nhello\r\n";

    @TempDir
    Path folder;

    private SmtpServer server(SmtpPort port) throws IOException {
        return ReceiveForUsers.serve(
                new ReceiveForUsers(Set.of(USER), folder),
                new UserTable(4096).add(USER, PASSWORD),
                port.on(InetAddress.getLoopbackAddress()));
    }

    private List<String> received() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(SendMailsTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SmtpClient.Builder submitting(SmtpServer server) {
        return SmtpClient.builder("localhost", server.port(), TlsMode.IMPLICIT)
                .trust(TlsTrust.anyone())
                .login(Credentials.of(USER, PASSWORD));
    }

    @Test
    void oneMessageGoesByOneCall() throws Exception {
        try (SmtpServer server = server(SmtpPort.submissions(0))) {
            Delivery delivery =
                    SendOneMail.send(submitting(server), USER, USER, MESSAGE.getBytes(StandardCharsets.US_ASCII));
            assertThat(delivery.accepted()).hasSize(1);
            assertThat(received()).containsExactly(MESSAGE);
        }
    }

    @Test
    void manyGoOverFewConnections(@TempDir Path outbox) throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            files.add(Files.writeString(outbox.resolve(i + ".eml"), MESSAGE));
        }
        files.add(outbox.resolve("missing.eml"));
        try (SmtpServer server = server(SmtpPort.submissions(0))) {
            List<String> reports = SendManyMails.send(submitting(server), Envelope.of(USER, USER), files);
            assertThat(reports.subList(0, 20)).containsOnly("taken for all");
            assertThat(reports.get(20)).startsWith("not sent: ").contains("missing.eml");
            assertThat(received()).hasSize(20).containsOnly(MESSAGE);
        }
    }

    @Test
    void whoIsNotKnownHereOrWritesAsAnotherIsRefused() throws Exception {
        try (SmtpServer server = server(SmtpPort.submissions(0))) {
            assertThatThrownBy(() -> SendOneMail.send(
                            submitting(server), "aaa@tokyo.test", USER, MESSAGE.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("550 5.7.1 Write as yourself");
            assertThatThrownBy(() -> SendOneMail.send(
                            submitting(server), USER, "ccc@osaka.test", MESSAGE.getBytes(StandardCharsets.US_ASCII)))
                    .hasMessageContaining("550 5.1.1 No such mailbox here");
            assertThat(received()).isEmpty();
        }
    }

    @Test
    void overLmtpEachRecipientHasAReply() throws Exception {
        try (SmtpServer server = server(SmtpPort.lmtp(0))) {
            Delivery delivery = SmtpClient.builder("localhost", server.port(), TlsMode.PLAINTEXT)
                    .lmtp()
                    .send(
                            Envelope.of("aaa@tokyo.test", USER, "ccc@osaka.test"),
                            MESSAGE.getBytes(StandardCharsets.US_ASCII))
                    .await();
            assertThat(delivery.outcomes())
                    .extracting(outcome -> outcome.reply().code())
                    .containsExactly(250, 550);
        }
    }
}
