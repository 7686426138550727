package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.ReversePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole message as a {@link MessageHandler} is handed it. Its content is kept in memory, or beyond a bound in a temporary file that is gone when the handler returns. */
public final class SmtpMessage {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpMessage.class);

    private final SmtpPeer peer;
    private final Envelope envelope;
    private final int inMemoryOctets;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Optional<Path> file = Optional.empty();
    private WritableByteChannel to = Channels.newChannel(memory);
    private long octets;

    SmtpMessage(SmtpPeer peer, Envelope envelope, int inMemoryOctets) {
        this.peer = peer;
        this.envelope = envelope;
        this.inMemoryOctets = inMemoryOctets;
    }

    /** Who brought it. */
    public SmtpPeer peer() {
        return peer;
    }

    public Envelope envelope() {
        return envelope;
    }

    /** Where notices of failure go. */
    public ReversePath from() {
        return envelope.from();
    }

    public List<ForwardPath> to() {
        return envelope.to();
    }

    /** How long the content is. */
    public long octets() {
        return octets;
    }

    /** The content from its beginning, in lines that end with CR LF; the caller closes it. May be opened more than once. */
    public InputStream open() throws IOException {
        return file.isPresent() ? Files.newInputStream(file.get()) : new ByteArrayInputStream(memory.toByteArray());
    }

    /**
     * The whole content. For those who know that it is small; {@link #open} serves the others.
     *
     * @throws IOException when it cannot be read back, or is over two gigabytes
     */
    public byte[] bytes() throws IOException {
        return file.isPresent() ? Files.readAllBytes(file.get()) : memory.toByteArray();
    }

    void write(ByteBuffer content) throws IOException {
        if (file.isEmpty() && octets + content.remaining() > inMemoryOctets) {
            moveToFile();
        }
        octets += content.remaining();
        while (content.hasRemaining()) {
            to.write(content);
        }
    }

    private void moveToFile() throws IOException {
        Path path = Files.createTempFile("yubin-", ".eml"); // readable by this user alone
        file = Optional.of(path);
        OutputStream out = Files.newOutputStream(path);
        to = Channels.newChannel(out);
        memory.writeTo(out);
        memory = new ByteArrayOutputStream(0);
    }

    void whole() throws IOException {
        to.close();
    }

    /** Leaves no trace. */
    void delete() {
        try {
            to.close();
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            LOG.warn("a message's temporary file could not be deleted", e);
        }
    }

    @Override
    public String toString() {
        return "SmtpMessage[from " + from() + " to " + to() + ", " + octets + " octets]";
    }
}
