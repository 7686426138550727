package dev.yubin.mailbox.outline;

import java.util.ArrayList;
import java.util.List;

/** A part whose end has not come yet, with what is known of it so far. */
final class OpenPart {
    /** RFC 2046 section 5.1.1 allows 70; more has been seen. A longer one is no boundary. */
    private static final int MAX_BOUNDARY = 256;

    final OpenPart parent;
    final int depth;
    private final boolean outermost;
    private final long headerStart;

    /** Its header, while that is being read. */
    final HeaderFields header = new HeaderFields();

    private MimeFields fields;
    private long bodyStart;
    private long linesBefore;
    private byte[] boundary = {};
    private final List<Part> children = new ArrayList<>();
    private Envelope envelope;
    private Part nested;

    private OpenPart(OpenPart parent, boolean outermost, long headerStart) {
        this.parent = parent;
        this.depth = parent == null ? 1 : parent.depth + 1;
        this.outermost = outermost;
        this.headerStart = headerStart;
    }

    /** The outermost part of a message; {@code parent} is the part of type message that holds it, null for the message itself. */
    static OpenPart ofMessage(OpenPart parent, long headerStart) {
        return new OpenPart(parent, true, headerStart);
    }

    /** The next part of a multipart. */
    static OpenPart ofMultipart(OpenPart parent, long headerStart) {
        return new OpenPart(parent, false, headerStart);
    }

    boolean wants(HeaderField field) {
        return outermost || field.ofPart();
    }

    /**
     * Its header has ended.
     *
     * @param linesBefore how many line feeds of the whole message lie before the body
     * @param roomWithin  whether parts may lie in it
     */
    void beginBody(long bodyStart, long linesBefore, boolean roomWithin) {
        this.bodyStart = bodyStart;
        this.linesBefore = linesBefore;
        fields = new MimeFields(header, !outermost && parent.fields.isDigest());
        boolean opaque = !roomWithin || !fields.isMultipart() && !fields.isPlainlyEncoded();
        if (opaque && (fields.isMultipart() || fields.isMessage())) {
            fields.makeOpaque();
        }
        if (fields.isMultipart() && fields.boundary().length() <= MAX_BOUNDARY) {
            boundary = Octets.of(fields.boundary());
        }
    }

    boolean holdsMessage() {
        return fields.isMessage();
    }

    boolean holdsParts() {
        return fields.isMultipart();
    }

    /** What delimits its parts; empty where nothing does, or where its close delimiter has passed. */
    byte[] boundary() {
        return boundary;
    }

    void passCloseDelimiter() {
        boundary = new byte[0];
    }

    /**
     * Ends at {@code end}, or later where what is within reaches further, and tells its parent.
     *
     * @param lines how many line feeds of the whole message lie before {@code lineStart}
     */
    Part end(long end, long lineStart, long lines) {
        long bodyEnd = Math.max(end, bodyStart);
        if (holdsParts() && children.isEmpty()) {
            children.add(MimeFields.emptyText(bodyStart));
        }
        for (Part within : nested == null ? children : List.of(nested)) {
            bodyEnd = Math.max(bodyEnd, within.bodyEnd());
        }
        long bodyLines = lines - linesBefore - (bodyEnd < lineStart ? 1 : 0);
        Part part = fields.part(headerStart, bodyStart, bodyEnd, bodyLines, children, envelope, nested);
        if (parent != null) {
            parent.take(part, this);
        }
        return part;
    }

    private void take(Part part, OpenPart from) {
        if (from.outermost) {
            nested = part;
            envelope = Envelope.of(from.header);
        } else {
            children.add(part);
        }
    }
}
