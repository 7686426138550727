package dev.yubin.routing.tls;

import dev.yubin.smtp.Domain;
import java.util.Objects;

/**
 * A server that the DNS names for a domain.
 *
 * @param domain   the recipient's
 * @param host     the server's name, from the domain's MX record; the domain itself where it has none
 * @param isSecure whether DNSSEC proves that the domain names it
 */
public record MailServer(Domain domain, String host, int port, boolean isSecure) {
    public MailServer {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(host, "host");
    }
}
