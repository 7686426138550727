package dev.yubin.imap.server;

import dev.yubin.imap.wire.ImapWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Messages among those that answer each other, and dummies in the place of some that were not found: RFC 5256 section 3. They are numbers here, from
 * {@link #ROOT} on, and what is known of them stands in arrays of numbers, so that one costs some 40 octets, whatever is in its header. Nothing here recurs,
 * since a thread may be as deep as there are messages.
 */
final class ThreadForest {
    static final int NONE = -1;
    /** Above all others. */
    static final int ROOT = 0;

    /** What is sorted out by subjects has none. */
    static final int NO_SUBJECT = 0;

    private final Digests subjects = new Digests();
    private final BitSet replies = new BitSet();
    /** Sequence numbers; 0 of a dummy. */
    private int[] numbers = new int[16];

    private long[] sent = new long[16];
    private int[] subject = new int[16];
    /** The children of each, one behind the other. */
    private int[] first = new int[16];

    private int[] last = new int[16];
    private int[] next = new int[16];
    private int size;

    ThreadForest() {
        subjects.number(new byte[0], true);
        addDummy();
    }

    /** How many nodes there are, the root among them. */
    int size() {
        return size;
    }

    /** A node for a message, without a place as yet. */
    int add(Threaded message) {
        int node = addDummy();
        put(node, message);
        return node;
    }

    int addDummy() {
        if (size == numbers.length) {
            int room = size + size / 2;
            numbers = Arrays.copyOf(numbers, room);
            sent = Arrays.copyOf(sent, room);
            subject = Arrays.copyOf(subject, room);
            first = Arrays.copyOf(first, room);
            last = Arrays.copyOf(last, room);
            next = Arrays.copyOf(next, room);
        }
        clear(size);
        return size++;
    }

    /** The message of what was a dummy is found. */
    void put(int dummy, Threaded message) {
        numbers[dummy] = message.number();
        sent[dummy] = message.sent();
        subject[dummy] = subjects.number(message.subject(), true);
        replies.set(dummy, message.reply());
    }

    boolean isDummy(int node) {
        return numbers[node] == 0;
    }

    boolean isReply(int node) {
        return replies.get(node);
    }

    /** The base subject, by a number; of a dummy, that of the first of its children. */
    int subject(int node) {
        return subject[lead(node)];
    }

    /** How many subjects there are, {@link #NO_SUBJECT} among them. */
    int subjects() {
        return subjects.size();
    }

    // ------------------------------------------------------------------ children

    int firstChild(int node) {
        return first[node];
    }

    int nextSibling(int node) {
        return next[node];
    }

    boolean hasSeveral(int node) {
        return first[node] != last[node];
    }

    int[] children(int node) {
        return IntStream.iterate(first[node], child -> child != NONE, child -> next[child])
                .toArray();
    }

    /** Takes all children away. */
    void clear(int node) {
        first[node] = NONE;
        last[node] = NONE;
    }

    void append(int parent, int child) {
        next[child] = NONE;
        append(parent, child, child);
    }

    /** Gives the children of one to another. */
    void appendChildren(int parent, int other) {
        if (first[other] != NONE) {
            append(parent, first[other], last[other]);
            clear(other);
        }
    }

    private void append(int parent, int from, int to) {
        if (first[parent] == NONE) {
            first[parent] = from;
        } else {
            next[last[parent]] = from;
        }
        last[parent] = to;
    }

    /** All that stand in it, each behind those below it, the root last. */
    int[] inward() {
        int[] outward = new int[size];
        int known = 1; // the root
        for (int done = 0; done < known; done++) {
            for (int child = first[outward[done]]; child != NONE; child = next[child]) {
                outward[known++] = child;
            }
        }
        int[] inward = Arrays.copyOf(outward, known);
        for (int i = 0; i < known; i++) {
            inward[i] = outward[known - 1 - i];
        }
        return inward;
    }

    // ------------------------------------------------------------------ order

    /** Section 2.2: the earlier first; where they were sent at one time, as they stand in the mailbox. */
    int byDate(int one, int other) {
        int order = Long.compare(sent[one], sent[other]);
        return order != 0 ? order : Integer.compare(numbers[one], numbers[other]);
    }

    /** What a node is sorted by: of a dummy, the first of its children. */
    private int lead(int node) {
        if (!isDummy(node)) {
            return node;
        }
        int lead = first[node];
        for (int child = next[lead]; child != NONE; child = next[child]) {
            lead = byDate(child, lead) < 0 ? child : lead;
        }
        return lead;
    }

    /** Puts its children in order by the date of each, or of a dummy's first child. */
    void sortChildren(int node) {
        if (!hasSeveral(node)) {
            return;
        }
        int[] children = children(node);
        int[] leads = Arrays.stream(children).map(this::lead).toArray();
        int[] order = IntStream.range(0, children.length).toArray();
        IntSort.sort(order, (one, other) -> byDate(leads[one], leads[other]));
        clear(node);
        for (int place : order) {
            append(node, children[place]);
        }
    }

    // ------------------------------------------------------------------ the answer

    /** All threads: 1*thread-list, or nothing. */
    void write(ImapWriter out, IntToLongFunction name) {
        for (int thread = first[ROOT]; thread != NONE; thread = next[thread]) {
            write(thread, out, name);
        }
    }

    /** thread-list */
    private void write(int thread, ImapWriter out, IntToLongFunction name) {
        int[] branching = new int[8]; // of each branch that is open, what comes next
        branching[0] = first[writeChain(thread, out, name)];
        for (int depth = 1; depth > 0; ) {
            int child = branching[depth - 1];
            if (child == NONE) {
                out.text(")");
                depth--;
            } else {
                branching[depth - 1] = next[child];
                branching = depth == branching.length ? Arrays.copyOf(branching, 2 * depth) : branching;
                branching[depth++] = first[writeChain(child, out, name)];
            }
        }
    }

    /** A node and what answers it, as long as each is answered by one. @return the last of these */
    private int writeChain(int node, ImapWriter out, IntToLongFunction name) {
        out.text("(");
        int end = node;
        if (!isDummy(end)) {
            out.number(name.applyAsLong(numbers[end]));
        }
        while (first[end] != NONE && !hasSeveral(end)) {
            out.text(isDummy(end) ? "" : " ");
            end = first[end];
            out.number(name.applyAsLong(numbers[end]));
        }
        out.text(first[end] == NONE || isDummy(end) ? "" : " ");
        return end;
    }
}
