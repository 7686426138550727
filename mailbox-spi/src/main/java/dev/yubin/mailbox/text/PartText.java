package dev.yubin.mailbox.text;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Parameter;
import dev.yubin.mailbox.outline.Part;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The text of one part of type text, read by windows. */
final class PartText {
    /** How many octets of the part become one portion. */
    static final int WINDOW = 16 * 1024;

    private PartText() {}

    /**
     * Reads a part; of one whose transfer encoding is not known, nothing.
     *
     * @return whether the sink wants more
     */
    static boolean read(Content content, Part part, TextSink to) throws StoreException {
        TransferDecoder transfer = TransferDecoder.of(part.encoding()).orElse(null);
        if (transfer == null) {
            return true;
        }
        CharsetDecoder charset = charset(part);
        ByteBuffer raw = ByteBuffer.allocate((int) Math.min(WINDOW, part.bodyOctets()));
        ByteBuffer octets = ByteBuffer.allocate(raw.capacity() + 2 * TransferDecoder.HELD + 16);
        CharBuffer text = CharBuffer.allocate(2 * octets.capacity());
        boolean wanted = true;
        boolean follows = false;
        for (long at = part.bodyStart(); wanted && (at < part.bodyEnd() || !follows); at += raw.limit()) {
            raw.clear().limit((int) Math.min(WINDOW, part.bodyEnd() - at));
            Content.fill(content, at, raw);
            transfer.decode(raw.flip(), octets);
            boolean end = at + raw.limit() == part.bodyEnd();
            if (end) {
                transfer.finish(octets);
            }
            charset.decode(octets.flip(), text, end);
            octets.compact();
            wanted = to.take(text.flip().toString(), follows);
            text.clear();
            follows = true;
        }
        return wanted;
    }

    private static CharsetDecoder charset(Part part) {
        String name = part.parameters().stream()
                .filter(p -> p.name().equalsIgnoreCase("charset"))
                .map(Parameter::value)
                .findFirst()
                .orElse("us-ascii");
        Charset charset = EncodedWords.charset(name);
        // Mail that says us-ascii and holds other octets mostly holds UTF-8, which reads ASCII just as well.
        return (charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }
}
