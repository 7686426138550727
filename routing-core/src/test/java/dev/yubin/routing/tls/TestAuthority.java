package dev.yubin.routing.tls;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsTrust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Issues certificates as a test wants them: RFC 5280 section 4.1, P-256 and SHA-256. */
public final class TestAuthority {
    private static final byte[] ECDSA_SHA256 = sequence(HexFormat.of().parseHex("06082a8648ce3d040302"));
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");
    private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");
    private static final byte[] YES = {1, 1, -1};

    private final String name;
    private final KeyPair keys = keys();
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = name;
        byte[] isAuthority = sequence(BASIC_CONSTRAINTS, YES, element(4, sequence(YES)));
        certificate = signed(name, keys.getPublic().getEncoded(), Duration.ofDays(1), isAuthority);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Whatever it has issued. */
    public TlsTrust trust() {
        return TlsTrust.in(new TlsIdentity(keys.getPrivate(), List.of(certificate)));
    }

    /** A server with these names, which shows this authority's certificate too. */
    public TlsIdentity server(String... names) {
        return server(Duration.ofDays(1), names);
    }

    /** The same, whose certificate is in date until a week ago. */
    public TlsIdentity expired(String... names) {
        return server(Duration.ofDays(-7), names);
    }

    private TlsIdentity server(Duration until, String... names) {
        KeyPair own = keys();
        byte[][] hosts = Stream.of(names)
                .map(host -> element(0x82, host.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new);
        byte[] alternatives = sequence(ALTERNATIVE_NAME, element(4, sequence(hosts)));
        return new TlsIdentity(
                own.getPrivate(),
                List.of(signed("a server", own.getPublic().getEncoded(), until, alternatives), certificate));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate signed(String subject, byte[] publicKey, Duration until, byte[] extension) {
        Instant now = Instant.now();
        byte[] toBeSigned = sequence(
                element(0xa0, element(2, new byte[] {2})),
                element(2, new BigInteger(64, new SecureRandom()).setBit(63).toByteArray()),
                ECDSA_SHA256,
                name(name),
                sequence(time(now.minus(Duration.ofDays(30))), time(now.plus(until))),
                name(subject),
                publicKey,
                element(0xa3, sequence(extension)));
        try {
            byte[] signature = signature(keys.getPrivate(), toBeSigned);
            byte[] certificate = sequence(toBeSigned, ECDSA_SHA256, element(3, new byte[] {0}, signature));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] signature(PrivateKey key, byte[] toBeSigned) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(toBeSigned);
        return signature.sign();
    }

    private static byte[] name(String name) {
        byte[] text = element(0x0c, name.getBytes(StandardCharsets.UTF_8));
        return sequence(element(0x31, sequence(COMMON_NAME, text)));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return element(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sequence(byte[]... elements) {
        return element(0x30, elements);
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Stream.of(contents).forEach(content::writeBytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
