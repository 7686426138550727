package dev.yubin.imap.codec;

/** What is at its end behind streamed octets. */
public enum StreamEnd {
    /** A literal: all its octets have come. What they belong to is not at its end yet. */
    LITERAL_END,
    /** An APPEND: only now it is whole. */
    REQUEST_END
}
