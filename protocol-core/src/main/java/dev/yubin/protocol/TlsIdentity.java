package dev.yubin.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who a server is: a private key, and the certificates that vouch for it, the server's own first. */
public final class TlsIdentity {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final PrivateKey key;
    private final List<X509Certificate> certificates;

    /** The identity of this key, for which the first of the certificates was issued. */
    public TlsIdentity(PrivateKey key, List<X509Certificate> certificates) {
        this.key = Objects.requireNonNull(key, "key");
        this.certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("an identity needs at least one certificate");
        }
    }

    /**
     * A new identity that vouches for itself, for tests and first steps; good for 30 days. {@link TlsTrust#in(TlsIdentity)} trusts it.
     *
     * @param names hosts' names or addresses; {@code localhost}, {@code 127.0.0.1} and {@code ::1} when none is given
     */
    public static TlsIdentity selfSigned(String... names) {
        try {
            return SelfSigned.identity(names.length == 0 ? List.of("localhost", "127.0.0.1", "::1") : List.of(names));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 key and sign with it", e);
        }
    }

    /**
     * Reads an identity from PEM files.
     *
     * @param certificates the server's own first, then those that lead to one that clients know
     * @param key          PKCS #8, not encrypted: {@code BEGIN PRIVATE KEY}
     * @throws IOException when a file cannot be read or holds something else; says which and what to do
     */
    public static TlsIdentity read(Path certificates, Path key) throws IOException {
        return new TlsIdentity(readKey(key), readCertificates(certificates));
    }

    public PrivateKey key() {
        return key;
    }

    /** The server's own first. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    static List<X509Certificate> readCertificates(Path file) throws IOException {
        try (var in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            List<X509Certificate> read = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .collect(Collectors.toList());
            if (read.isEmpty()) {
                throw new IOException(file + " holds no certificate; it should begin with -----BEGIN CERTIFICATE-----");
            }
            return read;
        } catch (CertificateException e) {
            throw new IOException(file + " is not a PEM file of certificates: " + e.getMessage(), e);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + " holds no PKCS #8 key in the clear (-----BEGIN PRIVATE KEY-----); "
                    + "`openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW` makes one of other kinds");
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                continue; // it is of another kind
            } catch (GeneralSecurityException e) {
                throw new IOException("this JDK has no keys of kind " + algorithm, e);
            }
        }
        throw new IOException(file + " holds a key that is neither EC nor RSA nor EdDSA");
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + certificates.get(0).getSubjectX500Principal().getName() + "]";
    }
}
