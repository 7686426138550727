package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one message until it is whole, and hands it on only then. */
final class WholeMessage implements MessageSink {
    private static final Logger LOG = LoggerFactory.getLogger(WholeMessage.class);

    private final MessageHandler handler;
    private final SmtpMessage message;
    private final KeptContent kept;

    WholeMessage(SmtpPeer peer, Envelope envelope, KeptContent kept, MessageHandler handler) {
        this.handler = handler;
        this.message = new SmtpMessage(peer, envelope, kept);
        this.kept = kept;
    }

    @Override
    public void write(ByteBuffer content) throws IOException {
        kept.write(content);
    }

    @Override
    public Reply commit() throws SmtpRefusal {
        try (kept) {
            handler.receive(message);
            return Replies.MESSAGE_OK;
        } catch (SmtpRefusal refusal) {
            throw refusal;
        } catch (Exception e) {
            LOG.error("the handler of messages failed for {}", message, e);
            return Replies.FAILURE;
        }
    }

    @Override
    public void abort() {
        kept.close();
    }
}
