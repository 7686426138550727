package dev.yubin.imap.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * REFERENCES: who answers whom, by what the messages refer to, and where that tells nothing, by their subjects. The steps are those of RFC 5256
 * section 3, by their numbers; nothing here recurs, since a thread may be as deep as there are messages.
 */
final class ReferenceThreads {
    private final Map<String, ThreadNode> byId = new HashMap<>();
    /** In the order in which they were made, so that the answer does not hang on chance. */
    private final List<ThreadNode> all = new ArrayList<>();

    private ReferenceThreads() {}

    /** @param found in the order of the mailbox */
    static List<ThreadNode> of(List<Threaded> found) {
        ReferenceThreads threads = new ReferenceThreads();
        found.forEach(threads::link);
        ThreadNode root = threads.root();
        prune(root);
        ThreadNode.sort(root.children);
        mergeSubjects(root);
        for (ThreadNode node : inward(root)) {
            ThreadNode.sort(node.children);
        }
        ThreadNode.sort(root.children);
        return root.children;
    }

    /** Step 1, for one message. Until step 2 a node knows its parent alone. */
    private void link(Threaded message) {
        ThreadNode node = node(message);
        ThreadNode last = null;
        for (String id : message.references()) {
            ThreadNode next = byId.computeIfAbsent(id, unknown -> made(new ThreadNode(null)));
            if (last != null && next.parent == null) {
                setParent(next, last);
            }
            last = next;
        }
        node.parent = null; // what another message's References say of it, its own know better
        if (last != null) {
            setParent(node, last);
        }
    }

    /** The node of a message; of several with one Message-ID, the first has it. */
    private ThreadNode node(Threaded message) {
        ThreadNode known = message.id().map(byId::get).orElse(null);
        if (known != null && known.isDummy()) {
            known.message = message;
            return known;
        }
        ThreadNode node = made(new ThreadNode(message));
        if (known == null) {
            message.id().ifPresent(id -> byId.put(id, node));
        }
        return node;
    }

    private ThreadNode made(ThreadNode node) {
        all.add(node);
        return node;
    }

    /** Unless that would make a loop. */
    private static void setParent(ThreadNode child, ThreadNode parent) {
        if (child == parent || child.answered && isBelow(parent, child)) {
            return;
        }
        child.parent = parent;
        parent.answered = true;
    }

    private static boolean isBelow(ThreadNode node, ThreadNode other) {
        ThreadNode above = node.parent;
        while (above != null && above != other) {
            above = above.parent;
        }
        return above != null;
    }

    /** Step 2: who has no parent is a child of the root. */
    private ThreadNode root() {
        ThreadNode root = new ThreadNode(null);
        for (ThreadNode node : all) {
            (node.parent == null ? root : node.parent).add(node);
        }
        return root;
    }

    /** Step 3: a dummy gives its place to its children, but at the top only to an only child. */
    private static void prune(ThreadNode root) {
        for (ThreadNode node : inward(root)) {
            List<ThreadNode> kept = new ArrayList<>(node.children.size());
            for (ThreadNode child : node.children) {
                boolean stays = !child.isDummy() || node == root && child.children.size() > 1;
                if (stays) {
                    kept.add(child);
                } else if (kept.isEmpty()) {
                    kept = child.children; // not copied: dummies may stand in a long row above many children
                } else {
                    kept.addAll(child.children);
                }
            }
            node.children = kept;
        }
    }

    /** All nodes, each behind those below it, the root last. */
    private static List<ThreadNode> inward(ThreadNode root) {
        List<ThreadNode> outward = new ArrayList<>();
        Deque<ThreadNode> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            ThreadNode node = left.pop();
            outward.add(node);
            node.children.forEach(left::push);
        }
        Collections.reverse(outward);
        return outward;
    }

    /** Step 5: threads of one subject become one. */
    private static void mergeSubjects(ThreadNode root) {
        Map<ByteBuffer, ThreadNode> table = new HashMap<>();
        for (ThreadNode thread : root.children) {
            ByteBuffer subject = thread.first().subject();
            ThreadNode other = table.get(subject);
            if (subject.hasRemaining() && (other == null || standsBefore(thread, other))) {
                table.put(subject, thread);
            }
        }
        Set<ThreadNode> threads = new LinkedHashSet<>(root.children);
        for (ThreadNode thread : root.children) {
            ByteBuffer subject = thread.first().subject();
            ThreadNode chosen = table.getOrDefault(subject, thread);
            if (chosen == thread) {
                continue;
            }
            threads.remove(thread);
            if (chosen.isDummy() && thread.isDummy()) {
                thread.children.forEach(chosen::add);
            } else if (chosen.isDummy() || isReply(thread) && !isReply(chosen)) {
                chosen.add(thread);
            } else {
                ThreadNode dummy = new ThreadNode(null);
                dummy.add(chosen);
                dummy.add(thread);
                threads.remove(chosen);
                threads.add(dummy);
                table.put(subject, dummy);
            }
        }
        root.children = new ArrayList<>(threads);
    }

    private static boolean standsBefore(ThreadNode thread, ThreadNode other) {
        return !other.isDummy() && (thread.isDummy() || isReply(other) && !isReply(thread));
    }

    private static boolean isReply(ThreadNode node) {
        return !node.isDummy() && node.message.reply();
    }
}
