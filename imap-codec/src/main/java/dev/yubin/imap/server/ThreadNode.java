package dev.yubin.imap.server;

import dev.yubin.imap.wire.ImapWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToLongFunction;

/** A message among those that answer each other; or a dummy, in the place of one that was not found: RFC 5256 section 3. */
final class ThreadNode {
    /** Null in a dummy. */
    Threaded message;

    ThreadNode parent;
    /** Whether it was ever a parent: who never was has nobody below. */
    boolean answered;

    List<ThreadNode> children = new ArrayList<>(0);

    /** @param message null for a dummy */
    ThreadNode(Threaded message) {
        this.message = message;
    }

    boolean isDummy() {
        return message == null;
    }

    void add(ThreadNode child) {
        children.add(child);
        child.parent = this;
    }

    /** What it is sorted by: of a dummy, the first of its children. */
    Threaded first() {
        return isDummy()
                ? Collections.min(children, Comparator.comparing(child -> child.message, Threaded.BY_DATE)).message
                : message;
    }

    /** By the date of each, or of a dummy's first child. */
    static void sort(List<ThreadNode> siblings) {
        siblings.sort(Comparator.comparing(ThreadNode::first, Threaded.BY_DATE));
    }

    /** thread-list; without recursion, since a thread may be as deep as there are messages. */
    void write(ImapWriter out, IntToLongFunction name) {
        Deque<Iterator<ThreadNode>> branching = new ArrayDeque<>();
        branching.push(List.of(this).iterator());
        while (!branching.isEmpty()) {
            if (branching.peek().hasNext()) {
                ThreadNode last = branching.peek().next().writeChain(out.text("("), name);
                out.text(last.children.isEmpty() || last.isDummy() ? "" : " ");
                branching.push(last.children.iterator());
            } else {
                branching.pop();
                out.text(branching.isEmpty() ? "" : ")");
            }
        }
    }

    /** Itself and what answers it, as long as each is answered by one. @return the last of these */
    private ThreadNode writeChain(ImapWriter out, IntToLongFunction name) {
        ThreadNode last = this;
        if (!isDummy()) {
            out.number(name.applyAsLong(message.number()));
        }
        while (last.children.size() == 1) {
            out.text(last.isDummy() ? "" : " ");
            last = last.children.get(0);
            out.number(name.applyAsLong(last.message.number()));
        }
        return last;
    }
}
