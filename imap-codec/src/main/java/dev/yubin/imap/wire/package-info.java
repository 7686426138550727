/**
 * How IMAP's values stand in octets: RFC 9051 section 9. The chapters' grammars read from an {@link dev.yubin.imap.wire.ImapReader} and write to an
 * {@link dev.yubin.imap.wire.ImapWriter}; no channel, no thread.
 */
package dev.yubin.imap.wire;
