package dev.yubin.imap.server;

import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.fetch.BodyName;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.TransferDecoder;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What FETCH tells of one message: RFC 9051 section 7.5.2. All of it is found before a word is said; only octets are still to be read. */
final class FetchedMessage implements AutoCloseable {
    /** Data, and then a body. */
    private record Stretch(List<FetchDatum> data, BodyName name, boolean binary, Source source) {}

    private final MailboxView view;
    private final Dialect dialect;
    private final Message message;
    private final Batch batch;
    private final Set<FetchItem> items;

    /** Mostly none, or one. */
    private final Deque<Stretch> stretches = new ArrayDeque<>(1);

    private List<FetchDatum> data = new ArrayList<>(4);
    private Optional<Content> content = Optional.empty();
    private boolean opened;
    private Optional<Source> flowing = Optional.empty();
    private long left;

    /** @param items what {@link #items} found */
    FetchedMessage(MailboxView view, Dialect dialect, Message message, Batch batch, Set<FetchItem> items) {
        this.view = view;
        this.dialect = dialect;
        this.message = message;
        this.batch = batch;
        this.items = items;
    }

    /** What is told of each message, or of each that this FETCH has marked as read. */
    static Set<FetchItem> items(Fetch fetch, Dialect dialect, boolean newlySeen) {
        Set<FetchItem> items = new LinkedHashSet<>();
        boolean uid = fetch.uid() || (newlySeen && dialect.condstore()); // RFC 7162 section 3.2.4
        if (uid && !dialect.uidOnly()) { // which tells it in any case
            items.add(FetchItem.Attribute.UID);
        }
        items.addAll(fetch.items());
        if (newlySeen) {
            items.add(FetchItem.Attribute.FLAGS);
        }
        if (fetch.changedSince().isPresent() || (newlySeen && dialect.condstore())) {
            items.add(FetchItem.Attribute.MODSEQ);
        }
        return items;
    }

    /** @throws StoreException when the message is gone, or cannot be read; nothing was said of it then */
    void open() throws StoreException, Refusal {
        for (FetchItem item : items) {
            add(item);
        }
        if (!stretches.isEmpty()) {
            stretches.peek().source.readAhead();
        }
    }

    private void add(FetchItem item) throws StoreException, Refusal {
        switch (item.kind()) {
            case ATTRIBUTE -> attribute((FetchItem.Attribute) item);
            case BODY -> {
                FetchItem.Body body = (FetchItem.Body) item;
                body(BodyName.of(body), body.partial().map(p -> p.octets()).orElse(Long.MAX_VALUE));
            }
            case BINARY -> binary((FetchItem.Binary) item);
            case BINARY_SIZE -> {
                FetchItem.BinarySize size = (FetchItem.BinarySize) item;
                data.add(new FetchDatum.BinarySize(
                        size.part(),
                        decoded(size.part(), 0, Long.MAX_VALUE)
                                .map(Source::octets)
                                .orElse(0L)));
            }
        }
    }

    private void attribute(FetchItem.Attribute attribute) throws StoreException {
        switch (attribute) {
            case ENVELOPE -> data.add(new FetchDatum.Enveloped(batch.envelope(message.uid())));
            case FLAGS -> {
                data.add(new FetchDatum.Flags(
                        Answers.inOrder(message.flags()), dialect.recent() && view.isRecent(message.uid())));
                view.tell(message);
            }
            case INTERNALDATE ->
                data.add(new FetchDatum.InternalDate(message.received().atOffset(ZoneOffset.UTC)));
            case RFC822_SIZE -> data.add(FetchDatum.size(message.octets()));
            case BODY -> data.add(new FetchDatum.Structure(root(), false));
            case BODYSTRUCTURE -> data.add(new FetchDatum.Structure(root(), true));
            case UID -> data.add(FetchDatum.uid(message.uid()));
            case RFC822 -> body(BodyName.of(BodyName.Form.RFC822), Long.MAX_VALUE);
            case RFC822_HEADER -> body(BodyName.of(BodyName.Form.RFC822_HEADER), Long.MAX_VALUE);
            case RFC822_TEXT -> body(BodyName.of(BodyName.Form.RFC822_TEXT), Long.MAX_VALUE);
            case MODSEQ -> data.add(FetchDatum.modSeq(message.modSeq()));
            case EMAILID ->
                data.add(new FetchDatum.Text(
                        FetchDatum.Kind.EMAILID,
                        Optional.of(batch.objectId(message.uid()).email())));
            case PREVIEW, PREVIEW_LAZY ->
                data.add(new FetchDatum.Text(
                        FetchDatum.Kind.PREVIEW,
                        batch.preview(message.uid(), attribute == FetchItem.Attribute.PREVIEW_LAZY)));
            case SAVEDATE ->
                data.add(new FetchDatum.SaveDate(
                        batch.saved(message.uid()).map(saved -> saved.atOffset(ZoneOffset.UTC))));
            case THREADID ->
                data.add(new FetchDatum.Text(
                        FetchDatum.Kind.THREADID, batch.objectId(message.uid()).thread()));
        }
    }

    private void body(BodyName name, long most) throws StoreException {
        Section section = name.section();
        // The whole message needs no outline: only its size, which the list has told.
        Optional<Slice> slice = section.equals(Section.ALL)
                ? Optional.of(Slice.range(0, content().octets()))
                : Sections.find(section, root(), content(), batch::filter);
        if (slice.isEmpty()) {
            data.add(new FetchDatum.Content(name, Optional.empty()));
        } else {
            stretch(name, false, Source.of(content(), slice.get(), name.origin().orElse(0), most));
        }
    }

    private void binary(FetchItem.Binary item) throws StoreException, Refusal {
        BodyName name = BodyName.of(item);
        long most = item.partial().map(p -> p.octets()).orElse(Long.MAX_VALUE);
        Optional<Source> source = decoded(item.part(), name.origin().orElse(0), most);
        if (source.isEmpty()) {
            data.add(new FetchDatum.Content(name, Optional.empty()));
        } else {
            stretch(name, true, source.get());
        }
    }

    /** A part's body without its transfer encoding; without a part's number, the message as it is (RFC 3516 section 4.2). */
    private Optional<Source> decoded(List<Integer> numbers, long from, long most) throws StoreException, Refusal {
        if (numbers.isEmpty()) {
            return Optional.of(Source.of(content(), Slice.range(0, content().octets()), from, most));
        }
        Optional<Part> part = Sections.find(numbers, root());
        if (part.isEmpty()) {
            return Optional.empty();
        }
        if (TransferDecoder.of(part.get().encoding()).isEmpty()) {
            throw Refusal.no(Plain.UNKNOWN_CTE, "this part's transfer encoding is not known here");
        }
        return Optional.of(view.lastPart().stretch(message.uid(), numbers, part.get(), content(), from, most));
    }

    private void stretch(BodyName name, boolean binary, Source source) {
        stretches.add(new Stretch(data, name, binary, source));
        data = new ArrayList<>(0);
    }

    private Part root() throws StoreException {
        return batch.root(message.uid());
    }

    private Content content() throws StoreException {
        if (content.isEmpty()) {
            content = Optional.of(view.mailbox().content(message.uid()));
        }
        return content.get();
    }

    /**
     * Tells some more.
     *
     * @return whether all is told
     */
    boolean tell(Answers out) {
        if (left > 0) {
            flow(out);
            return false;
        }
        if (!stretches.isEmpty()) {
            begin(stretches.poll(), out);
            return false;
        }
        if (opened) {
            new FetchClosing(data).write(out.line());
        } else {
            out.untagged(new FetchData(number(), dialect.uidOnly(), data));
        }
        return true;
    }

    private long number() {
        return dialect.uidOnly() ? message.uid() : view.numbering().number(message.uid());
    }

    private void begin(Stretch next, Answers out) {
        LiteralMarker marker = new LiteralMarker(next.source.octets(), true, next.binary);
        if (opened) {
            new FetchContinuing(next.data, next.name, marker).write(out.line());
        } else {
            new FetchOpening(number(), dialect.uidOnly(), next.data, next.name, marker).write(out.line());
        }
        opened = true;
        flowing = Optional.of(next.source);
        left = next.source.octets();
    }

    private void flow(Answers out) {
        try {
            var window = flowing.orElseThrow().next();
            left -= window.remaining();
            out.octets(window);
        } catch (StoreException | RuntimeException e) {
            // The client counts on these octets; whatever else came would be taken for them.
            throw new BrokenOff(e);
        }
    }

    @Override
    public void close() {
        content.ifPresent(Content::close);
        content = Optional.empty();
    }
}
