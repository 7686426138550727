package dev.yubin.smtp.server;

import dev.yubin.conformance.smtp.Dialect;
import dev.yubin.conformance.smtp.SmtpTarget;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application that offers all there is, for one recipient, and keeps what comes: for suites that are aimed at its server. */
final class TakesAll implements SmtpApplication {
    static final String RECIPIENT = "bob@example.test";
    static final String REFUSED = "nobody@example.test";

    private static final String USER = "ann";
    private static final String PASSWORD = "tanuki and kitsune";
    private static final int MESSAGE_OCTETS = 1 << 19;
    /** As short as a busy machine's tests are never silent, for one check waits for it. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public Offers offers() {
        return Offers.of(Extension.BINARYMIME, Extension.SMTPUTF8, Extension.DSN, Extension.REQUIRETLS, Extension.ETRN)
                .deliverBy(Duration.ofMinutes(1))
                .futureRelease(Duration.ofDays(7))
                .priorities("MIXER");
    }

    @Override
    public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) {
        String to =
                rcpt.to().isPostmaster() ? "postmaster@example.test" : rcpt.to().toString();
        return to.matches("(?i)<?(bob|postmaster)@example\\.test>?")
                ? Replies.RECIPIENT_OK
                : Reply.of(550, "5.1.1", "No such mailbox here");
    }

    @Override
    public MessageSink data(SmtpPeer peer, Envelope envelope) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new MessageSink() {
            @Override
            public void write(ByteBuffer piece) {
                byte[] octets = new byte[piece.remaining()];
                piece.get(octets);
                content.writeBytes(octets);
            }

            @Override
            public Reply commit() {
                messages.add(content.toString(StandardCharsets.ISO_8859_1));
                return Replies.MESSAGE_OK;
            }

            @Override
            public void abort() {}
        };
    }

    /** Serves on this port, as patient with errors as the suites need. */
    SmtpServer serve(SmtpPort port) throws FaultException {
        return SmtpServer.builder()
                .port(port)
                .application(this)
                .identity(TlsIdentity.selfSigned())
                .users(new UserTable(4096).add(USER, Secret.of(PASSWORD)))
                .throttle(new LoginThrottle(Integer.MAX_VALUE, Duration.ZERO))
                .limits(SmtpLimits.standard()
                        .messageOctets(MESSAGE_OCTETS)
                        .errorDelay(Duration.ZERO)
                        .commandTimeout(SILENCE)
                        .contentTimeout(SILENCE))
                .start();
    }

    /** What a suite has to know of it. */
    SmtpTarget.Builder target(SmtpServer server, Dialect dialect) {
        return SmtpTarget.at(server.addresses().get(0), RECIPIENT)
                .speaks(dialect)
                .login(USER, PASSWORD)
                .refuses(REFUSED)
                .mailroom(() -> messages)
                .sendsAwayTheSilent()
                .octets(1 << 20)
                .commands(2000);
    }
}
