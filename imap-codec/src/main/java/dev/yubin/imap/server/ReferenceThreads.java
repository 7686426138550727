package dev.yubin.imap.server;

import static dev.yubin.imap.server.ThreadForest.NONE;
import static dev.yubin.imap.server.ThreadForest.ROOT;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * REFERENCES: who answers whom, by what the messages refer to, and where that tells nothing, by their subjects. The steps are those of RFC 5256
 * section 3, by their numbers. What a message refers to is not kept: the nodes are, and the digests of Message-IDs.
 */
final class ReferenceThreads implements Threads {
    /** So many that are referred to and were not met so far have a place; further ones are passed over. */
    private static final int MOST_MISSING = 1_000_000;

    private final ThreadForest forest = new ThreadForest();
    private final Digests ids = new Digests();
    /** The node of each Message-ID. */
    private int[] nodes = new int[16];

    private int[] parents = new int[16];
    /** Which were ever a parent: who never was has nobody below. */
    private final BitSet answered = new BitSet();

    private final int mostMissing;
    private int missing;

    ReferenceThreads() {
        this(MOST_MISSING);
    }

    /** @param mostMissing how many dummies there may be at a time */
    ReferenceThreads(int mostMissing) {
        this.mostMissing = mostMissing;
    }

    /** Step 1, for one message. Until step 2 a node knows its parent alone. */
    @Override
    public void add(Threaded message) {
        int node = node(message);
        int last = NONE;
        for (String id : message.references()) {
            int next = referred(id);
            if (next != NONE) {
                if (last != NONE && parents[next] == NONE) {
                    setParent(next, last);
                }
                last = next;
            }
        }
        parents[node] = NONE; // what another message's References say of it, its own know better
        if (last != NONE) {
            setParent(node, last);
        }
    }

    /** The node of a message; of several with one Message-ID, the first has it. */
    private int node(Threaded message) {
        int known = message.id().map(this::known).orElse(NONE);
        if (known != NONE && forest.isDummy(known)) {
            forest.put(known, message);
            missing--;
            return known;
        }
        int node = made(forest.add(message));
        if (known == NONE) {
            message.id().ifPresent(id -> name(number(id, true), node));
        }
        return node;
    }

    private int referred(String id) {
        int known = known(id);
        if (known != NONE || missing == mostMissing) {
            return known;
        }
        missing++;
        int node = made(forest.addDummy());
        name(number(id, true), node);
        return node;
    }

    private int known(String id) {
        int number = number(id, false);
        return number == Digests.UNKNOWN ? NONE : nodes[number];
    }

    private int number(String id, boolean adds) {
        return ids.number(id.getBytes(StandardCharsets.UTF_8), adds);
    }

    private void name(int id, int node) {
        nodes = id == nodes.length ? Arrays.copyOf(nodes, id + id / 2) : nodes;
        nodes[id] = node;
    }

    private int made(int node) {
        parents = node >= parents.length ? Arrays.copyOf(parents, node + node / 2) : parents;
        parents[node] = NONE;
        return node;
    }

    /** Unless that would make a loop. */
    private void setParent(int child, int parent) {
        if (child == parent || answered.get(child) && isBelow(parent, child)) {
            return;
        }
        parents[child] = parent;
        answered.set(parent);
    }

    private boolean isBelow(int node, int other) {
        int above = parents[node];
        while (above != NONE && above != other) {
            above = parents[above];
        }
        return above != NONE;
    }

    @Override
    public ThreadForest joined() {
        hang();
        for (int node : forest.inward()) {
            prune(node);
        }
        forest.sortChildren(ROOT);
        mergeSubjects();
        for (int node : forest.inward()) {
            forest.sortChildren(node);
        }
        return forest;
    }

    /** Step 2: who has no parent is a child of the root. */
    private void hang() {
        for (int node = ROOT + 1; node < forest.size(); node++) {
            forest.append(parents[node] == NONE ? ROOT : parents[node], node);
        }
    }

    /** Step 3: a dummy gives its place to its children, but at the top only to an only child. */
    private void prune(int node) {
        int child = forest.firstChild(node);
        forest.clear(node);
        while (child != NONE) {
            int following = forest.nextSibling(child);
            boolean stays = !forest.isDummy(child) || node == ROOT && forest.hasSeveral(child);
            if (stays) {
                forest.append(node, child);
            } else {
                forest.appendChildren(node, child);
            }
            child = following;
        }
    }

    /** Step 5: threads of one subject become one. */
    private void mergeSubjects() {
        int[] threads = forest.children(ROOT);
        int[] table = table(threads);
        forest.clear(ROOT);
        BitSet below = new BitSet(); // who is no thread of its own any more
        for (int thread : threads) {
            int subject = forest.subject(thread);
            int chosen = table[subject];
            if (chosen == NONE || chosen == thread) {
                continue;
            }
            below.set(thread);
            if (forest.isDummy(chosen) && forest.isDummy(thread)) {
                forest.appendChildren(chosen, thread);
            } else if (forest.isDummy(chosen) || isReply(thread) && !isReply(chosen)) {
                forest.append(chosen, thread);
            } else {
                int dummy = forest.addDummy();
                forest.append(dummy, chosen);
                forest.append(dummy, thread);
                forest.append(ROOT, dummy);
                below.set(chosen);
                table[subject] = dummy;
            }
        }
        for (int thread : threads) {
            if (!below.get(thread)) {
                forest.append(ROOT, thread);
            }
        }
    }

    /** By their numbers, the thread that stands for each subject. */
    private int[] table(int[] threads) {
        int[] table = new int[forest.subjects()];
        Arrays.fill(table, NONE);
        for (int thread : threads) {
            int subject = forest.subject(thread);
            boolean stands = table[subject] == NONE || standsBefore(thread, table[subject]);
            if (subject != ThreadForest.NO_SUBJECT && stands) {
                table[subject] = thread;
            }
        }
        return table;
    }

    private boolean standsBefore(int thread, int other) {
        return !forest.isDummy(other) && (forest.isDummy(thread) || isReply(other) && !isReply(thread));
    }

    private boolean isReply(int node) {
        return forest.isReply(node);
    }
}
