/**
 * The outline of a message: what IMAP asks of it again and again (ENVELOPE, BODYSTRUCTURE, where each part lies), found once while it
 * comes in. A {@link dev.yubin.mailbox.outline.MessageWriter} does it for every way into a mailbox.
 *
 * <p>Any octets are a message: nothing here fails because of what a message says.
 *
 * <p><b>Strings</b> from a message hold one octet in each character, U+0000 to U+00FF (ISO-8859-1), so that not one of them is lost:
 * {@code value.getBytes(ISO_8859_1)} gives back what came, which may be UTF-8 (RFC 6532) or anything. Header fields are unfolded (RFC 5322
 * section 2.2.3) and trimmed; encoded words (RFC 2047) are left as they are; an octet of NUL, CR or LF never stands in a string (a space
 * takes its place).
 */
package dev.yubin.mailbox.outline;
