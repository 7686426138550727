package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.ReversePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A whole message as a {@link MessageHandler} is handed it. Its content is kept in memory, or beyond a bound in a temporary file that is gone when the handler returns. */
public final class SmtpMessage {
    private final SmtpPeer peer;
    private final Envelope envelope;
    private final KeptContent content;

    SmtpMessage(SmtpPeer peer, Envelope envelope, KeptContent content) {
        this.peer = peer;
        this.envelope = envelope;
        this.content = content;
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
        return content.octets();
    }

    /** The content from its beginning, in lines that end with CR LF; the caller closes it. May be opened more than once. */
    public InputStream open() throws IOException {
        return content.open();
    }

    /**
     * The whole content. For those who know that it is small; {@link #open} serves the others.
     *
     * @throws IOException when it cannot be read back, or is over two gigabytes
     */
    public byte[] bytes() throws IOException {
        return content.bytes();
    }

    @Override
    public String toString() {
        return "SmtpMessage[from " + from() + " to " + to() + ", " + octets() + " octets]";
    }
}
