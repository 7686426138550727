package dev.yubin.pop3.client;

import dev.yubin.pop3.DropListing;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Protocol;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Visit;
import dev.yubin.protocol.sasl.Credentials;
import java.util.Optional;
import java.util.function.Consumer;

/** A POP3 client's steps of a diagnosis. */
record Checkup(Pop3Client.Builder settings, Optional<Credentials> login) implements Diagnosis.Walk {
    @Override
    public void take(Consumer<Finding> findings) {
        Visit<Pop3Client> visit = new Visit<>(Protocol.POP3, settings.dialer(), settings::connect, findings);
        visit.open().ifPresent(pop -> {
            if (login.isPresent() && visit.login(login.get(), pop::login)) {
                visit.check(Step.MAILBOX, () -> maildrop(pop, visit));
            }
            pop.quit(); // closes the connection too, and nobody needs to wait for that
        });
    }

    private static Finding maildrop(Pop3Client pop, Visit<?> visit) throws FaultException {
        DropListing drop = pop.stat().await();
        return visit.passed(Step.MAILBOX, Topic.MAILDROP.of(drop.messages(), drop.octets()));
    }
}
