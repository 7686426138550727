/**
 * Bytes and values, as Netty handlers: {@link dev.yubin.imap.codec.ImapServerCodec} and {@link dev.yubin.imap.codec.ImapClientCodec}. Lines and literals
 * are found before any grammar is looked at, so that what is refused is dropped whole; message octets are streamed both ways.
 */
package dev.yubin.imap.codec;
