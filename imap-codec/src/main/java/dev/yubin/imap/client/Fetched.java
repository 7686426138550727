package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.fetch.FetchDatum.BinarySize;
import dev.yubin.imap.fetch.FetchDatum.Content;
import dev.yubin.imap.fetch.FetchDatum.Enveloped;
import dev.yubin.imap.fetch.FetchDatum.Flags;
import dev.yubin.imap.fetch.FetchDatum.InternalDate;
import dev.yubin.imap.fetch.FetchDatum.SaveDate;
import dev.yubin.imap.fetch.FetchDatum.Structure;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.EncodedWords;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a server has told of one message: RFC 9051 section 7.5.2. Each question is answered with what was told of it last, and with nothing where
 * nothing was told.
 *
 * @param number the message's number when it was told; 0 once UIDONLY is enabled, when messages have none (RFC 9586)
 * @param data   all of it, in the order in which it came; items that this client does not know too
 */
public record Fetched(long number, List<FetchDatum> data) {
    public Fetched {
        data = List.copyOf(data);
    }

    /** The same of a response; the UID that a UIDFETCH tells of stands among its data. */
    static Fetched of(FetchData told) {
        Stream<FetchDatum> data = told.data().stream();
        return told.byUid()
                ? new Fetched(
                        0,
                        Stream.concat(Stream.of(FetchDatum.uid(told.number())), data)
                                .toList())
                : new Fetched(told.number(), told.data());
    }

    public OptionalLong uid() {
        return number(FetchDatum.Kind.UID);
    }

    public Optional<Set<Flag>> flags() {
        return last(Flags.class).map(Flags::flags);
    }

    /** RFC822.SIZE, in octets. */
    public OptionalLong size() {
        return number(FetchDatum.Kind.RFC822_SIZE);
    }

    /** INTERNALDATE. */
    public Optional<OffsetDateTime> received() {
        return last(InternalDate.class).map(InternalDate::received);
    }

    /** SAVEDATE: RFC 8514; empty also where the server does not know. */
    public Optional<OffsetDateTime> saved() {
        return last(SaveDate.class).flatMap(SaveDate::saved);
    }

    /** ENVELOPE; its strings hold one octet in each character. */
    public Optional<Envelope> envelope() {
        return last(Enveloped.class).map(Enveloped::envelope);
    }

    /** The subject in ENVELOPE as people read it: RFC 2047. Empty also where the message has none. */
    public Optional<String> subject() {
        return envelope().flatMap(Envelope::subject).map(EncodedWords::decode);
    }

    /** Its files, where BODYSTRUCTURE was asked for; BODY does not tell which parts are some. */
    public List<Attachment> attachments() {
        return structure().map(Attachment::of).orElse(List.of());
    }

    /** BODYSTRUCTURE or BODY. */
    public Optional<Part> structure() {
        return last(Structure.class).map(Structure::root);
    }

    /** MODSEQ: RFC 7162 section 3.1.4. */
    public OptionalLong modSeq() {
        return number(FetchDatum.Kind.MODSEQ);
    }

    /** EMAILID: RFC 8474 section 5.1. */
    public Optional<String> emailId() {
        return text(FetchDatum.Kind.EMAILID);
    }

    /** THREADID: RFC 8474 section 5.2; empty also where the server knows of no threads. */
    public Optional<String> threadId() {
        return text(FetchDatum.Kind.THREADID);
    }

    /** PREVIEW, of at most 256 characters: RFC 8970 section 3; empty also where {@code PREVIEW (LAZY)} found none at hand. */
    public Optional<String> preview() {
        return text(FetchDatum.Kind.PREVIEW);
    }

    /** The octets of that section, or of a stretch of it, as they were asked for; empty where the server said NIL too. */
    public Optional<Octets> content(Section section) {
        return last(Content.class, content -> content.name().section().equals(section))
                .flatMap(Content::octets);
    }

    /** BINARY.SIZE of that part, such as 1, 2: how many octets it has without its transfer encoding. RFC 3516 section 4.3. */
    public OptionalLong binarySize(Integer... part) {
        List<Integer> numbers = List.of(part);
        return last(BinarySize.class, size -> size.part().equals(numbers))
                .map(size -> OptionalLong.of(size.octets()))
                .orElse(OptionalLong.empty());
    }

    /**
     * Keeps what is told of the messages that a FETCH or STORE names, each message once: a server may tell of it in several responses. Those by UID
     * are known by UID, which every answer bears (RFC 9051 section 6.4.9), since their numbers may change meanwhile.
     *
     * @return false where the response is about no such message
     */
    static boolean keep(ImapResponse response, boolean uid, SequenceSet asked, Map<Long, Fetched> messages) {
        if (!(response instanceof FetchData told)) {
            return false;
        }
        Fetched message = of(told);
        long name = uid ? message.uid().orElse(0) : message.number();
        if (isAsked(name, asked)) {
            messages.merge(name, message, Fetched::and);
            return true;
        }
        return false;
    }

    /** Whether a command that names these messages may mean the one of that number or UID; 0 is none's. What * and $ are, only the server knows. */
    static boolean isAsked(long name, SequenceSet asked) {
        return name > 0
                && (asked.isSaved() || asked.hasLargest() || asked.within(name).contains(name));
    }

    private Fetched and(Fetched more) {
        return new Fetched(
                more.number, Stream.concat(data.stream(), more.data.stream()).toList());
    }

    private <D extends FetchDatum> Optional<D> last(Class<D> kind) {
        return last(kind, datum -> true);
    }

    private <D extends FetchDatum> Optional<D> last(Class<D> kind, Predicate<D> which) {
        return data.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .reduce((one, next) -> next);
    }

    private OptionalLong number(FetchDatum.Kind kind) {
        return last(FetchDatum.Number.class, datum -> datum.kind() == kind)
                .map(datum -> OptionalLong.of(datum.number()))
                .orElse(OptionalLong.empty());
    }

    private Optional<String> text(FetchDatum.Kind kind) {
        return last(FetchDatum.Text.class, datum -> datum.kind() == kind).flatMap(FetchDatum.Text::text);
    }
}
