package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ORCPT=}: whom the sender wrote to, told in notices, whatever aliases the message passes on its way. RFC 3461 section 4.2; beyond ASCII
 * RFC 6533 section 3.
 *
 * @param type    of the address, in lower case: {@code rfc822}, or {@code utf-8} where it is beyond ASCII
 * @param address as its people write it; encoded it has at most 500 octets with its type
 */
public record OriginalRecipient(String type, String address) implements RcptParameter {
    private static final int MAX_OCTETS = 500;
    private static final String UTF_8 = "utf-8";
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");

    /** @throws IllegalArgumentException when the type is no atom, the address is empty or too long, or beyond ASCII for a type other than utf-8 */
    public OriginalRecipient {
        type = type.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(address, "address");
        if (type.isEmpty() || !type.chars().allMatch(Characters::ldh)) {
            throw new IllegalArgumentException("an address's type is of letters, digits and -");
        } else if (address.isEmpty() || address.codePoints().anyMatch(OriginalRecipient::isNoText)) {
            throw new IllegalArgumentException(
                    "an original recipient is not empty and has no control characters and no half of a surrogate pair");
        } else if (!type.equals(UTF_8) && !Characters.ascii(address)) {
            throw new IllegalArgumentException("an original recipient beyond ASCII is of type utf-8");
        } else if (encoded(type, address).length() > MAX_OCTETS) {
            throw new IllegalArgumentException("an original recipient has at most " + MAX_OCTETS + " octets");
        }
    }

    private static boolean isNoText(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    /** The one that a sender wrote to. */
    public static OriginalRecipient of(Mailbox mailbox) {
        return new OriginalRecipient(mailbox.ascii() ? "rfc822" : UTF_8, mailbox.toString());
    }

    /** original-recipient-address = addr-type ";" xtext; of type utf-8 ";" ( utf-8-addr-xtext / utf-8-addr-unitext ) */
    static OriginalRecipient read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "ORCPT=type;address");
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            throw new SyntaxException("expected ORCPT=type;address");
        }
        String type = text.substring(0, semicolon);
        String rest = text.substring(semicolon + 1);
        try {
            return new OriginalRecipient(type, type.equalsIgnoreCase(UTF_8) ? decode(rest) : Xtext.decode(rest));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("ORCPT: " + e.getMessage());
        }
    }

    /** EmbeddedUnicodeChar = %x5C.78 "{" HEXPOINT "}" */
    private static String decode(String unitext) {
        Matcher embedded = EMBEDDED.matcher(unitext);
        return embedded.replaceAll(
                found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    private static String encoded(String type, String address) {
        return type + ';' + (type.equals(UTF_8) ? embedded(address) : Xtext.encode(address));
    }

    private static String embedded(String address) {
        StringBuilder out = new StringBuilder();
        address.codePoints().forEach(c -> {
            if (c > ' ' && c <= '~' && c != '\\' && c != '+' && c != '=') {
                out.append((char) c);
            } else {
                out.append("\\x{")
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('}');
            }
        });
        return out.toString();
    }

    @Override
    public Optional<RcptRow> rcptRow() {
        return Optional.of(RcptRow.ORCPT);
    }

    @Override
    public String keyword() {
        return "ORCPT";
    }

    @Override
    public Optional<String> value() {
        return Optional.of(encoded(type, address));
    }
}
