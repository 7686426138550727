/** A line of text under its grammar, read and written octet by octet; no channel, no thread. */
package dev.yubin.protocol.line;
