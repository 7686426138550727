package dev.yubin.imap.server;

import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import dev.yubin.mailbox.text.BaseSubject;
import dev.yubin.mailbox.text.EncodedWords;
import dev.yubin.mailbox.text.UnicodeCasemap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What one criterion of SORT compares, of each message that was found; places in it are compared. */
final class SortColumn<T> implements Comparator<Integer> {
    private final boolean outlines;
    private final Part<T> part;
    private final Comparator<? super T> order;
    private final List<T> parts = new ArrayList<>();

    /** What of a message is compared. */
    private interface Part<T> {
        T of(Candidate found) throws StoreException;
    }

    private SortColumn(boolean outlines, Part<T> part, Comparator<? super T> order) {
        this.outlines = outlines;
        this.part = part;
        this.order = order;
    }

    static SortColumn<?> of(SortCriterion criterion) {
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
            case DISPLAYTO -> text(reverse, envelope -> display(envelope.to()));
        };
    }

    private static SortColumn<Long> number(boolean reverse, boolean outlines, Part<Long> part) {
        return new SortColumn<>(outlines, part, reverse ? Comparator.reverseOrder() : Comparator.naturalOrder());
    }

    private static SortColumn<byte[]> text(boolean reverse, Function<Envelope, String> part) {
        Comparator<byte[]> order = Arrays::compareUnsigned;
        return new SortColumn<>(
                true,
                found -> UnicodeCasemap.key(part.apply(found.outline().envelope())),
                reverse ? order.reversed() : order);
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

    void add(Candidate found) throws StoreException {
        parts.add(part.of(found));
    }

    @Override
    public int compare(Integer one, Integer other) {
        return order.compare(parts.get(one), parts.get(other));
    }
}
