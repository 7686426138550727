package dev.yubin.imap.server;

import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import dev.yubin.mailbox.text.BaseSubject;
import dev.yubin.mailbox.text.EncodedWords;
import dev.yubin.mailbox.text.UnicodeCasemap;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one criterion of SORT compares, as unsigned octets that stand in its order: numbers of eight octets, texts by their {@link UnicodeCasemap}. What
 * of one message is compared is never the beginning of what is of another, so that a further criterion's may stand behind it.
 */
final class SortColumn {
    private final boolean reverse;
    private final Reads reads;
    private final Part part;

    /** What it looks at beside what the store lists. */
    private enum Reads {
        NOTHING,
        OUTLINE,
        SCORE
    }

    /** What of a message is compared. */
    @FunctionalInterface
    interface Part {
        byte[] of(Candidate found) throws StoreException;
    }

    /** A part that is a number. */
    @FunctionalInterface
    private interface NumberPart {
        long of(Candidate found) throws StoreException;
    }

    private SortColumn(boolean reverse, Reads reads, Part part) {
        this.reverse = reverse;
        this.reads = reads;
        this.part = part;
    }

    static SortColumn of(SortCriterion criterion) {
        boolean reverse = criterion.reverse();
        return switch (criterion.key()) {
            case ARRIVAL ->
                number(
                        reverse,
                        Reads.NOTHING,
                        found -> found.message().received().getEpochSecond());
            case DATE -> number(reverse, Reads.OUTLINE, Candidate::sentSecond);
            case SIZE -> number(reverse, Reads.NOTHING, found -> found.message().octets());
            case SUBJECT -> text(reverse, envelope -> baseSubject(envelope).text());
            case CC -> text(reverse, envelope -> mailbox(envelope.cc()));
            case FROM -> text(reverse, envelope -> mailbox(envelope.from()));
            case TO -> text(reverse, envelope -> mailbox(envelope.to()));
            case DISPLAYFROM -> text(reverse, envelope -> display(envelope.from()));
            case RELEVANCY -> number(!reverse, Reads.SCORE, Candidate::relevancy);
            case DISPLAYTO -> text(reverse, envelope -> display(envelope.to()));
        };
    }

    private static SortColumn number(boolean reverse, Reads reads, NumberPart part) {
        return new SortColumn(
                reverse,
                reads,
                found -> ByteBuffer.allocate(Long.BYTES)
                        .putLong(part.of(found) ^ Long.MIN_VALUE) // what is negative stands first
                        .array());
    }

    private static SortColumn text(boolean reverse, Function<Envelope, String> part) {
        return new SortColumn(reverse, Reads.OUTLINE, found -> ended(UnicodeCasemap.key(part.apply(found.envelope()))));
    }

    /** With an end that is less than all octets in it: each is greater by one, which those of UTF-8, up to F4, have room for. */
    private static byte[] ended(byte[] text) {
        byte[] ended = new byte[text.length + 1];
        for (int i = 0; i < text.length; i++) {
            ended[i] = (byte) (text[i] + 1);
        }
        return ended;
    }

    /** Of a subject as people read it. */
    static BaseSubject baseSubject(Envelope envelope) {
        return BaseSubject.of(envelope.subject().map(EncodedWords::decode).orElse(""));
    }

    private static String mailbox(List<MailAddress> addresses) {
        return addresses.stream().findFirst().flatMap(MailAddress::mailbox).orElse("");
    }

    /** RFC 5957 section 3. */
    private static String display(List<MailAddress> addresses) {
        if (addresses.isEmpty()) {
            return "";
        }
        MailAddress first = addresses.get(0);
        Optional<String> name = first.name().map(EncodedWords::decode).filter(text -> !text.isEmpty());
        return name.orElse(first.mailbox().orElse("")
                + first.host().map(host -> "@" + host).orElse(""));
    }

    /** Whether it reads more of a message than what the store lists. */
    boolean readsOutlines() {
        return reads == Reads.OUTLINE;
    }

    /** Whether it reads how well the message fits. */
    boolean readsScores() {
        return reads == Reads.SCORE;
    }

    byte[] part(Candidate found) throws StoreException {
        byte[] octets = part.of(found);
        for (int i = 0; reverse && i < octets.length; i++) {
            octets[i] = (byte) ~octets[i];
        }
        return octets;
    }
}
