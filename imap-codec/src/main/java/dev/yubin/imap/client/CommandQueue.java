package dev.yubin.imap.client;

import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Tag;
import dev.yubin.protocol.ProtocolException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was asked, in order: what waits, and what is sent and not answered. RFC 9051 section 5.5 lets several commands be under way, but then nobody could say
 * for certain which of them an untagged response answers. So those that go out while another is under way are such as their tagged reply answers alone, and
 * all else that comes is the first one's. Used on the connection's event loop.
 */
final class CommandQueue {
    /** So many are under way at most: a round trip is waited for once in so many commands, and not more is in doubt where the connection is lost. */
    static final int MOST_SENT = 32;

    /** One that is under way. */
    static final class Sent {
        private final Tag tag;
        private final Exchange<?> exchange;
        private StatusReply reply;

        private Sent(Tag tag, Exchange<?> exchange) {
            this.tag = tag;
            this.exchange = exchange;
        }

        Tag tag() {
            return tag;
        }

        Exchange<?> exchange() {
            return exchange;
        }

        /** Its tagged reply, once there is one. */
        StatusReply reply() {
            return reply;
        }
    }

    private final Deque<Exchange<?>> waiting = new ArrayDeque<>();
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long count;

    /** @param greeting is waited for first */
    CommandQueue(Exchange<?> greeting) {
        sent.add(new Sent(Tag.UNTAGGED, greeting));
    }

    boolean isUngreeted() {
        return !sent.isEmpty() && sent.element().exchange.isGreeting();
    }

    void add(Exchange<?> exchange) {
        waiting.add(exchange);
    }

    /** The first that is under way, whose answer comes now; null between two commands. */
    Exchange<?> current() {
        return sent.isEmpty() ? null : sent.element().exchange;
    }

    /** Whether that is its tag. */
    boolean isCurrent(Tag tag) {
        return !sent.isEmpty() && sent.element().tag.equals(tag);
    }

    /**
     * What is to be asked next; empty where nothing waits, or not before something is answered.
     *
     * @param room whether the network takes more; where not, nothing goes out ahead of an answer
     */
    Optional<Exchange<?>> next(boolean room) {
        Exchange<?> next = waiting.peek();
        boolean may = next != null
                && (sent.isEmpty() || room)
                && sent.size() < MOST_SENT
                && sent.stream().allMatch(running -> running.exchange.letsFollow(next));
        return may ? Optional.of(next) : Optional.empty();
    }

    /** Takes the {@link #next} away. */
    void drop() {
        waiting.remove();
    }

    /** The {@link #next} is under way from now on. */
    Sent send() {
        count++;
        Sent under = new Sent(new Tag("A" + count), waiting.remove());
        sent.add(under);
        return under;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The greeting is there. */
    void greeted() {
        sent.remove();
    }

    /**
     * Keeps a tagged reply until all that was sent before is answered.
     *
     * @throws ProtocolException where it answers nothing that is under way
     */
    void keep(StatusReply reply) throws ProtocolException {
        Sent answered = sent.stream()
                .filter(one -> one.tag.equals(reply.tag()) && one.reply == null)
                .findFirst()
                .orElseThrow(() -> new ProtocolException("the server answers a command that was not sent"));
        answered.reply = reply;
    }

    /** The first, once it is whole and answered; it is under way no more. */
    Optional<Sent> answered() {
        Sent first = sent.peek();
        boolean over = first != null && first.reply != null && !first.exchange.isUnfinished();
        return over ? Optional.of(sent.remove()) : Optional.empty();
    }

    /** Gives up all, in order. */
    void end(Consumer<Exchange<?>> underWay, Consumer<Exchange<?>> unsent) {
        sent.forEach(one -> underWay.accept(one.exchange));
        waiting.forEach(unsent);
        sent.clear();
        waiting.clear();
    }
}
