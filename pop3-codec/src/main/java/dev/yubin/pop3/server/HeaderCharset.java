package dev.yubin.pop3.server;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whether a message's header is in UTF-8 beyond ASCII (RFC 6532), so that it may be shown only to who said UTF8: RFC 6856 section 2.1. Octets
 * beyond ASCII that are no UTF-8 are of the times before; UTF8 would change nothing about them.
 */
final class HeaderCharset {
    private HeaderCharset() {}

    /** @param beginning of the message; where the header goes on behind it, the rest is not looked at. It is left as it is */
    static boolean isUtf8BeyondAscii(ByteBuffer beginning) {
        ByteBuffer header = beginning.duplicate();
        header.limit(endOfHeader(beginning));
        for (int at = header.position(); at < header.limit(); at++) {
            if (header.get(at) < 0) {
                return isUtf8(header);
            }
        }
        return false;
    }

    /** Where the line that ends the header begins. */
    private static int endOfHeader(ByteBuffer message) {
        boolean lineHasText = false;
        for (int at = message.position(); at < message.limit(); at++) {
            byte octet = message.get(at);
            if (octet == '\n' && !lineHasText) {
                return at;
            }
            lineHasText = octet != '\n' && (lineHasText || octet != '\r');
        }
        return message.limit();
    }

    private static boolean isUtf8(ByteBuffer octets) {
        CharBuffer text = CharBuffer.allocate(octets.remaining());
        boolean goesOn = false; // what is cut within a character is no error
        return !StandardCharsets.UTF_8.newDecoder().decode(octets, text, goesOn).isError();
    }
}
