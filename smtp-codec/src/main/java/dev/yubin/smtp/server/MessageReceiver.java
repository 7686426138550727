package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects each message and hands it on only once it is whole. */
record MessageReceiver(MessageHandler handler, int inMemoryOctets) implements SmtpApplication {
    private static final Logger LOG = LoggerFactory.getLogger(MessageReceiver.class);

    /** A handler is given octets, and addresses as they are. */
    @Override
    public Offers offers() {
        return Offers.of(Extension.BINARYMIME, Extension.SMTPUTF8);
    }

    @Override
    public MessageSink data(SmtpPeer peer, Envelope envelope) {
        KeptContent kept = new KeptContent(inMemoryOctets);
        return new MessageSink() {
            @Override
            public void write(ByteBuffer content) throws IOException {
                kept.write(content);
            }

            @Override
            public Reply commit() throws SmtpRefusal {
                try (kept) {
                    return handed(new SmtpMessage(peer, envelope, kept));
                }
            }

            @Override
            public void abort() {
                kept.close();
            }
        };
    }

    private Reply handed(SmtpMessage message) throws SmtpRefusal {
        try {
            handler.receive(message);
            return Replies.MESSAGE_OK;
        } catch (SmtpRefusal refusal) {
            throw refusal;
        } catch (Exception e) {
            LOG.error("the handler of messages failed for {}", message, e);
            return Replies.FAILURE;
        }
    }
}
