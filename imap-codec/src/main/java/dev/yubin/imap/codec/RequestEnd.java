package dev.yubin.imap.codec;

/** The end of an APPEND behind its streamed octets: only now it is whole. */
public enum RequestEnd {
    REQUEST_END
}
