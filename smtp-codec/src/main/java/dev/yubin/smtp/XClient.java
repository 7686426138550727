package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.smtp.ClientAttributes.Attribute;
import java.util.List;

/**
 * Tells whom the client speaks for: from here on it is as if that one had connected itself, and the session begins anew with the greeting. Taken from
 * hosts that are trusted alone. Postfix's {@code XCLIENT_README}.
 *
 * @param attributes of {@link #ATTRIBUTES}; what is not told stays as it was
 */
public record XClient(ClientAttributes attributes) implements SmtpCommand {
    /** What can be told, in the order of the answer to EHLO. */
    public static final List<Attribute> ATTRIBUTES = List.of(
            Attribute.NAME,
            Attribute.ADDR,
            Attribute.PORT,
            Attribute.PROTO,
            Attribute.HELO,
            Attribute.LOGIN,
            Attribute.DESTADDR,
            Attribute.DESTPORT);

    /** @throws IllegalArgumentException when nothing is told, or something else, or an address that is none of the Internet's */
    public XClient {
        attributes.among(ATTRIBUTES);
        for (Attribute address : List.of(Attribute.ADDR, Attribute.DESTADDR)) {
            if (attributes.text(address).isPresent()
                    && attributes.address(address).isEmpty()) {
                throw new IllegalArgumentException("expected an address such as 192.0.2.7 or IPV6:2001:db8::7");
            }
        }
    }

    @Override
    public Verb verb() {
        return Verb.XCLIENT;
    }

    /** What stands behind the keyword in the answer to EHLO. */
    public static String text() {
        return ClientAttributes.names(ATTRIBUTES);
    }

    static final Grammar<XClient> GRAMMAR = ClientAttributes.grammar(ATTRIBUTES, XClient::new, XClient::attributes);
}
