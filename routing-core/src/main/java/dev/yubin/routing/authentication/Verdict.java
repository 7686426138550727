package dev.yubin.routing.authentication;

import dev.yubin.smtp.Reply;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a message that was looked at.
 *
 * @param fields  what is put on top of it, where it is accepted
 * @param refusal what its sender hears, where it is not
 */
public record Verdict(HeaderFields fields, Optional<Reply> refusal) {
    /** It goes on, and nothing is said of it. */
    public static final Verdict ACCEPT = accept(HeaderFields.NONE);

    /** @throws IllegalArgumentException when the reply refuses nothing */
    public Verdict {
        Objects.requireNonNull(fields, "fields");
        if (refusal.isPresent()
                && !refusal.get().isTransient()
                && !refusal.get().isPermanent()) {
            throw new IllegalArgumentException("\"" + refusal.get() + "\" refuses nothing");
        }
    }

    /** It goes on with these on top, such as {@link AuthenticationResults#field}. */
    public static Verdict accept(HeaderFields fields) {
        return new Verdict(fields, Optional.empty());
    }

    /** Nobody gets it: with 4yz for now, with 5yz for good. RFC 7372 has status codes for it, 5.7.20 to 5.7.25. */
    public static Verdict refuse(Reply reply) {
        return new Verdict(HeaderFields.NONE, Optional.of(reply));
    }
}
