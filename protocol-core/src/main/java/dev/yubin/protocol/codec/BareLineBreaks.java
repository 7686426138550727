package dev.yubin.protocol.codec;

/** What becomes of a CR or LF that stands alone in a message's content. RFC 5321 section 2.3.8 forbids them. */
public enum BareLineBreaks {
    /**
     * The content is refused as a whole. The default in SMTP both ways: to disagree with the next server about what ends a line is how mail is
     * smuggled.
     */
    REFUSE,
    /**
     * It is let pass: for POP3, where what is stored was taken in by other ways. On the way in the octet stays as it is. On the way out LF is given the CR
     * that it lacks, since many a client takes LF alone for the end of a line, and a dot behind it for the end of the message; CR goes out as it is.
     */
    TOLERATE
}
