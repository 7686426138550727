package dev.yubin.imap.client;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.quota.QuotaData;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.protocol.Fault.Kind;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Note;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Protocol;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.protocol.diagnosis.Visit;
import dev.yubin.protocol.sasl.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An IMAP client's steps of a diagnosis. */
record Checkup(ImapClient.Builder settings, Optional<Credentials> login) implements Diagnosis.Walk {
    @Override
    public void take(Consumer<Finding> findings) {
        Visit<ImapClient> visit = new Visit<>(Protocol.IMAP, settings.dialer(), settings::connect, findings);
        visit.open().ifPresent(imap -> {
            if (login.isPresent() && (imap.preauthenticated() || visit.login(login.get(), imap::login))) {
                visit.check(Step.MAILBOX, () -> inbox(imap, visit));
            }
            imap.logout(); // closes the connection too, and nobody needs to wait for that
        });
    }

    private static Finding inbox(ImapClient imap, Visit<?> visit) throws FaultException {
        Selected inbox = imap.select(Select.readOnly(ImapName.INBOX)).await();
        List<Note> notes = new ArrayList<>(List.of(Topic.MESSAGES.of(inbox.exists())));
        boolean full = false;
        for (QuotaData quota : quotas(imap)) {
            quota.quota()
                    .resources()
                    .forEach((resource, usage) -> notes.add(Topic.USED.of(resource, usage.used(), usage.limit())));
            full |= quota.quota().resources().values().stream().anyMatch(Checkup::isFull);
        }
        return full
                ? visit.failed(Step.MAILBOX, Trouble.MAILBOX_FULL, Optional.empty(), notes)
                : visit.passed(Step.MAILBOX, notes.toArray(Note[]::new));
    }

    private static boolean isFull(Usage usage) {
        return usage.used() >= usage.limit();
    }

    /** None from a server that does not tell. */
    private static List<QuotaData> quotas(ImapClient imap) throws FaultException {
        if (!imap.capabilities().has("QUOTA")) {
            return List.of();
        }
        try {
            return imap.quotas(ImapName.INBOX).await().quotas();
        } catch (FaultException e) {
            if (e.fault().cause().kind() == Kind.REFUSED) {
                return List.of();
            }
            throw e;
        }
    }
}
