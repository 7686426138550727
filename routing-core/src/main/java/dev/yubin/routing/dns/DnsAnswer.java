package dev.yubin.routing.dns;

import java.util.List;
import java.util.Objects;

/**
 * What the DNS says to a question.
 *
 * @param records  of the type that was asked for; none where the name has none, or is not there
 * @param isThere  whether there is such a name at all
 * @param isSecure whether the server has proven the whole answer, also that there is nothing, by DNSSEC, and can be believed: RFC 4035 section 4.9.3
 * @param name     whose records they are: the name asked for, or where its aliases (CNAME) lead; without the root's dot
 */
public record DnsAnswer<T>(List<T> records, boolean isThere, boolean isSecure, String name) {
    public DnsAnswer {
        records = List.copyOf(records);
        Objects.requireNonNull(name, "name");
    }

    /** Whether it came by an alias. */
    public boolean isAliased(String asked) {
        return !name.equalsIgnoreCase(asked);
    }
}
