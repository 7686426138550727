package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.SmtpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends a message by one call: {@code SendOneMail host aaa@tokyo.test password bbb@osaka.test message.eml}. */
public final class SendOneMail {
    private SendOneMail() {}

    /** @param args host, sender, password, recipient, and the file with the message in lines that end with CR LF */
    public static void main(String[] args) throws Exception {
        SmtpClient.Builder server = SmtpClient.builder(args[0], 587, TlsMode.STARTTLS_REQUIRED)
                .login(Credentials.of(args[1], Secret.of(args[2])));
        System.out.println(send(server, args[1], args[3], Files.readAllBytes(Path.of(args[4]))));
    }

    static Delivery send(SmtpClient.Builder server, String sender, String recipient, byte[] message)
            throws FaultException {
        return server.send(Envelope.of(sender, recipient), message).await();
    }
}
