package dev.yubin.smtp.codec;

/** A chunk is whole, and the content goes on with another. RFC 3030 section 2. */
public enum EndOfChunk {
    /** There is but one such end. */
    END
}
