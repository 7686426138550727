package dev.yubin.protocol;

/** How a port or a client treats TLS. Always named, never guessed from a port's number. */
public enum TlsMode {
    /** No TLS, nor any offer of it. */
    PLAINTEXT,
    /** A server offers the upgrade and a client takes it when offered. Whoever sits between can take the offer away. */
    STARTTLS_OPTIONAL,
    /** Nothing but the upgrade is talked about before it: RFC 3207, RFC 2595, RFC 9051 section 6.2.1. */
    STARTTLS_REQUIRED,
    /** TLS from the first octet: RFC 8314. */
    IMPLICIT;

    /** Whether a conversation in this mode begins in the clear and may be upgraded. */
    public boolean startTls() {
        return this == STARTTLS_OPTIONAL || this == STARTTLS_REQUIRED;
    }
}
