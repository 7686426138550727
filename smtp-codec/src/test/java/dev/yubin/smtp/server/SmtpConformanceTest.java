package dev.yubin.smtp.server;

import dev.yubin.conformance.smtp.Dialect;
import dev.yubin.conformance.smtp.SmtpServerContract;
import dev.yubin.conformance.smtp.SmtpTarget;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The suite that holds for any SMTP server holds for ours, with all that it can offer; TLS begins by STARTTLS. */
@Timeout(300)
class SmtpConformanceTest extends SmtpServerContract {
    private static final TakesAll APPLICATION = new TakesAll();
    private static SmtpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = APPLICATION.serve(
                SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).plaintextLogin(true));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected SmtpTarget target() {
        return APPLICATION
                .target(server, Dialect.SMTP)
                .tls(SmtpTarget.Tls.STARTTLS)
                .build();
    }

    @Override
    protected boolean mayLeaveOut(String title, String why) {
        return false;
    }
}
