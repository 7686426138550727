package dev.yubin.examples;

import dev.yubin.imap.client.ImapClient;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.diagnosis.Report;
import dev.yubin.protocol.sasl.Credentials;
import java.time.Duration;
import java.util.Locale;

/** Says what is wrong with an account's settings. */
public final class DiagnoseAccount {
    private DiagnoseAccount() {}

    /** Looks at the account of the arguments: a host, a user and a password. */
    public static void main(String[] args) {
        diagnose(args[0], Credentials.of(args[1], Secret.of(args[2])));
    }

    static void diagnose(String host, Credentials credentials) {
        Report report = ImapClient.builder(host, 993, TlsMode.IMPLICIT)
                .connectTimeout(Duration.ofSeconds(10))
                .timeout(Duration.ofSeconds(10))
                .diagnosis(credentials)
                .run();
        if (!report.passed()) {
            System.out.print(report.text(Locale.ENGLISH));
        }
    }
}
