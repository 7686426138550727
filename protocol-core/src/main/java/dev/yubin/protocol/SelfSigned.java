package dev.yubin.protocol;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Makes a key and a certificate that vouches for itself: RFC 5280 section 4.1, P-256 and SHA-256, good for 30 days. The JDK can make one
 * only in a program of its own, and the libraries that can weigh more than all of ours.
 */
final class SelfSigned {
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
    private static final byte[] SUBJECT_KEY_IDENTIFIER = Der.oid(2, 5, 29, 14);
    private static final byte[] KEY_USAGE = Der.oid(2, 5, 29, 15);
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = Der.oid(2, 5, 29, 17);
    private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
    private static final int DAYS = 30;

    private SelfSigned() {}

    static TlsIdentity identity(List<String> names) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] toBeSigned = toBeSigned(names, keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(toBeSigned);
        byte[] certificate = Der.sequence(toBeSigned, ECDSA_SHA256, Der.bits(0, signature.sign()));
        X509Certificate parsed = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        return new TlsIdentity(keys.getPrivate(), List.of(parsed));
    }

    /** TBSCertificate of RFC 5280 section 4.1.2. */
    private static byte[] toBeSigned(List<String> names, byte[] publicKey) throws GeneralSecurityException {
        byte[] subject = Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8(names.get(0)))));
        Instant now = Instant.now();
        return Der.sequence(
                Der.element(0xa0, Der.integer(BigInteger.TWO)), // v3
                Der.integer(new BigInteger(64, new SecureRandom()).setBit(63)),
                ECDSA_SHA256,
                subject,
                Der.sequence(time(now.minusSeconds(3600)), time(now.plusSeconds(DAYS * 86_400L))),
                subject,
                publicKey,
                Der.element(0xa3, extensions(names, publicKey)));
    }

    private static byte[] extensions(List<String> names, byte[] publicKey) throws GeneralSecurityException {
        byte[] identifier = MessageDigest.getInstance("SHA-1").digest(publicKey);
        return Der.sequence(
                // It is its own issuer, and some clients insist that an issuer is marked as one.
                Der.sequence(BASIC_CONSTRAINTS, Der.yes(), Der.octets(Der.sequence(Der.yes()))),
                // digitalSignature and keyCertSign
                Der.sequence(KEY_USAGE, Der.yes(), Der.octets(Der.bits(2, new byte[] {(byte) 0x84}))),
                Der.sequence(SUBJECT_KEY_IDENTIFIER, Der.octets(Der.octets(identifier))),
                Der.sequence(
                        SUBJECT_ALTERNATIVE_NAME,
                        Der.octets(Der.sequence(
                                names.stream().map(SelfSigned::generalName).toArray(byte[][]::new)))));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant); // UTCTime, right until 2049
        return Der.element(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** dNSName, or iPAddress where the name is the text of one. */
    private static byte[] generalName(String name) {
        if (name.indexOf(':') >= 0 || name.matches("[0-9.]+")) {
            try {
                return Der.element(0x87, InetAddress.getByName(name).getAddress());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(name + " is neither a host's name nor an address", e);
            }
        }
        return Der.element(0x82, name.getBytes(StandardCharsets.US_ASCII));
    }
}
