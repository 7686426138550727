package dev.yubin.routing.tls;

import dev.yubin.smtp.Domain;
import java.util.List;
import java.util.Objects;

/**
 * A policy as reports name it: RFC 8460 section 4.4.
 *
 * @param domain  the recipient's
 * @param strings its text: TLSA records, or lines
 * @param mxHosts of which servers it speaks: the patterns of MTA-STS, or the TLSA base domain
 */
public record FoundPolicy(Type type, Domain domain, List<String> strings, List<String> mxHosts) {
    /** In the words of reports. */
    public enum Type {
        TLSA("tlsa"),
        STS("sts"),
        NO_POLICY_FOUND("no-policy-found");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    public FoundPolicy {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(domain, "domain");
        strings = List.copyOf(strings);
        mxHosts = List.copyOf(mxHosts);
    }

    /** That there is none. */
    public static FoundPolicy none(Domain domain) {
        return new FoundPolicy(Type.NO_POLICY_FOUND, domain, List.of(), List.of());
    }
}
