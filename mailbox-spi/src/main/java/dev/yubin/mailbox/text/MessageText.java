package dev.yubin.mailbox.text;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The text that a person would read in a message, for SEARCH (RFC 9051 section 6.4.4): read by windows of a few KiB, whatever the message's
 * size. Parts that are no text are passed over. Fails only where the {@link Content} does. Used by one thread at a time.
 */
public final class MessageText {
    /** How many octets of one header are looked at; more is no letter but an attack. */
    public static final int HEADER_LIMIT = 1024 * 1024;

    /**
     * The version of the rules by which text is read and {@linkplain Needle#fold folded}. Another version may read another text of the same message,
     * so an index that was made by one is of no use to another.
     */
    public static final int VERSION = 2;

    private final Content content;
    private final Outline outline;

    /** Reads nothing yet. The content stays the caller's to close. */
    public MessageText(Content content, Outline outline) {
        this.content = Objects.requireNonNull(content, "content");
        this.outline = Objects.requireNonNull(outline, "outline");
    }

    /** Whether a body holds it, or the header or body of a message within: BODY. */
    public boolean bodyHas(Needle needle) throws StoreException {
        Needle.Sink sink = needle.sink();
        readBody(sink);
        return sink.found();
    }

    /** Whether the header or a body holds it: TEXT. */
    public boolean has(Needle needle) throws StoreException {
        Needle.Sink sink = needle.sink();
        readMessage(outline.root(), sink);
        return sink.found();
    }

    /** Whether there is a field of this name with the text in its value: HEADER. An empty text is in every value. */
    public boolean headerHas(String name, Needle needle) throws StoreException {
        for (Field field : fields(outline.root())) {
            if (field.name().equalsIgnoreCase(name) && needle.isIn(field.value())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads each text that BCC, CC, FROM, HEADER, SUBJECT or TO may look at: fields, their values, and the envelope's subject and addresses,
     * which are not always written as they are compared. Much of it comes twice.
     *
     * @return whether the sink wants more
     */
    public boolean readHeader(TextSink to) throws StoreException {
        for (Field field : fields(outline.root())) {
            if (!to.take(field.text(), false) || !to.take(field.value(), false)) {
                return false;
            }
        }
        Envelope envelope = outline.envelope();
        if (!envelope.subject()
                .map(EncodedWords::decode)
                .map(subject -> to.take(subject, false))
                .orElse(true)) {
            return false;
        }
        for (List<MailAddress> addresses : List.of(envelope.from(), envelope.to(), envelope.cc(), envelope.bcc())) {
            for (MailAddress address : addresses) {
                if (!to.take(EncodedWords.decode(address), false)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Reads each text that BODY looks at: the text of each part, and fields and parts of messages within.
     *
     * @return whether the sink wants more
     */
    public boolean readBody(TextSink to) throws StoreException {
        return readBody(outline.root(), to);
    }

    private boolean readMessage(Part message, TextSink to) throws StoreException {
        for (Field field : fields(message)) {
            if (!to.take(field.text(), false)) {
                return false;
            }
        }
        return readBody(message, to);
    }

    private boolean readBody(Part part, TextSink to) throws StoreException {
        if (part.isMessage()) {
            return readMessage(part.nested().orElseThrow(), to);
        }
        for (Part child : part.children()) {
            if (!readBody(child, to)) {
                return false;
            }
        }
        return !part.isText() || PartText.read(content, part, to);
    }

    /** A header field, unfolded, an octet in each character; the name is empty where there is no colon. */
    private record Field(String octets, int colon) {
        static Field of(String octets) {
            return new Field(octets, octets.indexOf(':'));
        }

        String name() {
            return colon < 0 ? "" : octets.substring(0, colon).trim();
        }

        String value() {
            return EncodedWords.decode(octets.substring(colon + 1).strip());
        }

        String text() {
            return EncodedWords.decode(octets);
        }
    }

    /** The fields of a message's header. */
    private List<Field> fields(Part message) throws StoreException {
        ByteBuffer header = ByteBuffer.allocate((int) Math.min(message.headerOctets(), HEADER_LIMIT));
        Content.fill(content, message.headerStart(), header);
        List<Field> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (String line : new String(header.array(), StandardCharsets.ISO_8859_1).split("\n")) {
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            if (!continues && field.length() > 0) {
                fields.add(Field.of(field.toString()));
                field.setLength(0);
            }
            field.append(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        fields.add(Field.of(field.toString()));
        return fields;
    }
}
