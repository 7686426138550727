package dev.yubin.smtp.server;

import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message's content on its way into its sink. Lives on its connection's worker, where nothing overlaps, but for {@link #mayCome}. */
final class Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);
    private static final Reply BARE_LINE_BREAKS = Reply.of(
            550,
            "5.6.0",
            "A CR or LF stands alone in the message; its lines must end with CR LF (RFC 5321 section 2.3.8)");

    /** For content that nobody asked for. */
    private static final MessageSink NOWHERE = new MessageSink() {
        @Override
        public void write(ByteBuffer content) {}

        @Override
        public Reply commit() {
            return Replies.FAILURE;
        }

        @Override
        public void abort() {}
    };

    private final MessageSink sink;
    private final SmtpLimits limits;
    private final Hops hops = new Hops();
    /** What came, of which {@link #octets} were handed on. */
    private long came;

    private long octets;
    private Optional<Reply> refusal = Optional.empty();
    private boolean over;

    Receiving(MessageSink sink, SmtpLimits limits) {
        this.sink = sink;
        this.limits = limits;
    }

    /** What is refused is still taken in, lest it be read as commands, but not for ever: false once that is enough. Told of it as it comes, on the event loop. */
    boolean mayCome(int more) {
        came += more;
        return came / 2 <= limits.messageOctets();
    }

    /** How much has come, told on the event loop or once no more does. */
    long came() {
        return came;
    }

    void write(ByteBuffer piece) {
        octets += piece.remaining();
        if (octets > limits.messageOctets()) {
            refuse(tooLarge());
        } else if (!over && hops.countTo(piece) >= limits.hops()) {
            refuse(inCircles());
        } else if (!over) {
            pass(piece);
        }
    }

    private Reply tooLarge() {
        return Reply.of(
                552,
                "5.3.4",
                "The message is over this server's " + limits.messageOctets() + " octets; send a smaller one");
    }

    private Reply inCircles() {
        return Reply.of(554, "5.4.6", "The message goes round in circles: it has passed " + limits.hops() + " servers");
    }

    private void pass(ByteBuffer piece) {
        try {
            sink.write(piece);
        } catch (SmtpRefusal e) {
            refuse(e.reply());
        } catch (IOException e) {
            LOG.warn("a message's content could not be kept: {}", e.toString());
            refuse(Replies.FAILURE);
        } catch (RuntimeException | Error e) {
            LOG.error("a message sink failed", e);
            refuse(Replies.FAILURE);
        }
    }

    /** Takes no more of it, and has no other end; so much has come already of what it belongs to. */
    static Receiving refused(Reply refusal, SmtpLimits limits, long came) {
        Receiving refused = new Receiving(NOWHERE, limits);
        refused.came = came;
        refused.refuse(refusal);
        return refused;
    }

    /** Why the content is refused, where it is. */
    Optional<Reply> refusal() {
        return refusal;
    }

    /** @return one reply, or in LMTP one for each recipient */
    List<Reply> end(boolean bareLineBreaks, Purpose purpose, int recipients) {
        if (bareLineBreaks) {
            refuse(BARE_LINE_BREAKS);
        }
        int replies = purpose == Purpose.LMTP ? recipients : 1;
        if (refusal.isPresent()) {
            return Collections.nCopies(replies, refusal.get());
        }
        over = true;
        return committed(purpose, replies);
    }

    private List<Reply> committed(Purpose purpose, int replies) {
        try {
            List<Reply> said = purpose == Purpose.LMTP ? sink.commitEach(replies) : List.of(sink.commit());
            if (said.size() != replies || said.stream().anyMatch(Reply::isIntermediate)) {
                throw new IllegalStateException("a sink answered " + said + " for " + replies + " recipients");
            }
            return said;
        } catch (SmtpRefusal e) {
            return Collections.nCopies(replies, e.reply());
        } catch (IOException e) {
            LOG.warn("a message could not be kept: {}", e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("a message sink failed to commit", e);
        }
        return Collections.nCopies(replies, Replies.FAILURE);
    }

    private void refuse(Reply reply) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(reply);
            abort();
        }
    }

    /** The content does not become whole. */
    void abort() {
        if (over) {
            return;
        }
        over = true;
        try {
            sink.abort();
        } catch (RuntimeException | Error e) {
            LOG.error("a message sink failed to abort", e);
        }
    }
}
