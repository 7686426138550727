package dev.yubin.smtp.client;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a message on its way for octets above 127 where they need SMTPUTF8: in its header, and in those of the parts of its multiparts (RFC 6532 section
 * 3.7). In a body they do not. What a part of type message has in its own header is that message's affair.
 */
final class HeaderWatch implements ByteProcessor {
    /** Of a line, and of the field that names a boundary: RFC 5322 section 2.1.1 has lines of 998, RFC 2046 section 5.1.1 boundaries of 70. */
    private static final int MOST_KEPT = 1 << 10;
    /** Of nested multiparts, and of those behind one another. */
    private static final int MOST_BOUNDARIES = 100;

    private static final String CONTENT_TYPE = "content-type:";
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*+boundary\\s*+=\\s*+(?:\"([^\"]++)\"|([^\\s;\"]++))", Pattern.CASE_INSENSITIVE);

    private final StringBuilder line = new StringBuilder();
    private final StringBuilder contentType = new StringBuilder();
    private final Set<String> boundaries = new HashSet<>();
    private boolean inHeader = true;
    /** Whether the last field is Content-Type, and may go on in the next line. */
    private boolean inContentType;

    /** Whether one came to light in this piece of the message, which follows those before. */
    boolean finds(ByteBuf piece) {
        return piece.forEachByte(this) >= 0;
    }

    /** @return false at one, which ends the look */
    @Override
    public boolean process(byte octet) {
        if (octet < 0 && inHeader) {
            return false;
        } else if (octet == '\n') {
            endOfLine(line.toString().stripTrailing());
            line.setLength(0);
        } else if (line.length() < MOST_KEPT) {
            line.append((char) (octet & 0xff));
        }
        return true;
    }

    private void endOfLine(String text) {
        if (text.startsWith("--") && !boundaries.isEmpty()) {
            delimited(text.substring(2));
        } else if (inHeader) {
            headerLine(text);
        }
    }

    /** RFC 2046 section 5.1.1: behind a delimiter comes a part's header, behind the last of them none. */
    private void delimited(String text) {
        if (boundaries.contains(text)) {
            endOfField();
            inHeader = true;
        } else if (text.endsWith("--") && boundaries.contains(text.substring(0, text.length() - 2))) {
            endOfField();
            inHeader = false;
        }
    }

    private void headerLine(String text) {
        boolean folded = line.length() > 0 && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
        if (!folded) {
            endOfField();
            inContentType = text.regionMatches(true, 0, CONTENT_TYPE, 0, CONTENT_TYPE.length());
            inHeader = !text.isEmpty();
        }
        if (inContentType && contentType.length() < MOST_KEPT) {
            contentType.append(folded ? text : text.substring(CONTENT_TYPE.length()));
        }
    }

    private void endOfField() {
        String type = contentType.toString();
        contentType.setLength(0);
        inContentType = false;
        if (type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/") && boundaries.size() < MOST_BOUNDARIES) {
            Matcher boundary = BOUNDARY.matcher(type);
            if (boundary.find()) {
                boundaries.add(
                        boundary.group(1) == null
                                ? boundary.group(2)
                                : boundary.group(1).stripTrailing());
            }
        }
    }
}
