package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.function.Function;

/** How a client introduces itself: EHLO, the older HELO, or LMTP's LHLO. RFC 5321 section 4.1.1.1. */
public sealed interface Hello extends SmtpCommand permits Ehlo, Helo, Lhlo {
    /** Longer names are no names. RFC 5321 section 4.5.3.1.2. */
    int MAX_NAME_OCTETS = 255;

    /**
     * What the client calls itself: printable ASCII without space, at most 255 octets. By the RFC a domain or an address literal; in truth whatever
     * its maker thought of (Windows sends names with underscores), so it proves nothing and is kept as text.
     */
    String client();

    /** ehlo = "EHLO" SP ( Domain / address-literal ) CRLF, and the same for its sisters */
    static <H extends Hello> Grammar<H> grammar(Function<String, H> hello) {
        return new Grammar<>() {
            @Override
            public H read(LineReader in) throws SyntaxException {
                in.expect(" ");
                in.acceptWhile(c -> c == ' ');
                String client = in.expectWhile(Characters::vchar, "a domain or address literal");
                if (client.length() > MAX_NAME_OCTETS) {
                    throw new SyntaxException("expected a name of at most " + MAX_NAME_OCTETS + " octets");
                }
                return hello.apply(client);
            }

            @Override
            public void write(H said, LineWriter out) {
                out.text(" ").text(said.client());
            }
        };
    }

    /** Insists on what {@link #client()} promises. */
    static void check(String client) {
        if (client.isEmpty()
                || client.length() > MAX_NAME_OCTETS
                || !client.chars().allMatch(Characters::vchar)) {
            throw new IllegalArgumentException(
                    "a client's name is 1 to " + MAX_NAME_OCTETS + " printable ASCII characters without space");
        }
    }
}
