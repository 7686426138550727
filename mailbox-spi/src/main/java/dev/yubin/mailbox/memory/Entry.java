package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Message;
import java.time.Instant;
import java.util.Set;

/** A message as it is now, when it came here, and its body. A change makes another entry, so that a list of entries is a snapshot. */
record Entry(Message message, Instant saved, Body body) {
    Entry(long uid, long modSeq, Instant saved, Arrival arrival) {
        this(
                new Message(uid, modSeq, arrival.received(), arrival.body().octets(), arrival.flags()),
                saved,
                arrival.body());
    }

    /** A message that has no UID yet. */
    record Arrival(Set<Flag> flags, Instant received, Body body) {}

    Arrival copy() {
        return new Arrival(message.flags(), message.received(), body);
    }

    Entry changed(long modSeq, Set<Flag> flags) {
        return new Entry(new Message(message.uid(), modSeq, message.received(), message.octets(), flags), saved, body);
    }

    long uid() {
        return message.uid();
    }

    long modSeq() {
        return message.modSeq();
    }
}
