package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Begins a SASL exchange: RFC 9051 section 6.2.2. The lines that follow are no commands.
 *
 * @param mechanism       its name in capitals, such as {@code PLAIN}
 * @param initialResponse what the client says at once, decoded (RFC 4959); an empty secret is not the same as none
 */
public record Authenticate(String mechanism, Optional<Secret> initialResponse) implements ImapCommand {
    public Authenticate {
        mechanism = mechanism.toUpperCase(Locale.ROOT);
        if (!Syntax.isAtom(mechanism)) {
            throw new IllegalArgumentException("a mechanism's name is an atom");
        }
        Objects.requireNonNull(initialResponse, "initialResponse");
    }

    @Override
    public Verb verb() {
        return Verb.AUTHENTICATE;
    }

    /** authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]; initial-resp = (base64 / "=") */
    static Authenticate read(ImapReader in) throws SyntaxException {
        String mechanism = in.atom("a mechanism");
        in.conceal();
        return new Authenticate(mechanism, in.accept(' ') ? Optional.of(in.base64()) : Optional.empty());
    }

    @Override
    public void write(ImapWriter out) {
        out.text(mechanism);
        if (initialResponse.isPresent()) {
            out.space().base64(initialResponse.get(), true);
        }
    }
}
