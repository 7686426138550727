package dev.yubin.smtp.codec;

/**
 * Content behind a bare CR or LF has come, which RFC 5321 section 2.3.8 forbids: no message any more, but the client still sends. How much that is counts for limits and timeouts all the same.
 *
 * @param octets how many
 */
public record RefusedContent(int octets) {}
