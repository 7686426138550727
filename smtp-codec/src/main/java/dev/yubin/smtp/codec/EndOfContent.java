package dev.yubin.smtp.codec;

/**
 * The end of a message's content: the dot's line (RFC 5321 section 4.1.1.4), or that of the last chunk (RFC 3030 section 2).
 *
 * @param bareLineBreaks whether a CR or LF stood alone in the content, which then must be refused (section 2.3.8) unless it is BINARYMIME; behind DATA, what
 *     came after it was not handed on
 */
public record EndOfContent(boolean bareLineBreaks) {
    /** The end of content as it should be. */
    public static final EndOfContent SOUND = new EndOfContent(false);
}
