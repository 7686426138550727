package dev.yubin.smtp.codec;

/**
 * The dot's line behind a message's content. RFC 5321 section 4.1.1.4.
 *
 * @param bareLineBreaks whether a CR or LF stood alone in the content, which then must be refused (section 2.3.8); what came behind it was not
 *     handed on
 */
public record EndOfContent(boolean bareLineBreaks) {
    /** The end of content as it should be. */
    public static final EndOfContent SOUND = new EndOfContent(false);
}
