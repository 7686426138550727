package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.MessageSource;
import dev.yubin.smtp.client.Outcome;
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpPool;
import dev.yubin.smtp.client.SmtpPoolLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends files over connections that are used again: {@code SendManyMails host aaa@tokyo.test password bbb@osaka.test one.eml two.eml}. */
public final class SendManyMails {
    private SendManyMails() {}

    /** @param args host, sender, password, recipient, and files with a message each */
    public static void main(String[] args) throws Exception {
        SmtpClient.Builder server = SmtpClient.builder(args[0], 587, TlsMode.STARTTLS_REQUIRED)
                .login(Credentials.of(args[1], Secret.of(args[2])));
        List<Path> files = Arrays.stream(args).skip(4).map(Path::of).toList();
        send(server, Envelope.of(args[1], args[3]), files).forEach(System.out::println);
    }

    static List<String> send(SmtpClient.Builder server, Envelope envelope, List<Path> files) throws FaultException {
        List<String> reports = new ArrayList<>();
        try (SmtpPool pool = server.pool(SmtpPoolLimits.standard().connections(2))) {
            List<Pending<Delivery>> sending = new ArrayList<>();
            for (Path file : files) {
                sending.add(pool.send(envelope, MessageSource.of(file)));
            }
            for (Pending<Delivery> one : sending) {
                reports.add(report(one));
            }
            pool.quit().await();
        }
        return reports;
    }

    private static String report(Pending<Delivery> sending) {
        try {
            List<Outcome> refused = sending.await().refused();
            return refused.isEmpty() ? "taken for all" : "taken, but not for " + refused;
        } catch (RefusedException refused) {
            return "taken for nobody: " + refused.outcomes();
        } catch (FaultException failure) {
            return switch (failure.fault().cause()) {
                case PERHAPS_TAKEN -> "perhaps taken; not to be sent again unseen: " + failure.getMessage();
                default -> "not sent: " + failure.getMessage();
            };
        }
    }
}
