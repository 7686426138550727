package dev.yubin.smtp.client;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Note;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Protocol;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Visit;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Rset;
import dev.yubin.smtp.SmtpCommand;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An SMTP client's steps of a diagnosis. */
record Checkup(SmtpClient.Builder settings, Optional<Credentials> login, Optional<Envelope> envelope)
        implements Diagnosis.Walk {
    @Override
    public void take(Consumer<Finding> findings) {
        Visit<SmtpClient> visit = new Visit<>(
                Protocol.SMTP, settings.dialer(), dialer -> settings.connect(dialer, address -> {}), findings);
        visit.open().ifPresent(smtp -> {
            if (login.isEmpty() || visit.login(login.get(), smtp::login)) {
                envelope.ifPresent(some -> rehearse(some, smtp, visit));
            }
            smtp.quit(); // closes the connection too, and nobody needs to wait for that
        });
    }

    /** Says whose mail it would be and for whom, and takes it back. */
    private static void rehearse(Envelope envelope, SmtpClient smtp, Visit<?> visit) {
        String sender = String.valueOf(envelope.from());
        boolean taken = visit.check(
                Step.SENDER,
                () -> said(Step.SENDER, sender, smtp, visit, fit(envelope, smtp).mail()));
        for (Rcpt rcpt : taken ? envelope.recipients() : List.<Rcpt>of()) {
            taken &= visit.check(Step.RECIPIENT, () -> {
                Rcpt fitting = fit(new Envelope(envelope.mail(), List.of(rcpt)), smtp)
                        .recipients()
                        .get(0);
                return said(Step.RECIPIENT, String.valueOf(rcpt.to()), smtp, visit, fitting);
            });
        }
        smtp.say(new Rset());
    }

    /** As this server can take it. */
    private static Envelope fit(Envelope envelope, SmtpClient smtp) throws FaultException {
        return new Terms(smtp.connection(), smtp.extensions())
                .fit(envelope, () -> Channels.newChannel(InputStream.nullInputStream()));
    }

    private static Finding said(Step step, String address, SmtpClient smtp, Visit<?> visit, SmtpCommand command)
            throws FaultException {
        Reply reply = smtp.say(command).await();
        Note whose = Topic.ADDRESS.of(address);
        return reply.isPositive()
                ? visit.passed(step, whose, Topic.FIRST_LINE.of(Escaped.text(reply.toString())))
                : visit.failed(
                        step,
                        Refusals.trouble(step, reply),
                        Optional.of(Escaped.text(reply.toString())),
                        List.of(whose));
    }
}
