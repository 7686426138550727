package dev.yubin.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Whom a client believes to be who they say, and a server its clients. A server's names are checked against the host that was asked for (RFC 9525), except by {@link #anyone}. */
public final class TlsTrust {
    /** On what ground. */
    public enum Ground {
        /** The JDK's list of authorities. */
        SYSTEM,
        /** These certificates and no others. */
        CERTIFICATES,
        /** None: whoever answers is believed. */
        NONE
    }

    private final Ground ground;
    private final List<X509Certificate> certificates;

    private TlsTrust(Ground ground, List<X509Certificate> certificates) {
        this.ground = ground;
        this.certificates = List.copyOf(certificates);
    }

    /** Whoever the JDK's own list of authorities vouches for. */
    public static TlsTrust system() {
        return new TlsTrust(Ground.SYSTEM, List.of());
    }

    /** This identity and what it vouches for: the match of {@link TlsIdentity#selfSigned}. */
    public static TlsTrust in(TlsIdentity identity) {
        return new TlsTrust(Ground.CERTIFICATES, identity.certificates());
    }

    /**
     * Whoever the certificates of a PEM file vouch for.
     *
     * @throws IOException when the file cannot be read or holds no certificate
     */
    public static TlsTrust in(Path certificates) throws IOException {
        return new TlsTrust(Ground.CERTIFICATES, TlsIdentity.readCertificates(certificates));
    }

    /** Nobody: a server with it does not ask its clients for certificates. */
    public static TlsTrust nobody() {
        return new TlsTrust(Ground.CERTIFICATES, List.of());
    }

    /** Anyone at all: keeps a listener on the wire out, but not one who sits in the middle. For opportunistic TLS between servers (RFC 7435). */
    public static TlsTrust anyone() {
        return new TlsTrust(Ground.NONE, List.of());
    }

    /** Whether this is {@link #nobody}. */
    public boolean isNobody() {
        return ground == Ground.CERTIFICATES && certificates.isEmpty();
    }

    /** On what ground a peer is believed. */
    public Ground ground() {
        return ground;
    }

    /** The authorities, where the ground is {@link Ground#CERTIFICATES}. */
    public List<X509Certificate> certificates() {
        return certificates;
    }
}
