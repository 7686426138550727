package dev.yubin.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who a server is, or a client that shows it: a private key, and the certificates that vouch for it, one's own first. */
public final class TlsIdentity {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern KEY_OF_ANOTHER_FORM = Pattern.compile("-----BEGIN ([A-Z]+ PRIVATE KEY)-----");
    /** How each kind of key signs, for a trial of whether key and certificate belong together. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private final PrivateKey key;
    private final List<X509Certificate> certificates;

    /**
     * The identity of this key, for which the first of the certificates was issued.
     *
     * @throws IllegalArgumentException when there is no certificate, or the first one was issued for another key
     */
    public TlsIdentity(PrivateKey key, List<X509Certificate> certificates) {
        this.key = Objects.requireNonNull(key, "key");
        this.certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("an identity needs at least one certificate");
        }
        if (!belongTogether(key, certificates.get(0).getPublicKey())) {
            throw new IllegalArgumentException("the certificate of "
                    + certificates.get(0).getSubjectX500Principal().getName() + " was issued for another key");
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
        List<X509Certificate> chain = readCertificates(certificates);
        PrivateKey own = readKey(key);
        try {
            return new TlsIdentity(own, chain);
        } catch (IllegalArgumentException e) {
            throw new IOException(key + " does not belong to " + certificates + ": " + e.getMessage()
                    + "; the server's own certificate stands first");
        }
    }

    /** By a trial, since a key need not tell its numbers. One that signs in none of the known ways is given the benefit of the doubt. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        byte[] trial = {'y', 'u', 'b', 'i', 'n'};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(trial);
            byte[] signed = signature.sign();
            Signature verification = Signature.getInstance(algorithm);
            verification.initVerify(certified);
            verification.update(trial);
            return verification.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // they are not even of one kind
        }
    }

    /** What proves it. */
    public PrivateKey key() {
        return key;
    }

    /** The server's own first. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    static List<X509Certificate> readCertificates(Path file) throws IOException {
        try (var in = new ByteArrayInputStream(readFile(file))) {
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

    private static byte[] readFile(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read by the user that this program runs as", e);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        String text = new String(readFile(file), StandardCharsets.ISO_8859_1);
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new IOException(file + complaint(text) + "; `openssl pkcs8 -topk8 -nocrypt -in " + file
                    + " -out NEW` writes a key in the form that is read here, PKCS #8 in the clear"
                    + " (-----BEGIN PRIVATE KEY-----)");
        }
        PKCS8EncodedKeySpec spec;
        try {
            spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: its key is not base64");
        }
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

    private static String complaint(String text) {
        Matcher other = KEY_OF_ANOTHER_FORM.matcher(text);
        if (!other.find()) {
            return " holds no key";
        }
        return other.group(1).startsWith("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")
                ? " holds a key that is encrypted"
                : " holds a key in an older form (" + other.group(1) + ")";
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + certificates.get(0).getSubjectX500Principal().getName() + "]";
    }
}
