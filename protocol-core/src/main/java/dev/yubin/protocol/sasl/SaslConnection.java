package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The connection that an exchange runs over, as far as mechanisms have to know it: what TLS hides, proves and binds to. Never changes. */
public final class SaslConnection {
    private final boolean mayShowPassword;
    private final Map<ChannelBinding, Secret> bindings;
    private final Optional<X509Certificate> clientCertificate;
    private final String host;
    private final int port;

    private SaslConnection(
            boolean mayShowPassword,
            Map<ChannelBinding, Secret> bindings,
            Optional<X509Certificate> clientCertificate,
            String host,
            int port) {
        this.mayShowPassword = mayShowPassword;
        this.bindings = bindings;
        this.clientCertificate = clientCertificate;
        this.host = host;
        this.port = port;
    }

    /**
     * A connection without TLS.
     *
     * @param mayShowPassword whether somebody has decided that passwords may be read on the way
     */
    public static SaslConnection inTheClear(boolean mayShowPassword) {
        return new SaslConnection(mayShowPassword, Map.of(), Optional.empty(), "", 0);
    }

    /**
     * A server's end of a connection that has shaken hands.
     *
     * @param own the certificate that it shows
     */
    public static SaslConnection ofServer(SSLSession session, X509Certificate own) {
        return new SaslConnection(true, bindings(session, own), peer(session), "", 0);
    }

    /**
     * A client's end of a connection that has shaken hands.
     *
     * @param host the server, as it was asked for
     */
    public static SaslConnection ofClient(SSLSession session, String host, int port) {
        Map<ChannelBinding, Secret> bindings =
                peer(session).map(server -> bindings(session, server)).orElse(Map.of());
        return new SaslConnection(
                true, bindings, first(session.getLocalCertificates()), Objects.requireNonNull(host, "host"), port);
    }

    private static Map<ChannelBinding, Secret> bindings(SSLSession session, X509Certificate server) {
        Map<ChannelBinding, Secret> bindings = new EnumMap<>(ChannelBinding.class);
        for (ChannelBinding binding : ChannelBinding.values()) {
            binding.of(session, server).ifPresent(data -> bindings.put(binding, data));
        }
        return bindings;
    }

    private static Optional<X509Certificate> peer(SSLSession session) {
        try {
            return first(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // it showed none
        }
    }

    private static Optional<X509Certificate> first(Certificate[] chain) {
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }

    /** Whether what travels is hidden by TLS, or somebody has decided to do without. */
    public boolean mayShowPassword() {
        return mayShowPassword;
    }

    /** The client's certificate: one that a server has verified, or that a client has shown. */
    public Optional<X509Certificate> clientCertificate() {
        return clientCertificate;
    }

    /** What an exchange can be bound to, the strongest first. */
    Map<ChannelBinding, Secret> bindings() {
        return bindings;
    }

    /** The data of the binding with this name. */
    Optional<Secret> binding(String name) {
        return bindings.entrySet().stream()
                .filter(binding -> binding.getKey().text().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The server as a client asked for it; empty on a server, and in the clear. */
    String host() {
        return host;
    }

    int port() {
        return port;
    }
}
