package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.text.MessageText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A message that SEARCH, SORT or THREAD looks at. Its outline and its octets are asked for only when a key needs them. */
final class Candidate implements AutoCloseable {
    private final Mailbox mailbox;
    private final Message message;
    private final boolean recent;
    private final Batch batch;
    private Optional<Outline> outline = Optional.empty();
    private Optional<Envelope> envelope = Optional.empty();
    private Optional<Content> content = Optional.empty();
    /** What fuzzy keys that it fits have made of it, added up. */
    private int scores;

    private int scored;

    Candidate(MailboxView view, Message message, Batch batch) {
        this.mailbox = view.mailbox();
        this.message = message;
        this.recent = view.isRecent(message.uid());
        this.batch = batch;
    }

    /** Is handed messages, one after another. */
    @FunctionalInterface
    interface Taker {
        void take(Candidate found) throws StoreException;
    }

    /** Hands over each of these messages, by ascending UID, but those that are gone; of as many as are looked at together ({@link Batch}). */
    static void each(MailboxView view, UidSet uids, Taker taker) throws StoreException {
        Batch batch = new Batch(view.mailbox(), uids);
        for (Message message : view.mailbox().messages(uids, 0)) {
            try (Candidate candidate = new Candidate(view, message, batch)) {
                taker.take(candidate);
            } catch (StoreException e) {
                if (e.reason() != StoreException.Reason.EXPUNGED) {
                    throw e;
                }
            }
        }
    }

    Message message() {
        return message;
    }

    boolean recent() {
        return recent;
    }

    Outline outline() throws StoreException {
        if (outline.isEmpty()) {
            outline = Optional.of(batch.outline(message.uid()));
        }
        return outline.get();
    }

    Envelope envelope() throws StoreException {
        if (envelope.isEmpty()) {
            envelope = Optional.of(batch.envelope(message.uid()));
        }
        return envelope.get();
    }

    /** The sent date, in seconds since 1970: RFC 5256 section 2.2. */
    long sentSecond() throws StoreException {
        return outline()
                .sentDate()
                .map(OffsetDateTime::toEpochSecond)
                .orElse(message.received().getEpochSecond());
    }

    /** Notes how well a fuzzy key fits, 1 to 100; of one that does not, 0 leaves it as it is. */
    void scored(int score) {
        scores += score;
        scored += score > 0 ? 1 : 0;
    }

    /** How well it fits what is looked for, 1 to 100: RFC 6203 section 4. */
    int relevancy() {
        return scored == 0 ? FuzzyWords.PERFECT : Math.max(1, scores / scored);
    }

    ObjectId objectId() throws StoreException {
        return batch.objectId(message.uid());
    }

    /** When it came into this mailbox; its internal date, where the mailbox does not know: RFC 8514 section 4.3. */
    Instant saved() throws StoreException {
        return batch.saved(message.uid()).orElse(message.received());
    }

    MessageText text() throws StoreException {
        if (content.isEmpty()) {
            content = Optional.of(mailbox.content(message.uid()));
        }
        return new MessageText(content.get(), outline());
    }

    @Override
    public void close() {
        content.ifPresent(Content::close);
    }
}
