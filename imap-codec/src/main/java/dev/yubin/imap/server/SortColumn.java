package dev.yubin.imap.server;

import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import dev.yubin.mailbox.text.BaseSubject;
import dev.yubin.mailbox.text.EncodedWords;
import dev.yubin.mailbox.text.UnicodeCasemap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What one criterion of SORT compares, as octets that stand in its order: numbers of eight octets, texts by their {@link UnicodeCasemap}. */
final class SortColumn implements Comparator<byte[]> {
    private final boolean reverse;
    private final boolean outlines;
    private final Part part;

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

    private SortColumn(boolean reverse, boolean outlines, Part part) {
        this.reverse = reverse;
        this.outlines = outlines;
        this.part = part;
    }

    static SortColumn of(SortCriterion criterion) {
        boolean reverse = criterion.reverse();
        return switch (criterion.key()) {
            case ARRIVAL ->
                number(reverse, false, found -> found.message().received().getEpochSecond());
            case DATE -> number(reverse, true, Candidate::sentSecond);
            case SIZE -> number(reverse, false, found -> found.message().octets());
            case SUBJECT -> text(reverse, envelope -> baseSubject(envelope).text());
            case CC -> text(reverse, envelope -> mailbox(envelope.cc()));
            case FROM -> text(reverse, envelope -> mailbox(envelope.from()));
            case TO -> text(reverse, envelope -> mailbox(envelope.to()));
            case DISPLAYFROM -> text(reverse, envelope -> display(envelope.from()));
            case RELEVANCY -> number(!reverse, false, Candidate::relevancy);
            case DISPLAYTO -> text(reverse, envelope -> display(envelope.to()));
        };
    }

    private static SortColumn number(boolean reverse, boolean outlines, NumberPart part) {
        return new SortColumn(
                reverse,
                outlines,
                found -> ByteBuffer.allocate(Long.BYTES)
                        .putLong(part.of(found) ^ Long.MIN_VALUE) // what is negative stands first
                        .array());
    }

    private static SortColumn text(boolean reverse, Function<Envelope, String> part) {
        return new SortColumn(reverse, true, found -> UnicodeCasemap.key(part.apply(found.envelope())));
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
        return outlines;
    }

    byte[] part(Candidate found) throws StoreException {
        return part.of(found);
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return reverse ? Arrays.compareUnsigned(other, one) : Arrays.compareUnsigned(one, other);
    }
}
