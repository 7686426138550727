package dev.yubin.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What the server that delivers a message puts at its very top: the reverse path of its last transaction. RFC 5321 section 4.4.
 *
 * @param path where notices of failure go
 */
public record ReturnPath(ReversePath path) {
    public ReturnPath {
        Objects.requireNonNull(path, "path");
    }

    /** The field, with the CR LF at its end. */
    public byte[] octets() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Return-path-line = "Return-Path:" FWS Reverse-path CRLF */
    @Override
    public String toString() {
        return "Return-Path: " + path + "\r\n";
    }
}
