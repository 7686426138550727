/** POP3's octets to values and back, as Netty handlers for both roles. */
package dev.yubin.pop3.codec;
