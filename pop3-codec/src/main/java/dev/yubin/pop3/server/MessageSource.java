package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.pop3.ResponseCode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A message as it is stored: for RETR whole, for TOP its header, the line that ends it, and some lines of its body. */
final class MessageSource implements BodySource {
    /** Where the content is had from. */
    @FunctionalInterface
    interface Opening {
        Content content() throws StoreException;
    }

    private final Opening opening;
    private Optional<Content> opened = Optional.empty();
    private final long octets;
    private final boolean whole;
    private final boolean utf8;
    private final Runnable atEnd;
    private long offset;
    /** Whether the body was reached. */
    private boolean inBody;
    /** Whether the line at hand has an octet, its end not counted. */
    private boolean lineHasText;

    private int linesLeft;

    private MessageSource(Opening opening, long octets, boolean whole, int lines, boolean utf8, Runnable atEnd) {
        this.opening = opening;
        this.octets = octets;
        this.whole = whole;
        this.linesLeft = lines;
        this.utf8 = utf8;
        this.atEnd = atEnd;
    }

    /**
     * @param opening is asked by the first {@link #read}, for then a worker is at hand
     * @param octets  how many it has at most
     * @param utf8    whether the client has said that it can read headers in UTF-8
     * @param atEnd   is called when the last octet was read
     */
    static MessageSource whole(Opening opening, long octets, boolean utf8, Runnable atEnd) {
        return new MessageSource(opening, octets, true, 0, utf8, atEnd);
    }

    /**
     * @param octets how many the whole message has at most
     * @param lines  how many lines of the body
     * @param utf8   whether the client has said that it can read headers in UTF-8
     */
    static MessageSource top(Opening opening, long octets, int lines, boolean utf8) {
        return new MessageSource(opening, octets, false, lines, utf8, () -> {});
    }

    @Override
    public long octetsAtMost() {
        return octets;
    }

    @Override
    public Optional<Refusal> objection(ByteBuffer first) {
        return utf8 || !HeaderCharset.isUtf8BeyondAscii(first)
                ? Optional.empty()
                : Optional.of(Refusal.of(ResponseCode.UTF8, Phrase.NEEDS_UTF8.with()));
    }

    @Override
    public int read(ByteBuffer into) throws StoreException {
        if (isThrough()) {
            return -1;
        }
        Content content = content();
        int start = into.position();
        int octets = content.read(offset, into);
        if (octets < 0) {
            if (offset < content.octets()) {
                throw new StoreException(
                        Reason.CORRUPTION, "content ends at octet " + offset + " of " + content.octets());
            }
            atEnd.run();
            return -1;
        }
        int kept = whole ? octets : untilLastLine(into, start, octets);
        offset += kept;
        into.position(start + kept);
        return kept;
    }

    private Content content() throws StoreException {
        if (opened.isEmpty()) {
            opened = Optional.of(opening.content());
        }
        return opened.get();
    }

    private boolean isThrough() {
        return !whole && inBody && linesLeft == 0;
    }

    /** How many of these octets belong to what was asked for. */
    private int untilLastLine(ByteBuffer window, int start, int octets) {
        for (int i = 0; i < octets; i++) {
            byte octet = window.get(start + i);
            if (octet == '\n') {
                lineEnds();
                if (isThrough()) {
                    return i + 1;
                }
            } else if (octet != '\r') {
                lineHasText = true;
            }
        }
        return octets;
    }

    private void lineEnds() {
        if (inBody) {
            linesLeft--;
        } else {
            inBody = !lineHasText;
        }
        lineHasText = false;
    }

    @Override
    public void close() {
        opened.ifPresent(Content::close);
    }
}
