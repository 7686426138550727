package dev.yubin.protocol.codec;

/** What becomes of a CR or LF that stands alone in a message's content. RFC 5321 section 2.3.8 forbids them. */
public enum BareLineBreaks {
    /**
     * The content is refused as a whole. The default in SMTP both ways: to disagree with the next server about what ends a line is how mail is
     * smuggled.
     */
    REFUSE,
    /** The octet is kept as it is: for POP3, where what is stored was taken in by other ways. */
    KEEP
}
