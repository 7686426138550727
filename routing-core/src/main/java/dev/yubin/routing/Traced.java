package dev.yubin.routing;

import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts on top of a message what this server has to say of its way. RFC 5321 section 4.4. */
final class Traced implements MessageSink {
    /** The fields to put before a message. */
    @FunctionalInterface
    interface OnTop {
        /** Each with its CR LF. @throws SmtpRefusal when the message is not to go there at all */
        String of(Heading heading) throws SmtpRefusal;
    }

    private final MessageSink behind;
    private final OnTop onTop;
    private final Heading heading = new Heading();
    private boolean passed;

    /** @param behind where the message goes */
    Traced(MessageSink behind, OnTop onTop) {
        this.behind = behind;
        this.onTop = onTop;
    }

    @Override
    public void write(ByteBuffer content) throws IOException, SmtpRefusal {
        if (!passed) {
            heading.take(content);
            if (!heading.isWhole()) {
                return;
            }
            pass();
        }
        behind.write(content);
    }

    private void pass() throws IOException, SmtpRefusal {
        passed = true;
        behind.write(ByteBuffer.wrap(onTop.of(heading).getBytes(StandardCharsets.UTF_8)));
        behind.write(heading.octets());
    }

    @Override
    public Reply commit() throws IOException, SmtpRefusal {
        finish();
        return behind.commit();
    }

    @Override
    public List<Reply> commitEach(int recipients) throws IOException, SmtpRefusal {
        finish();
        return behind.commitEach(recipients);
    }

    /** A message that is all header is passed on only now. */
    private void finish() throws IOException, SmtpRefusal {
        if (passed) {
            return;
        }
        try {
            pass();
        } catch (IOException | SmtpRefusal | RuntimeException e) {
            behind.abort();
            throw e;
        }
    }

    @Override
    public void abort() {
        behind.abort();
    }
}
