package dev.yubin.protocol;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** As much of ASN.1's distinguished encoding (X.690) as a certificate of our own needs. Each method gives a whole element. */
final class Der {
    private Der() {}

    static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... elements) {
        return element(0x30, elements);
    }

    static byte[] set(byte[]... elements) {
        return element(0x31, elements);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return element(0x01, new byte[] {-1});
    }

    static byte[] bits(int unused, byte[] octets) {
        return element(0x03, new byte[] {(byte) unused}, octets);
    }

    static byte[] octets(byte[] octets) {
        return element(0x04, octets);
    }

    static byte[] utf8(String text) {
        return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] oid(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >> shift != 0) {
                    out.write(0x80 | arcs[i] >> shift);
                }
            }
            out.write(arcs[i] & 0x7f);
        }
        return element(0x06, out.toByteArray());
    }
}
