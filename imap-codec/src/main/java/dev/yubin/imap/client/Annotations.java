package dev.yubin.imap.client;

import dev.yubin.imap.ResponseCode.Metadata;
import dev.yubin.imap.ResponseCode.Metadata.Matter;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.wire.Octets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Annotations of a mailbox or of the server: RFC 5464 section 4.2.
 *
 * @param values  by the names of their entries; empty for one that there is not
 * @param longest how many octets the longest value has, where some were longer than MAXSIZE and not told (section 4.2.1)
 */
public record Annotations(Map<String, Optional<Octets>> values, OptionalLong longest) {
    public Annotations {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        Objects.requireNonNull(longest, "longest");
    }

    /** What LONGENTRIES tells. */
    static OptionalLong longest(StatusReply ok) {
        return Exchange.code(ok, Metadata.class)
                .filter(told -> told.matter() == Matter.LONGENTRIES)
                .map(told -> OptionalLong.of(told.octets()))
                .orElse(OptionalLong.empty());
    }
}
