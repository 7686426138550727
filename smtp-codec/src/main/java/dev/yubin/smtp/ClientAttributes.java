package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a host that is trusted tells of the client it speaks for, with {@link XClient} or {@link XForward}. By Postfix's {@code XCLIENT_README} and
 * {@code XFORWARD_README}.
 *
 * @param all each as text, or {@link #UNAVAILABLE}, or {@link #TEMPORARILY_UNAVAILABLE}
 */
public record ClientAttributes(Map<Attribute, String> all) {
    /** Nothing is told. */
    public static final ClientAttributes NONE = new ClientAttributes(Map.of());
    /** In the place of a value: it is not known, and will not be. */
    public static final String UNAVAILABLE = "[UNAVAILABLE]";
    /** In the place of a {@link Attribute#NAME}: the DNS could not be asked just now. */
    public static final String TEMPORARILY_UNAVAILABLE = "[TEMPUNAVAIL]";

    private static final int MAX_OCTETS = 255;
    private static final int MAX_PROTOCOL_OCTETS = 64;
    private static final int MAX_PORT = 65_535;

    /** What can be told. */
    public enum Attribute {
        /** The client's name in the DNS. */
        NAME,
        /** Its address: {@link #address}. */
        ADDR,
        /** The port that it came from: {@link #port}. */
        PORT,
        /** What it speaks, such as {@code ESMTP}. */
        PROTO,
        /** How it introduced itself. */
        HELO,
        /** The account that it logged in to. */
        LOGIN,
        /** The address that it came to. */
        DESTADDR,
        /** The port that it came to. */
        DESTPORT,
        /** By which the forwarding host's log tells the message from others. */
        IDENT,
        /** Whether the message began at the forwarding host, {@code LOCAL}, or came from elsewhere, {@code REMOTE}. */
        SOURCE
    }

    /** @throws IllegalArgumentException when a value is empty, too long, not printable, or no port or source where it has to be one */
    public ClientAttributes {
        Map<Attribute, String> copy = new EnumMap<>(Attribute.class);
        all.forEach((attribute, value) -> copy.put(attribute, checked(attribute, value)));
        all = Collections.unmodifiableMap(copy);
    }

    private static String checked(Attribute attribute, String value) {
        if (value.equalsIgnoreCase(UNAVAILABLE)
                || value.equalsIgnoreCase(TEMPORARILY_UNAVAILABLE) && attribute == Attribute.NAME) {
            return value.equalsIgnoreCase(UNAVAILABLE) ? UNAVAILABLE : TEMPORARILY_UNAVAILABLE;
        }
        boolean fits = switch (attribute) {
            case PORT, DESTPORT -> value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= MAX_PORT;
            case SOURCE -> value.equalsIgnoreCase("LOCAL") || value.equalsIgnoreCase("REMOTE");
            case PROTO -> value.length() <= MAX_PROTOCOL_OCTETS;
            case LOGIN, NAME, ADDR, HELO, DESTADDR, IDENT -> true;
        };
        // A login may be beyond ASCII, as accounts may.
        boolean printable =
                value.chars().allMatch(c -> Characters.vchar(c) || attribute == Attribute.LOGIN && c > 0x9f);
        if (!fits || !printable || value.isEmpty() || value.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("this cannot be said of " + attribute);
        }
        return value;
    }

    /** Its value, where it is known. */
    public Optional<String> text(Attribute attribute) {
        return Optional.ofNullable(all.get(attribute))
                .filter(value -> !value.equals(UNAVAILABLE) && !value.equals(TEMPORARILY_UNAVAILABLE));
    }

    /** Whether something is told of it, be it that it is not known. */
    public boolean tells(Attribute attribute) {
        return all.containsKey(attribute);
    }

    /** {@link Attribute#ADDR} or {@link Attribute#DESTADDR}, where it is known and one of the Internet's. */
    public Optional<InetAddress> address(Attribute attribute) {
        try {
            return text(attribute)
                    .map(text -> AddressLiteral.of('[' + text + ']').address());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@link Attribute#PORT} or {@link Attribute#DESTPORT}, where it is known. */
    public OptionalInt port(Attribute attribute) {
        return text(attribute).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /** These, and what was told later in place of what was told before. */
    public ClientAttributes and(ClientAttributes later) {
        Map<Attribute, String> both = new EnumMap<>(Attribute.class);
        both.putAll(all);
        both.putAll(later.all);
        return new ClientAttributes(both);
    }

    /** Insists on at least one, and on these alone. */
    ClientAttributes among(List<Attribute> known) {
        if (all.isEmpty() || !known.containsAll(all.keySet())) {
            throw new IllegalArgumentException("expected one or more of " + names(known));
        }
        return this;
    }

    static String names(List<Attribute> known) {
        return known.stream().map(Attribute::name).collect(Collectors.joining(" "));
    }

    /** command = verb 1*( SP attribute-name "=" attribute-value ), the value an xtext (RFC 3461 section 4) */
    static <C> Grammar<C> grammar(
            List<Attribute> known, Function<ClientAttributes, C> command, Function<C, ClientAttributes> attributes) {
        return new Grammar<>() {
            @Override
            public C read(LineReader in) throws SyntaxException {
                Map<Attribute, String> all = new EnumMap<>(Attribute.class);
                while (!in.atEnd()) {
                    in.expect(" ");
                    Attribute attribute = attribute(in);
                    in.expect("=");
                    String value = Xtext.decode(in.expectWhile(Characters::esmtpValue, "a value"));
                    if (all.put(attribute, value) != null) {
                        throw new SyntaxException("expected " + attribute + " once");
                    }
                }
                try {
                    return command.apply(new ClientAttributes(all));
                } catch (IllegalArgumentException e) {
                    throw new SyntaxException(e.getMessage());
                }
            }

            private Attribute attribute(LineReader in) throws SyntaxException {
                String name = in.acceptWhile(Characters::letDig);
                return known.stream()
                        .filter(each -> each.name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> new SyntaxException("expected one of " + names(known)));
            }

            @Override
            public void write(C said, LineWriter out) {
                attributes
                        .apply(said)
                        .all()
                        .forEach((attribute, value) ->
                                out.text(" " + attribute + "=").text(Xtext.encode(value)));
            }
        };
    }
}
