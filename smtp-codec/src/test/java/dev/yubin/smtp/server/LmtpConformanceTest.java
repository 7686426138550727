package dev.yubin.smtp.server;

import dev.yubin.conformance.smtp.Dialect;
import dev.yubin.conformance.smtp.SmtpServerContract;
import dev.yubin.conformance.smtp.SmtpTarget;
import dev.yubin.protocol.TlsMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The suite that holds for any LMTP server holds for ours, in the clear. */
@Timeout(300)
class LmtpConformanceTest extends SmtpServerContract {
    private static final TakesAll APPLICATION = new TakesAll();
    private static SmtpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = APPLICATION.serve(
                SmtpPort.lmtp(0).tls(TlsMode.STARTTLS_OPTIONAL).plaintextLogin(true));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected SmtpTarget target() {
        return APPLICATION.target(server, Dialect.LMTP).build();
    }

    @Override
    protected boolean mayLeaveOut(String title, String why) {
        return why.equals("LHLO does not list REQUIRETLS"); // before TLS
    }
}
