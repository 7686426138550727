package dev.yubin.conformance.internal;

/** What a server owes its clients. */
public interface Promise {
    /** The RFC and the section that make it. */
    String source();

    /** The promise as a sentence, by which its check is known. */
    String title();
}
