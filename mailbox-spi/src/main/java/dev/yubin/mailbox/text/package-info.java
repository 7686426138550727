/**
 * The text of a message as a person reads it: charsets, transfer encodings (RFC 2045 section 6) and encoded words (RFC 2047) taken away. SEARCH
 * looks at it, and a store that keeps previews or an index of words makes them from it.
 *
 * <p>Any octets are a message: nothing here fails because of what a message says.
 */
package dev.yubin.mailbox.text;
