package dev.yubin.imap.server;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** THREAD with an object for each message and all of its strings at hand, whatever that costs: what the one that is served must agree with. */
final class PlainThreads {
    private static final Comparator<Threaded> BY_DATE =
            Comparator.comparingLong(Threaded::sent).thenComparingInt(Threaded::number);

    private PlainThreads() {}

    static String byReferences(List<Threaded> messages) {
        return written(ByReferences.of(messages));
    }

    static String bySubject(List<Threaded> messages) {
        return written(bySubjectOf(messages));
    }

    private static String written(List<Node> threads) {
        ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
        threads.forEach(thread -> thread.write(out));
        return out.toString();
    }

    private static ByteBuffer subject(Threaded message) {
        return ByteBuffer.wrap(message.subject());
    }

    private static List<Node> bySubjectOf(List<Threaded> found) {
        List<Threaded> byDate = new ArrayList<>(found);
        byDate.sort(BY_DATE);
        Map<ByteBuffer, Node> threads = new LinkedHashMap<>();
        for (Threaded message : byDate) {
            Node node = new Node(message);
            Node first = threads.putIfAbsent(subject(message), node);
            if (first != null) {
                first.add(node);
            }
        }
        return List.copyOf(threads.values());
    }

    private static final class Node {
        Threaded message;

        Node parent;
        boolean answered;

        List<Node> children = new ArrayList<>(0);

        Node(Threaded message) {
            this.message = message;
        }

        boolean isDummy() {
            return message == null;
        }

        void add(Node child) {
            children.add(child);
            child.parent = this;
        }

        Threaded first() {
            return isDummy()
                    ? Collections.min(children, Comparator.comparing(child -> child.message, BY_DATE)).message
                    : message;
        }

        static void sort(List<Node> siblings) {
            siblings.sort(Comparator.comparing(Node::first, BY_DATE));
        }

        void write(ImapWriter out) {
            Deque<Iterator<Node>> branching = new ArrayDeque<>();
            branching.push(List.of(this).iterator());
            while (!branching.isEmpty()) {
                if (branching.peek().hasNext()) {
                    Node last = branching.peek().next().writeChain(out.text("("));
                    out.text(last.children.isEmpty() || last.isDummy() ? "" : " ");
                    branching.push(last.children.iterator());
                } else {
                    branching.pop();
                    out.text(branching.isEmpty() ? "" : ")");
                }
            }
        }

        private Node writeChain(ImapWriter out) {
            Node last = this;
            if (!isDummy()) {
                out.number(message.number());
            }
            while (last.children.size() == 1) {
                out.text(last.isDummy() ? "" : " ");
                last = last.children.get(0);
                out.number(last.message.number());
            }
            return last;
        }
    }

    private static final class ByReferences {
        private final Map<String, Node> byId = new HashMap<>();
        /** In the order in which they were made, so that the answer does not hang on chance. */
        private final List<Node> all = new ArrayList<>();

        private ByReferences() {}

        static List<Node> of(List<Threaded> found) {
            ByReferences threads = new ByReferences();
            found.forEach(threads::link);
            Node root = threads.root();
            prune(root);
            Node.sort(root.children);
            mergeSubjects(root);
            for (Node node : inward(root)) {
                Node.sort(node.children);
            }
            Node.sort(root.children);
            return root.children;
        }

        /** Step 1, for one message. Until step 2 a node knows its parent alone. */
        private void link(Threaded message) {
            Node node = node(message);
            Node last = null;
            for (String id : message.references()) {
                Node next = byId.computeIfAbsent(id, unknown -> made(new Node(null)));
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
        private Node node(Threaded message) {
            Node known = message.id().map(byId::get).orElse(null);
            if (known != null && known.isDummy()) {
                known.message = message;
                return known;
            }
            Node node = made(new Node(message));
            if (known == null) {
                message.id().ifPresent(id -> byId.put(id, node));
            }
            return node;
        }

        private Node made(Node node) {
            all.add(node);
            return node;
        }

        /** Unless that would make a loop. */
        private static void setParent(Node child, Node parent) {
            if (child == parent || child.answered && isBelow(parent, child)) {
                return;
            }
            child.parent = parent;
            parent.answered = true;
        }

        private static boolean isBelow(Node node, Node other) {
            Node above = node.parent;
            while (above != null && above != other) {
                above = above.parent;
            }
            return above != null;
        }

        /** Step 2: who has no parent is a child of the root. */
        private Node root() {
            Node root = new Node(null);
            for (Node node : all) {
                (node.parent == null ? root : node.parent).add(node);
            }
            return root;
        }

        /** Step 3: a dummy gives its place to its children, but at the top only to an only child. */
        private static void prune(Node root) {
            for (Node node : inward(root)) {
                List<Node> kept = new ArrayList<>(node.children.size());
                for (Node child : node.children) {
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
        private static List<Node> inward(Node root) {
            List<Node> outward = new ArrayList<>();
            Deque<Node> left = new ArrayDeque<>(List.of(root));
            while (!left.isEmpty()) {
                Node node = left.pop();
                outward.add(node);
                node.children.forEach(left::push);
            }
            Collections.reverse(outward);
            return outward;
        }

        /** Step 5: threads of one subject become one. */
        private static void mergeSubjects(Node root) {
            Map<ByteBuffer, Node> table = new HashMap<>();
            for (Node thread : root.children) {
                ByteBuffer subject = subject(thread.first());
                Node other = table.get(subject);
                if (subject.hasRemaining() && (other == null || standsBefore(thread, other))) {
                    table.put(subject, thread);
                }
            }
            Set<Node> threads = new LinkedHashSet<>(root.children);
            for (Node thread : root.children) {
                ByteBuffer subject = subject(thread.first());
                Node chosen = table.getOrDefault(subject, thread);
                if (chosen == thread) {
                    continue;
                }
                threads.remove(thread);
                if (chosen.isDummy() && thread.isDummy()) {
                    thread.children.forEach(chosen::add);
                } else if (chosen.isDummy() || isReply(thread) && !isReply(chosen)) {
                    chosen.add(thread);
                } else {
                    Node dummy = new Node(null);
                    dummy.add(chosen);
                    dummy.add(thread);
                    threads.remove(chosen);
                    threads.add(dummy);
                    table.put(subject, dummy);
                }
            }
            root.children = new ArrayList<>(threads);
        }

        private static boolean standsBefore(Node thread, Node other) {
            return !other.isDummy() && (thread.isDummy() || isReply(other) && !isReply(thread));
        }

        private static boolean isReply(Node node) {
            return !node.isDummy() && node.message.reply();
        }
    }
}
