package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import java.nio.ByteBuffer;

/** Octets of a message on their way to the client, read a window at a time. */
interface Source {
    int WINDOW = 64 * 1024;

    /** How many there are in all. */
    long octets();

    /** The next of them, at least one, until all were read. */
    ByteBuffer next() throws StoreException;

    /** A stretch of a slice, as it stands in the message; empty where it begins behind the end. */
    static Source of(Content content, Slice slice, long from, long most) {
        long start = Math.min(from, slice.octets());
        long octets = Math.min(most, slice.octets() - start);
        return new Source() {
            private long at = start;

            @Override
            public long octets() {
                return octets;
            }

            @Override
            public ByteBuffer next() throws StoreException {
                ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, start + octets - at));
                slice.read(content, at, window);
                at += window.position();
                return window.flip();
            }
        };
    }

    /** A stretch of a part's body without its transfer encoding; it is decoded once to be measured and once to be sent. */
    static Source decoded(Content content, Part part, long from, long most) throws StoreException {
        long all = 0;
        for (Decoding measure = new Decoding(content, part); !measure.isDone(); ) {
            all += measure.next().remaining();
        }
        long start = Math.min(from, all);
        long octets = Math.min(most, all - start);
        Decoding decoding = new Decoding(content, part);
        return new Source() {
            private long skip = start;
            private long left = octets;

            @Override
            public long octets() {
                return octets;
            }

            @Override
            public ByteBuffer next() throws StoreException {
                ByteBuffer window = decoding.next();
                while (window.remaining() <= skip) {
                    skip -= window.remaining();
                    window = decoding.next();
                }
                window.position(window.position() + (int) skip);
                skip = 0;
                window.limit((int) Math.min(window.limit(), window.position() + left));
                left -= window.remaining();
                return window;
            }
        };
    }

    /** Decodes a part's body from its beginning to its end. */
    final class Decoding {
        private final Content content;
        private final TransferDecoder decoder;
        private final long end;
        private long at;

        Decoding(Content content, Part part) {
            this.content = content;
            this.decoder = TransferDecoder.of(part.encoding()).orElseThrow();
            this.at = part.bodyStart();
            this.end = part.bodyEnd();
        }

        boolean isDone() {
            return at == end;
        }

        /** What the next octets become, perhaps nothing. */
        ByteBuffer next() throws StoreException {
            ByteBuffer raw = ByteBuffer.allocate((int) Math.min(WINDOW, end - at));
            Reading.fill(content, at, raw);
            at += raw.position();
            ByteBuffer decoded = ByteBuffer.allocate(raw.position() + 2 * TransferDecoder.HELD);
            decoder.decode(raw.flip(), decoded);
            if (isDone()) {
                decoder.finish(decoded);
            }
            return decoded.flip();
        }
    }
}
