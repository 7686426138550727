package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Something a server can do, as a line of the reply to {@link Capa} says it: RFC 2449 section 5. Tags in any case are the same tag.
 *
 * @param tag        its name in capitals, such as {@code SASL}
 * @param parameters what is said of it, such as the names of mechanisms
 */
public record Capability(String tag, List<String> parameters) {
    /** RFC 2449 section 6.1. */
    public static final String TOP = "TOP";
    /** USER and PASS: RFC 2449 section 6.2. */
    public static final String USER = "USER";
    /** AUTH with these mechanisms: RFC 5034 section 3. */
    public static final String SASL = "SASL";
    /** Text in brackets is a {@link ResponseCode}: RFC 2449 section 6.4. */
    public static final String RESP_CODES = "RESP-CODES";
    /** Seconds to let pass between logins: RFC 2449 section 6.5. */
    public static final String LOGIN_DELAY = "LOGIN-DELAY";
    /** Commands may be sent without waiting: RFC 2449 section 6.6. */
    public static final String PIPELINING = "PIPELINING";
    /** Days for which messages are kept, or NEVER: RFC 2449 section 6.7. */
    public static final String EXPIRE = "EXPIRE";
    /** RFC 2449 section 6.8. */
    public static final String UIDL = "UIDL";
    /** What program it is: RFC 2449 section 6.9. */
    public static final String IMPLEMENTATION = "IMPLEMENTATION";
    /** The upgrade to TLS: RFC 2595 section 4. */
    public static final String STLS = "STLS";
    /** A failed login tells whose fault it is: RFC 3206 section 6. */
    public static final String AUTH_RESP_CODE = "AUTH-RESP-CODE";
    /** Headers in UTF-8; with {@code USER}, names and passwords too: RFC 6856 section 2. */
    public static final String UTF8 = "UTF8";
    /** Replies in more than one language: RFC 6856 section 3. */
    public static final String LANG = "LANG";

    /** capability = capa-tag *(SP param) */
    static final Grammar<Capability> GRAMMAR = new Grammar<>() {
        @Override
        public Capability read(LineReader in) throws SyntaxException {
            String tag = in.expectWhile(Capability::fits, "a capability");
            List<String> parameters = new ArrayList<>();
            while (in.accept(" ")) { // a space with nothing behind it says nothing, and is let pass
                String parameter = in.acceptWhile(Capability::fits);
                if (!parameter.isEmpty()) {
                    parameters.add(parameter);
                }
            }
            return new Capability(tag.toUpperCase(Locale.ROOT), parameters);
        }

        @Override
        public void write(Capability capability, LineWriter out) {
            out.text(capability.tag());
            capability.parameters().forEach(parameter -> out.text(" ").text(parameter));
        }
    };

    public Capability {
        parameters = List.copyOf(parameters);
        Stream.concat(Stream.of(tag), parameters.stream()).forEach(Capability::check);
    }

    /** The capability of this tag and these parameters. */
    public static Capability of(String tag, String... parameters) {
        return new Capability(tag, List.of(parameters));
    }

    /**
     * Reads a line of the reply to CAPA.
     *
     * @throws SyntaxException when it has another form
     */
    public static Capability read(String line) throws SyntaxException {
        return Listings.read(GRAMMAR, line);
    }

    private static void check(String word) {
        if (word.isEmpty() || !word.chars().allMatch(Capability::fits)) {
            throw new IllegalArgumentException("\"" + Escaped.text(word) + "\" cannot stand in a line of capabilities");
        }
    }

    private static boolean fits(int c) {
        return c > ' ' && c != 0x7f;
    }

    /** The line, as it stands on the wire. */
    @Override
    public String toString() {
        return Listings.write(GRAMMAR, this);
    }
}
