package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.line.Escaped;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The certificate that a server shows, as people are told of it. */
record Shown(X509Certificate certificate) {
    private static final Duration SOON = Duration.ofDays(14);
    /** As many names tell whose it is; some certificates have hundreds. */
    private static final int MOST_NAMES = 20;

    /** GeneralName of RFC 5280 section 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    static Optional<Shown> first(List<X509Certificate> certificates) {
        return certificates.stream().findFirst().map(Shown::new);
    }

    List<Note> notes() {
        return List.of(
                Topic.CERTIFICATE_NAMES.of(some(names())),
                Topic.ISSUER.of(
                        Escaped.text(certificate.getIssuerX500Principal().getName())),
                Topic.VALID.of(day(certificate.getNotBefore()), day(certificate.getNotAfter())));
    }

    private static String some(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? first + ", ..." : first;
    }

    /** Those that count (RFC 9525 section 2); where there are none, its subject, so that people know it. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
                    names.add(Escaped.text((String) name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            names.clear(); // as if there were none: the JDK takes them so too
        }
        return names.isEmpty()
                ? List.of(Escaped.text(certificate.getSubjectX500Principal().getName()))
                : names;
    }

    private static String day(Date date) {
        return date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** What its dates say, were somebody to use it now. */
    Optional<Trouble> outOfDate() {
        Instant now = Instant.now();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of(Trouble.CERTIFICATE_EXPIRED);
        }
        return now.isBefore(certificate.getNotBefore().toInstant())
                ? Optional.of(Trouble.CERTIFICATE_NOT_YET_VALID)
                : Optional.empty();
    }

    boolean endsSoon() {
        return Instant.now().plus(SOON).isAfter(certificate.getNotAfter().toInstant());
    }
}
