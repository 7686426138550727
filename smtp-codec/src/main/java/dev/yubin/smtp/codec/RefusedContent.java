package dev.yubin.smtp.codec;

/**
 * Content behind a bare CR or LF has come: no message any more, but the client still sends. How much that is counts for limits and timeouts all the same.
 *
 * @param octets how many
 */
public record RefusedContent(int octets) {}
