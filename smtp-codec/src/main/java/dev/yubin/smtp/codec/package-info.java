/** Octets to commands, replies and content, and back, as Netty handlers. */
package dev.yubin.smtp.codec;
