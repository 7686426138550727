package dev.yubin.conformance.numbers;

import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/** A command under way, and what its client makes of the answers. */
final class Sent {
    final String tag;
    final String text;
    /** Whether sequence numbers keep their meaning until it is answered: RFC 9051 section 7.5.1. */
    final boolean holds;

    /** Done when the command before it is answered, which is when this one begins. */
    Runnable begin = () -> {};
    /** What may be found, where it searches. */
    IntPredicate mayFind = number -> false;

    LongPredicate mayFindUid = uid -> false;
    /** What may have been copied or moved. */
    LongPredicate mayTransfer = uid -> false;
    /** Done with the tagged response's status, and its code. */
    AfterAnswer end = (status, code) -> {};

    @FunctionalInterface
    interface AfterAnswer {
        void done(String status, String code);
    }

    Sent(String tag, String text, boolean holds) {
        this.tag = tag;
        this.text = text;
        this.holds = holds;
    }
}
