package dev.yubin.routing.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which names of hosts a certificate bears: RFC 6125 section 6.4, as RFC 7672 section 3.2.3 has it. */
final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]+)");

    private CertificateNames() {}

    static boolean bears(X509Certificate certificate, String host) {
        return of(certificate).stream().anyMatch(name -> matches(name, host));
    }

    /** A {@code *} stands for the first label, and is all of it. MTA-STS has the same rule: RFC 8461 section 4.1. */
    static boolean matches(String pattern, String host) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return wanted.startsWith("*.")
                ? dot > 0 && name.substring(dot).equals(wanted.substring(1))
                : name.equals(wanted);
    }

    /** Those of the alternative names, and only where there is none the common name. */
    private static List<String> of(X509Certificate certificate) {
        try {
            List<String> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> (String) name.get(1))
                    .collect(Collectors.toList());
            if (!names.isEmpty()) {
                return names;
            }
        } catch (CertificateParsingException e) {
            return List.of(); // such a certificate bears no name that could be believed
        }
        Matcher common =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return common.find() ? List.of(common.group(1)) : List.of();
    }
}
