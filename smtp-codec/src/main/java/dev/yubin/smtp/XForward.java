package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.smtp.ClientAttributes.Attribute;
import java.util.List;

/**
 * Tells where the next message came from before it passed a filter, for logs; who the client is stays as it was. Taken from hosts that are trusted alone.
 * Postfix's {@code XFORWARD_README}.
 *
 * @param attributes of {@link #ATTRIBUTES}, beside those told since the last transaction. An address may be none of the Internet's
 */
public record XForward(ClientAttributes attributes) implements SmtpCommand {
    /** What can be told, in the order of the answer to EHLO. */
    public static final List<Attribute> ATTRIBUTES = List.of(
            Attribute.NAME,
            Attribute.ADDR,
            Attribute.PORT,
            Attribute.PROTO,
            Attribute.HELO,
            Attribute.IDENT,
            Attribute.SOURCE);

    /** @throws IllegalArgumentException when nothing is told, or something else */
    public XForward {
        attributes.among(ATTRIBUTES);
    }

    @Override
    public Verb verb() {
        return Verb.XFORWARD;
    }

    /** What stands behind the keyword in the answer to EHLO. */
    public static String text() {
        return ClientAttributes.names(ATTRIBUTES);
    }

    static final Grammar<XForward> GRAMMAR = ClientAttributes.grammar(ATTRIBUTES, XForward::new, XForward::attributes);
}
