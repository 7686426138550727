package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Parameter;
import dev.yubin.mailbox.outline.Part;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The text that a person would read in a message, for SEARCH: transfer encodings and charsets taken away, read by windows. Parts that are
 * no text are passed over.
 */
final class MessageText {
    private static final int WINDOW = 16 * 1024;
    /** How much of one header is looked at; more is no letter but an attack. */
    static final int HEADER_LIMIT = 1024 * 1024;

    private final Content content;

    MessageText(Content content) {
        this.content = content;
    }

    /** Whether a body holds it, and bodies and headers of messages within: BODY. */
    boolean bodyHas(Part part, Needle needle) throws StoreException {
        if (part.isMultipart()) {
            for (Part child : part.children()) {
                if (bodyHas(child, needle)) {
                    return true;
                }
            }
            return false;
        }
        if (part.isMessage()) {
            return has(part.nested().orElseThrow(), needle);
        }
        return part.isText() && textHas(part, needle);
    }

    /** Whether a message's header or body holds it: TEXT. */
    boolean has(Part message, Needle needle) throws StoreException {
        return fieldHas(message, name -> true, needle, true) || bodyHas(message, needle);
    }

    /** Whether the message has a field of this name with the text in its value: HEADER. An empty text is in every value. */
    boolean headerHas(Part message, String field, Needle needle) throws StoreException {
        return fieldHas(message, field::equalsIgnoreCase, needle, false);
    }

    private boolean fieldHas(Part message, Predicate<String> names, Needle needle, boolean inName)
            throws StoreException {
        for (String field : fields(message)) {
            int colon = field.indexOf(':');
            String name = colon < 0 ? "" : field.substring(0, colon).trim();
            if (names.test(name)
                    && needle.isIn(EncodedWords.decode(
                            inName ? field : field.substring(colon + 1).strip()))) {
                return true;
            }
        }
        return false;
    }

    /** Each field with its continuation lines, an octet in each character. */
    private List<String> fields(Part message) throws StoreException {
        int octets = (int) Math.min(message.headerOctets(), HEADER_LIMIT);
        ByteBuffer header = ByteBuffer.allocate(octets);
        Reading.fill(content, message.headerStart(), header);
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (String line : new String(header.array(), 0, header.position(), StandardCharsets.ISO_8859_1).split("\n")) {
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            if (!continues && field.length() > 0) {
                fields.add(field.toString());
                field.setLength(0);
            }
            field.append(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        fields.add(field.toString());
        return fields;
    }

    private boolean textHas(Part part, Needle needle) throws StoreException {
        TransferDecoder transfer = TransferDecoder.of(part.encoding()).orElse(null);
        if (transfer == null) {
            return false;
        }
        CharsetDecoder charset = charset(part);
        String portion = "";
        boolean found = needle.isIn(portion);
        ByteBuffer raw = ByteBuffer.allocate(WINDOW);
        ByteBuffer octets = ByteBuffer.allocate(WINDOW + 2 * TransferDecoder.HELD + 16);
        CharBuffer text = CharBuffer.allocate(2 * WINDOW);
        for (long at = part.bodyStart(); at < part.bodyEnd() && !found; ) {
            raw.clear().limit((int) Math.min(WINDOW, part.bodyEnd() - at));
            at += Reading.some(content, at, raw);
            transfer.decode(raw.flip(), octets);
            boolean end = at >= part.bodyEnd();
            if (end) {
                transfer.finish(octets);
            }
            charset.decode(octets.flip(), text, end);
            octets.compact();
            portion = needle.edge(portion) + text.flip();
            found = needle.isIn(portion);
            text.clear();
        }
        return found;
    }

    private static CharsetDecoder charset(Part part) {
        String name = part.parameters().stream()
                .filter(p -> p.name().equalsIgnoreCase("charset"))
                .map(Parameter::value)
                .findFirst()
                .orElse("us-ascii");
        // Mail that says us-ascii and holds other octets mostly holds UTF-8, which reads ASCII just as well.
        var charset = EncodedWords.charset(name);
        return (charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }
}
