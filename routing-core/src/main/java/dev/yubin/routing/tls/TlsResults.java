package dev.yubin.routing.tls;

/** Hears of each session with a server that the DNS names what became of its TLS. Called by the thread that relays, from any number at once; it must not wait. */
@FunctionalInterface
public interface TlsResults {
    /** Listens to nothing. */
    TlsResults NONE = session -> {};

    /** A session was secured, or was not. */
    void session(TlsSession session);
}
