package dev.yubin.examples;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.SmtpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hands a message to a submission server: {@code SendMail host aaa@tokyo.test password bbb@osaka.test message.eml}. */
public final class SendMail {
    private SendMail() {}

    /** @param args host, sender, password, recipient, and the file with the message in lines that end with CR LF */
    public static void main(String[] args) throws Exception {
        byte[] message = Files.readAllBytes(Path.of(args[4]));
        try (SmtpClient smtp = SmtpClient.builder(args[0], 587, TlsMode.STARTTLS_REQUIRED)
                .connect()
                .await()) {
            smtp.login(Credentials.of(args[1], Secret.of(args[2]))).await();
            Delivery delivery =
                    smtp.send(Envelope.of(args[1], args[3]), message).await();
            System.out.println(delivery.outcomes());
            smtp.quit().await();
        }
    }
}
