package dev.yubin.routing.dns;

import java.util.HexFormat;

/**
 * A TLSA record: RFC 6698 section 2.1. Values that are not assigned come through as they are.
 *
 * @param usage        2 for DANE-TA, 3 for DANE-EE
 * @param selector     0 for the whole certificate, 1 for its SubjectPublicKeyInfo
 * @param matchingType 0 for all of that, 1 for its SHA-256, 2 for its SHA-512
 * @param association  in hexadecimal digits, lower case
 */
public record Tlsa(int usage, int selector, int matchingType, String association) {
    /** The octets of the association data. */
    public byte[] octets() {
        return HexFormat.of().parseHex(association);
    }

    /** As in a zone's file. */
    @Override
    public String toString() {
        return usage + " " + selector + " " + matchingType + " " + association;
    }
}
