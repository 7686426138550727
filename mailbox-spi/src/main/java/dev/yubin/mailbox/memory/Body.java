package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.text.Preview;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A message's octets and outline. They never change, so that copies share them, and with them the preview. */
final class Body {
    /** All chunks but the last have this size: no array grows with the message. */
    private static final int CHUNK = 64 * 1024;

    private final List<byte[]> chunks;
    private final long octets;
    private final byte[] outline;
    /** What its EMAILID is made of. */
    private final long number = Identifiers.next();
    /** Made when it is first asked for; whoever asks at the same moment makes the same. */
    private volatile Optional<String> preview = Optional.empty();

    private Body(List<byte[]> chunks, long octets, byte[] outline) {
        this.chunks = chunks;
        this.octets = octets;
        this.outline = outline;
    }

    long octets() {
        return octets;
    }

    byte[] outline() {
        return outline.clone();
    }

    /** The preview, as far as it was made. */
    Optional<String> madePreview() {
        return preview;
    }

    String preview() throws StoreException {
        if (preview.isEmpty()) {
            Content content = content();
            preview = Optional.of(Preview.of(content, Outline.decode(outline, content)));
        }
        return preview.get();
    }

    /** Each reader has a content of its own; nothing needs to be closed. */
    Content content() {
        return new Content() {
            @Override
            public long octets() {
                return octets;
            }

            @Override
            public int read(long offset, ByteBuffer into) {
                return Body.this.read(offset, into);
            }

            @Override
            public void close() {}
        };
    }

    ObjectId objectId() {
        return new ObjectId(Identifiers.email(number), Optional.empty());
    }

    private int read(long offset, ByteBuffer into) {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is 0 or more, not " + offset);
        }
        if (offset >= octets) {
            return -1;
        }
        int read = 0;
        for (long at = offset; at < octets && into.hasRemaining(); at = offset + read) {
            byte[] chunk = chunks.get((int) (at / CHUNK));
            int start = (int) (at % CHUNK);
            int length = Math.min(chunk.length - start, into.remaining());
            into.put(chunk, start, length);
            read += length;
        }
        return read;
    }

    /** A body on its way in. */
    static final class Writer {
        private final List<byte[]> full = new ArrayList<>();
        /** Grows up to a chunk, so that a small message does not cost one. */
        private byte[] last;

        private int filled;
        private long octets;

        /** @param expected how many octets it will have, as far as that is known */
        Writer(OptionalLong expected) {
            last = new byte[(int) Math.min(CHUNK, expected.orElse(1024))];
        }

        long octets() {
            return octets;
        }

        void write(ByteBuffer from) {
            while (from.hasRemaining()) {
                if (filled == last.length) {
                    makeRoom(from.remaining());
                }
                int length = Math.min(from.remaining(), last.length - filled);
                from.get(last, filled, length);
                filled += length;
                octets += length;
            }
        }

        private void makeRoom(int wanted) {
            if (filled == CHUNK) {
                full.add(last);
                last = new byte[CHUNK];
                filled = 0;
            } else {
                last = Arrays.copyOf(last, Math.min(CHUNK, Math.max(2 * filled, filled + Math.min(wanted, CHUNK))));
            }
        }

        Body finish(byte[] outline) {
            if (filled > 0) {
                full.add(filled == last.length ? last : Arrays.copyOf(last, filled));
            }
            return new Body(List.copyOf(full), octets, outline.clone());
        }
    }
}
