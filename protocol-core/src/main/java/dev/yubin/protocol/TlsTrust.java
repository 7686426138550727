package dev.yubin.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whom a client believes to be who they say, and a server its clients. A server's names are checked against the host that was asked for (RFC 9525), except by {@link #anyone} and {@link #by}. */
public final class TlsTrust {
    /** On what ground. */
    public enum Ground {
        /** The JDK's list of authorities. */
        SYSTEM,
        /** These certificates and no others. */
        CERTIFICATES,
        /** A check of the application's own, which alone decides. */
        CHECK,
        /** None: whoever answers is believed. */
        NONE
    }

    /** Decides who is believed, by something else than a list of authorities. Called on an event loop, so it must not wait. */
    @FunctionalInterface
    public interface Check {
        /**
         * @param chain what the peer shows, its own certificate first
         * @throws CertificateException when it is not believed; says why. One that begins with {@code No name matching} says that the certificate is good,
         *     and another's
         */
        void believe(List<X509Certificate> chain) throws CertificateException;
    }

    private final Ground ground;
    private final List<X509Certificate> certificates;
    private final Optional<Check> check;

    private TlsTrust(Ground ground, List<X509Certificate> certificates) {
        this(ground, certificates, Optional.empty());
    }

    private TlsTrust(Ground ground, List<X509Certificate> certificates, Optional<Check> check) {
        this.ground = ground;
        this.certificates = List.copyOf(certificates);
        this.check = check;
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

    /** Whoever this check believes; it looks at names too, for nobody else does. */
    public static TlsTrust by(Check check) {
        return new TlsTrust(Ground.CHECK, List.of(), Optional.of(check));
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

    /** Who decides, where the ground is {@link Ground#CHECK}. */
    public Optional<Check> check() {
        return check;
    }

    /** Whether both believe the same, on the same ground: a connection under one serves the other. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TlsTrust trust
                && ground == trust.ground
                && certificates.equals(trust.certificates)
                && check.equals(trust.check);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ground, certificates, check);
    }
}
