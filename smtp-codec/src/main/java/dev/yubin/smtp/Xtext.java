package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text without space, {@code +} and {@code =}, which stand as {@code +} and two hexadecimal digits. RFC 3461 section 4. */
final class Xtext {
    private static final String HEXADECIMAL = "0123456789ABCDEF";

    private Xtext() {}

    /** xtext = *( xchar / hexchar ); hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits */
    static String decode(String xtext) throws SyntaxException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c != '+') {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < xtext.length() ? HEXADECIMAL.indexOf(xtext.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : HEXADECIMAL.indexOf(xtext.charAt(i + 2));
            if (low < 0) {
                throw new SyntaxException("expected two upper case hexadecimal digits behind + in \"" + xtext + '"');
            }
            out.write(high * 16 + low);
            i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (Characters.vchar(octet) && octet != '+' && octet != '=') {
                out.append((char) octet);
            } else {
                out.append(String.format("+%02X", octet));
            }
        }
        return out.toString();
    }
}
