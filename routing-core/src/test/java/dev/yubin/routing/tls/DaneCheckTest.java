package dev.yubin.routing.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.routing.dns.Tlsa;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server shows, held against its TLSA records. */
class DaneCheckTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");
    private static final TestAuthority OTHER = new TestAuthority("another");
    private static final Map<String, TlsIdentity> SERVERS = Map.of(
            "good", AUTHORITY.server("mx.osaka.test"),
            "wildcard", AUTHORITY.server("*.osaka.test"),
            "domain", AUTHORITY.server("osaka.test"),
            "misnamed", AUTHORITY.server("mx.kobe.test"),
            "expired", AUTHORITY.expired("mx.osaka.test"),
            "other", OTHER.server("mx.osaka.test"));

    /** A record is usage, selector, matching type and of which certificate: a server's, or its authority's with {@code ^}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 0 0 good                   | good     | believed
            3 0 1 good                   | good     | believed
            3 0 2 good                   | good     | believed
            3 1 0 good                   | good     | believed
            3 1 1 good                   | good     | believed
            3 1 2 good                   | good     | believed
            3 1 1 expired                | expired  | believed
            3 1 1 misnamed               | misnamed | believed
            3 1 1 other                  | good     | none of the server's TLSA records matches what it shows
            3 1 1 ^good                  | good     | none of the server's TLSA records matches what it shows
            3 1 1 other, 3 1 1 good      | good     | believed
            2 0 1 ^good                  | good     | believed
            2 1 1 ^good                  | good     | believed
            2 0 0 ^good                  | good     | believed
            2 1 0 ^good                  | good     | believed
            2 0 1 ^good                  | wildcard | believed
            2 0 1 ^good                  | domain   | believed
            2 0 1 ^good                  | misnamed | No name matching mx.osaka.test or osaka.test found
            2 0 1 ^good                  | expired  | NotAfter
            2 0 1 ^other                 | good     | none of the server's TLSA records matches what it shows
            2 0 0 ^other                 | good     | no way leads from it to the authority that TLSA names
            2 1 1 good                   | good     | none of the server's TLSA records matches what it shows
            3 1 2 other, 3 1 1 good      | good     | none of the server's TLSA records matches what it shows
            3 0 2 other, 3 1 1 good      | good     | believed
            0 0 1 ^good                  | good     | unusable
            1 1 1 good                   | good     | unusable
            3 2 1 good                   | good     | unusable
            3 1 3 good                   | good     | unusable
            4 1 1 good                   | good     | unusable
            1 1 1 good, 3 1 1 good       | good     | believed
            """)
    void recordsAndWhatIsShown(String records, String server, String outcome) {
        List<Tlsa> all =
                Stream.of(records.split(", ")).map(DaneCheckTest::record).collect(Collectors.toList());
        DaneCheck check = DaneCheck.of(all, List.of("mx.osaka.test", "osaka.test"));
        assertThat(said(check, SERVERS.get(server).certificates())).startsWith(outcome);
    }

    /** RFC 7671 section 5.2.2: what a record holds whole need not be shown. */
    @ParameterizedTest
    @CsvSource({"2 0 0 ^good, believed", "2 1 0 ^good, believed", "2 0 1 ^good, none of", "3 1 1 good, believed"})
    void anAuthorityThatIsNotShown(String record, String outcome) {
        DaneCheck check = DaneCheck.of(List.of(record(record)), List.of("mx.osaka.test"));
        assertThat(said(check, SERVERS.get("good").certificates().subList(0, 1)))
                .startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"3 0 0 30", "3 1 0 30", "3 1 1 00ff", "3 1 2 00ff", "2 0 0 ''"})
    void aRecordThatCannotBeReadIsUnusable(String record) {
        String[] parts = record.split(" ");
        Tlsa tlsa = new Tlsa(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3].replace("'", ""));
        assertThat(DaneCheck.of(List.of(tlsa), List.of("mx.osaka.test")).isUsable())
                .isFalse();
    }

    private static Tlsa record(String text) {
        String[] parts = text.split(" ");
        boolean ofAuthority = parts[3].startsWith("^");
        X509Certificate certificate =
                SERVERS.get(parts[3].replace("^", "")).certificates().get(ofAuthority ? 1 : 0);
        return record(certificate, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    static Tlsa record(X509Certificate certificate, int usage, int selector, int matchingType) {
        try {
            byte[] octets = selector == 1 ? certificate.getPublicKey().getEncoded() : certificate.getEncoded();
            if (matchingType > 0) {
                octets = MessageDigest.getInstance(matchingType == 2 ? "SHA-512" : "SHA-256")
                        .digest(octets);
            }
            return new Tlsa(usage, selector, matchingType, HexFormat.of().formatHex(octets));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String said(DaneCheck check, List<X509Certificate> chain) {
        if (!check.isUsable()) {
            return "unusable";
        }
        try {
            check.believe(chain);
            return "believed";
        } catch (CertificateException e) {
            return e.getMessage();
        }
    }
}
