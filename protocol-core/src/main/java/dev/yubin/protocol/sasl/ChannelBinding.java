package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.io.IOException;
import java.lang.reflect.Method;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

/** What both ends of a TLS connection know and nobody between them: RFC 5056. The stronger ones first. */
enum ChannelBinding {
    /** Keying material of this very connection: RFC 9266, in TLS 1.3, with a JVM that hands it out (25 and later). */
    TLS_EXPORTER("tls-exporter") {
        @Override
        Optional<Secret> of(SSLSession session, X509Certificate server) {
            boolean fit = session.getProtocol().equals("TLSv1.3") && session instanceof ExtendedSSLSession;
            return fit ? EXPORT.flatMap(method -> export(method, session)) : Optional.empty();
        }
    },
    /** The hash of the server's certificate: RFC 5929 section 4. */
    TLS_SERVER_END_POINT("tls-server-end-point") {
        @Override
        Optional<Secret> of(SSLSession session, X509Certificate server) {
            return hash(server);
        }
    };

    private static final Optional<Method> EXPORT = export();
    private static final int EXPORTED_OCTETS = 32;
    private static final Pattern SIGNED_WITH = Pattern.compile("(.+)WITH.+");

    private final String text;

    ChannelBinding(String text) {
        this.text = text;
    }

    /** Its registered name. */
    String text() {
        return text;
    }

    /**
     * The binding's data; empty where there is none to be had.
     *
     * @param server the certificate that the server has shown
     */
    abstract Optional<Secret> of(SSLSession session, X509Certificate server);

    private static Optional<Method> export() {
        try {
            return Optional.of(ExtendedSSLSession.class.getMethod(
                    "exportKeyingMaterialData", String.class, byte[].class, int.class));
        } catch (NoSuchMethodException e) {
            return Optional.empty(); // before Java 25
        }
    }

    /** RFC 9266 section 4: the label, and a context of no octets. */
    private static Optional<Secret> export(Method method, SSLSession session) {
        try {
            Object exported = method.invoke(session, "EXPORTER-Channel-Binding", new byte[0], EXPORTED_OCTETS);
            return Optional.of(Secret.of((byte[]) exported));
        } catch (ReflectiveOperationException e) {
            return Optional.empty(); // another TLS than the JDK's own
        }
    }

    /** By the hash that the certificate is signed with, or SHA-256 where that is MD5 or SHA-1; not defined where there is no such hash. */
    private static Optional<Secret> hash(X509Certificate certificate) {
        try {
            Optional<String> name = hashName(certificate);
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Secret.of(MessageDigest.getInstance(name.get()).digest(certificate.getEncoded())));
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty(); // such a hash this Java does not know
        }
    }

    private static Optional<String> hashName(X509Certificate certificate) throws GeneralSecurityException, IOException {
        String signed = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signed.equals("RSASSA-PSS")) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(signed);
            parameters.init(certificate.getSigAlgParams());
            return Optional.of(
                    strong(parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()));
        }
        Matcher matcher = SIGNED_WITH.matcher(signed);
        return matcher.matches() ? Optional.of(strong(matcher.group(1))) : Optional.empty(); // EdDSA has none
    }

    private static String strong(String hash) {
        String name = hash.replaceFirst("^SHA-?(?!3-)", "SHA-");
        return name.matches("MD[25]|SHA-1") ? "SHA-256" : name;
    }
}
