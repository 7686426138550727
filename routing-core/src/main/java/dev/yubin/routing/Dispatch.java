package dev.yubin.routing;

import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message its several ways, and finds each recipient's answer in those of his targets: the worst of them, where "not now" is worse than "no", for
 * it brings the message again.
 */
final class Dispatch implements MessageSink {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** To some of the targets. One that refuses the content is given no more of it. */
    static final class Way {
        private final MessageSink sink;
        private final List<? extends Route.Target> targets;
        private Optional<Reply> refusal = Optional.empty();

        /** @param targets in whose order the sink answers */
        Way(MessageSink sink, List<? extends Route.Target> targets) {
            this.sink = sink;
            this.targets = List.copyOf(targets);
        }

        void write(ByteBuffer content) {
            if (refusal.isPresent()) {
                return;
            }
            try {
                sink.write(content);
            } catch (SmtpRefusal e) {
                refusal = Optional.of(e.reply());
            } catch (IOException e) {
                refusal = Optional.of(failure(e));
            }
        }

        private Reply failure(IOException e) {
            LOG.warn("not delivered to {}: {}", targets, e.getMessage(), e);
            return Replies.FAILURE;
        }

        List<Reply> commitEach() {
            if (refusal.isPresent()) {
                sink.abort();
                return Collections.nCopies(targets.size(), refusal.get());
            }
            try {
                return sink.commitEach(targets.size());
            } catch (SmtpRefusal e) {
                return Collections.nCopies(targets.size(), e.reply());
            } catch (IOException e) {
                return Collections.nCopies(targets.size(), failure(e));
            }
        }

        Reply commit() throws IOException {
            try {
                return sink.commit();
            } catch (SmtpRefusal e) {
                return e.reply();
            }
        }
    }

    private final List<List<Route.Target>> recipients;
    private final List<Way> ways;

    /**
     * @param recipients each one's targets
     * @param ways       of all targets, and in that order; a way that can still say no comes before one that cannot take its yes back
     */
    Dispatch(List<List<Route.Target>> recipients, List<Way> ways) {
        this.recipients = List.copyOf(recipients);
        this.ways = List.copyOf(ways);
    }

    /** One way's no is not the others', unless nobody is left. */
    @Override
    public void write(ByteBuffer content) throws SmtpRefusal {
        ways.forEach(way -> way.write(content.duplicate()));
        List<Reply> refusals = refusals();
        if (refusals.size() == ways.size()) {
            throw new SmtpRefusal(worst(refusals));
        }
    }

    private List<Reply> refusals() {
        return ways.stream().flatMap(way -> way.refusal.stream()).toList();
    }

    /** There is one answer for all. Behind a "not now" nobody else is given the message, for it comes again, and nobody is where one has refused the content. */
    @Override
    public Reply commit() throws IOException, SmtpRefusal {
        Deque<Way> rest = new ArrayDeque<>(ways);
        try {
            List<Reply> refusals = refusals();
            if (!refusals.isEmpty()) {
                throw new SmtpRefusal(worst(refusals));
            }
            Reply answer = rest.remove().commit();
            while (!rest.isEmpty() && !answer.isTransient()) {
                answer = worse(answer, rest.remove().commit());
            }
            return positive(answer);
        } finally {
            rest.forEach(way -> way.sink.abort());
        }
    }

    @Override
    public List<Reply> commitEach(int count) {
        Map<Route.Target, Reply> outcomes = new HashMap<>();
        Deque<Way> rest = new ArrayDeque<>(ways);
        try {
            while (!rest.isEmpty()) {
                Way way = rest.remove();
                List<Reply> replies = way.commitEach();
                for (int i = 0; i < replies.size(); i++) {
                    outcomes.put(way.targets.get(i), replies.get(i));
                }
            }
        } finally {
            rest.forEach(way -> way.sink.abort());
        }
        return recipients.stream()
                .map(targets -> worst(targets.stream().map(outcomes::get).toList()))
                .toList();
    }

    @Override
    public void abort() {
        ways.forEach(way -> way.sink.abort());
    }

    static Reply positive(Reply answer) throws SmtpRefusal {
        if (!answer.isPositive()) {
            throw new SmtpRefusal(answer);
        }
        return answer;
    }

    static Reply worst(Collection<Reply> replies) {
        return replies.stream().reduce(Dispatch::worse).orElseThrow();
    }

    private static Reply worse(Reply one, Reply other) {
        return one.isTransient() || other.isPositive() || (one.isPermanent() && !other.isTransient()) ? one : other;
    }
}
