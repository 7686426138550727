package dev.yubin.imap.codec;

/** All octets of a streamed literal have come. What they belong to is not at its end yet. */
public enum LiteralEnd {
    LITERAL_END
}
