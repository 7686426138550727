package dev.yubin.routing.tls;

import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.dns.Tlsa;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether what a server shows is what its TLSA records name: RFC 7671, with the usages of RFC 7672 section 3.1.
 *
 * <p>DANE-EE(3) names the server's certificate or key, whose dates and names then say nothing. DANE-TA(2) names an authority, which must have issued the server's
 * certificate by way of those that the server shows, and that has to be in date and bear one of the names. Of digests of one thing only the strongest count.
 *
 * @param usable of the records, those by which anything can be told
 * @param names  those of which a certificate under an authority must bear one: RFC 7672 section 3.2.2
 */
record DaneCheck(List<Tlsa> usable, List<String> names) implements TlsTrust.Check {
    private static final int TRUST_ANCHOR = 2;
    private static final int END_ENTITY = 3;
    private static final int CERTIFICATE = 0;
    private static final int PUBLIC_KEY = 1;
    private static final int FULL = 0;
    private static final int SHA_256 = 1;
    private static final int SHA_512 = 2;

    DaneCheck {
        usable = List.copyOf(usable);
        names = List.copyOf(names);
    }

    static DaneCheck of(List<Tlsa> records, List<String> names) {
        List<Tlsa> usable = records.stream().filter(DaneCheck::canBeUsed).collect(Collectors.toList());
        return new DaneCheck(
                usable.stream()
                        .filter(record -> usable.stream().noneMatch(other -> isStronger(other, record)))
                        .collect(Collectors.toList()),
                names);
    }

    /** Not those of usages 0 and 1, which rest on authorities that servers do not share: RFC 7672 section 3.1.3. */
    private static boolean canBeUsed(Tlsa record) {
        boolean known = (record.usage() == TRUST_ANCHOR || record.usage() == END_ENTITY)
                && (record.selector() == CERTIFICATE || record.selector() == PUBLIC_KEY);
        return known
                && switch (record.matchingType()) {
                    case FULL -> isWhole(record);
                    case SHA_256 -> record.octets().length == 32;
                    case SHA_512 -> record.octets().length == 64;
                    default -> false;
                };
    }

    private static boolean isWhole(Tlsa record) {
        return record.selector() == CERTIFICATE
                ? certificate(record).isPresent()
                : publicKey(record).isPresent();
    }

    /** RFC 7671 section 9. */
    private static boolean isStronger(Tlsa record, Tlsa than) {
        return record.usage() == than.usage()
                && record.selector() == than.selector()
                && than.matchingType() != FULL
                && record.matchingType() > than.matchingType();
    }

    boolean isUsable() {
        return !usable.isEmpty();
    }

    @Override
    public void believe(List<X509Certificate> chain) throws CertificateException {
        X509Certificate own = chain.get(0);
        if (matches(END_ENTITY, own)) {
            return;
        }
        Set<TrustAnchor> anchors = anchors(chain);
        if (anchors.isEmpty()) {
            throw new CertificateException("none of the server's TLSA records matches what it shows");
        }
        own.checkValidity(); // the way would say so too, in words that hide the reason
        follow(chain, anchors);
        if (names.stream().noneMatch(name -> CertificateNames.bears(own, name))) {
            throw new CertificateException("No name matching " + String.join(" or ", names) + " found");
        }
    }

    private boolean matches(int usage, X509Certificate certificate) {
        return of(usage).anyMatch(record -> matches(record, certificate));
    }

    private Stream<Tlsa> of(int usage) {
        return usable.stream().filter(record -> record.usage() == usage);
    }

    private static boolean matches(Tlsa record, X509Certificate certificate) {
        try {
            byte[] selected = record.selector() == CERTIFICATE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            byte[] shown = switch (record.matchingType()) {
                case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
                case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
                default -> selected;
            };
            return HexFormat.of().formatHex(shown).equals(record.association());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks a digest that every JDK has", e);
        }
    }

    /** Those that the server shows above its own and a record names, and those that a record holds whole, which the server need not show (RFC 7671 section 5.2). */
    private Set<TrustAnchor> anchors(List<X509Certificate> chain) {
        Stream<TrustAnchor> shown = chain.stream()
                .skip(1)
                .filter(certificate -> matches(TRUST_ANCHOR, certificate))
                .filter(DaneCheck::isInDate)
                .map(certificate -> new TrustAnchor(certificate, null));
        Stream<TrustAnchor> held = of(TRUST_ANCHOR)
                .filter(record -> record.matchingType() == FULL && record.selector() == CERTIFICATE)
                .flatMap(record -> certificate(record).stream())
                .map(certificate -> new TrustAnchor(certificate, null));
        X509Certificate last = chain.get(chain.size() - 1);
        Stream<TrustAnchor> keys = of(TRUST_ANCHOR)
                .filter(record -> record.matchingType() == FULL && record.selector() == PUBLIC_KEY)
                .flatMap(record -> publicKey(record).stream())
                .map(key -> new TrustAnchor(last.getIssuerX500Principal(), key, null));
        return Stream.of(shown, held, keys).flatMap(anchors -> anchors).collect(Collectors.toSet());
    }

    private static boolean isInDate(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    /** From the server's own certificate to one of these: RFC 5280 section 6, without lists of what was revoked, for the DNS says that sooner. */
    private static void follow(List<X509Certificate> chain, Set<TrustAnchor> anchors) throws CertificateException {
        try {
            X509CertSelector own = new X509CertSelector();
            own.setCertificate(chain.get(0));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.setRevocationEnabled(false);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "no way leads from it to the authority that TLSA names: " + e.getMessage(), e);
        }
    }

    private static Optional<X509Certificate> certificate(Tlsa record) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(record.octets())));
        } catch (CertificateException e) {
            return Optional.empty(); // the record cannot be used
        }
    }

    private static Optional<PublicKey> publicKey(Tlsa record) {
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return Optional.of(
                        KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(record.octets())));
            } catch (GeneralSecurityException e) {
                continue; // it is of another kind
            }
        }
        return Optional.empty();
    }
}
