package dev.yubin.imap.client;

import dev.yubin.mailbox.text.TransferDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Takes the transfer encoding of what is written away, and passes it on. */
final class Decoding implements WritableByteChannel {
    private final TransferDecoder decoder;
    private final WritableByteChannel into;
    private long octets;

    /** @param encoding one that is not known leaves the octets as they are */
    Decoding(String encoding, WritableByteChannel into) {
        this.decoder = TransferDecoder.of(encoding)
                .or(() -> TransferDecoder.of("binary"))
                .orElseThrow();
        this.into = into;
    }

    @Override
    public int write(ByteBuffer encoded) throws IOException {
        int count = encoded.remaining();
        ByteBuffer plain = ByteBuffer.allocate(count + TransferDecoder.HELD);
        decoder.decode(encoded, plain);
        pass(plain);
        return count;
    }

    /** Lets out what is held back, behind the last octet. */
    void finish() throws IOException {
        ByteBuffer plain = ByteBuffer.allocate(TransferDecoder.HELD);
        decoder.finish(plain);
        pass(plain);
    }

    private void pass(ByteBuffer plain) throws IOException {
        plain.flip();
        octets += plain.remaining();
        while (plain.hasRemaining()) {
            into.write(plain);
        }
    }

    /** How many octets were passed on. */
    long octets() {
        return octets;
    }

    @Override
    public boolean isOpen() {
        return into.isOpen();
    }

    /** Leaves what it writes to open. */
    @Override
    public void close() {}
}
