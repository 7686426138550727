/** POP3's values and their grammar: RFC 1939, RFC 2449, RFC 2595 section 4, RFC 5034, RFC 6856. No channel, no thread. */
package dev.yubin.pop3;
