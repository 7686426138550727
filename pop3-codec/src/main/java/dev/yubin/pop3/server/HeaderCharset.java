package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether a message's header is in UTF-8 beyond ASCII (RFC 6532), so that it may be shown only to who said UTF8: RFC 6856 section 2.1. Octets
 * beyond ASCII that are no UTF-8 are of the times before; UTF8 would change nothing about them.
 */
final class HeaderCharset {
    private static final int WINDOW = 4096;
    /** Of longer headers the rest is not looked at. */
    private static final int MOST_OCTETS = 256 * 1024;

    private HeaderCharset() {}

    static boolean isUtf8BeyondAscii(Content message) throws StoreException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        boolean ascii = true;
        int textInLine = 0;
        for (long at = 0; at < MOST_OCTETS && message.read(at, window.clear()) > 0; at += window.limit()) {
            window.flip();
            for (int i = 0; i < window.limit(); i++) {
                byte octet = window.get(i);
                if (octet == '\n' && textInLine == 0) {
                    return !ascii && isUtf8(header);
                }
                textInLine = octet == '\n' ? 0 : octet == '\r' ? textInLine : 1;
                ascii &= octet >= 0;
                header.write(octet);
            }
        }
        return !ascii && isUtf8(header);
    }

    private static boolean isUtf8(ByteArrayOutputStream header) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
