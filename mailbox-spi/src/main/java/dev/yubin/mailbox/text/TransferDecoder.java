package dev.yubin.mailbox.text;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes a content transfer encoding away, octets pushed through in any portions: RFC 2045 section 6. What breaks its rules is passed on or
 * passed over, as sections 6.7 and 6.8 advise; nothing fails. Used by one thread at a time, for one body.
 */
public class TransferDecoder {
    /** The most octets that are held from one portion to the next. */
    public static final int HELD = 4;

    /** This class itself is for octets that are not encoded. */
    private TransferDecoder() {}

    /** Decodes all of {@code in}; {@code out} needs room for as much and {@link #HELD} more. */
    public void decode(ByteBuffer in, ByteBuffer out) {
        out.put(in);
    }

    /** Lets out what was held back, behind the last octet; {@code out} needs room for {@link #HELD}. */
    public void finish(ByteBuffer out) {}

    /**
     * The decoder for a Content-Transfer-Encoding: base64, quoted-printable, or what leaves octets as they are.
     *
     * @return empty when the encoding is not known
     */
    public static Optional<TransferDecoder> of(String encoding) {
        return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary", "" -> Optional.of(new TransferDecoder());
            case "base64" -> Optional.of(new Base64());
            case "quoted-printable" -> Optional.of(new QuotedPrintable());
            default -> Optional.empty();
        };
    }

    private static final class Base64 extends TransferDecoder {
        private int bits;
        private int held;

        @Override
        public void decode(ByteBuffer in, ByteBuffer out) {
            while (in.hasRemaining()) {
                byte octet = in.get();
                int value = value(octet);
                if (value >= 0) {
                    bits = bits << 6 | value;
                    held += 6;
                    if (held >= 8) {
                        held -= 8;
                        out.put((byte) (bits >> held));
                    }
                } else if (octet == '=') {
                    held = 0; // what follows begins a quantum of its own
                }
            }
        }

        private static int value(byte octet) {
            if (octet >= 'A' && octet <= 'Z') {
                return octet - 'A';
            }
            if (octet >= 'a' && octet <= 'z') {
                return octet - 'a' + 26;
            }
            if (octet >= '0' && octet <= '9') {
                return octet - '0' + 52;
            }
            return octet == '+' ? 62 : octet == '/' ? 63 : -1;
        }
    }

    private static final class QuotedPrintable extends TransferDecoder {
        /** What stands since an equals sign, which may turn out to be no escape at all. */
        private final byte[] escape = new byte[HELD];

        private int length;

        @Override
        public void decode(ByteBuffer in, ByteBuffer out) {
            while (in.hasRemaining()) {
                byte octet = in.get();
                if (length > 0) {
                    escaped(octet, out);
                } else if (octet == '=') {
                    escape[length++] = octet;
                } else {
                    out.put(octet);
                }
            }
        }

        private void escaped(byte octet, ByteBuffer out) {
            escape[length++] = octet;
            if (octet == '\n') {
                length = 0; // a soft line break
            } else if (length == 2 && (octet == '\r' || octet == ' ' || octet == '\t')) {
                return;
            } else if (length == 3 && hex(escape[1]) >= 0 && hex(octet) >= 0) {
                out.put((byte) (hex(escape[1]) << 4 | hex(octet)));
                length = 0;
            } else if (length == 3 && octet == '\r' && (escape[1] == ' ' || escape[1] == '\t')) {
                return; // a space before a soft line break
            } else if (length > 2 || hex(octet) < 0) {
                finish(out);
            }
        }

        @Override
        public void finish(ByteBuffer out) {
            out.put(escape, 0, length);
            length = 0;
        }

        private static int hex(byte octet) {
            return octet < 0 ? -1 : Character.digit(octet, 16);
        }
    }
}
