package dev.yubin.routing.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.TestDnsServer;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.Dns.SecurePath;
import dev.yubin.smtp.Domain;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the DNS says of mx.osaka.test, and what that makes of the way there. */
class DaneTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");
    private static final String RECORD = "3 1 1 " + "00".repeat(32);
    private static final String TLSA = "_25._tcp.mx.osaka.test TLSA";
    private static final String ADDRESS = "mx.osaka.test A";
    private static final MailServer MX = new MailServer(Domain.of("osaka.test"), "mx.osaka.test", 25, true);

    private final TestDnsServer server = new TestDnsServer();
    private final Dns dns = Dns.validating(server.address(), SecurePath.LOOPBACK);
    private final Dane dane = Dane.by(dns);

    @AfterEach
    void close() {
        dns.close();
        server.close();
    }

    @Test
    void whereAllIsProvenThereIsVerifiedTlsOrNothing() throws Exception {
        server.proven(ADDRESS, "127.0.0.1").proven(TLSA, RECORD);
        TlsPolicy policy = dane.of(MX).orElseThrow();
        assertThat(policy.isProof()).isTrue();
        assertThat(policy.name()).isEqualTo("mx.osaka.test");
        assertThat(policy.found())
                .hasToString(
                        "FoundPolicy[type=TLSA, domain=osaka.test, strings=[" + RECORD + "], mxHosts=[mx.osaka.test]]");
    }

    @Test
    void whereAnyPartIsNotProvenThereIsNoSuchPolicy() throws Exception {
        server.proven(ADDRESS, "127.0.0.1").with(TLSA, RECORD);
        assertThat(dane.of(MX)).as("the records").isEmpty();
        server.proven(TLSA).with("mx2.osaka.test A", "127.0.0.1");
        server.proven("_25._tcp.mx2.osaka.test TLSA", RECORD);
        assertThat(dane.of(new MailServer(MX.domain(), "mx2.osaka.test", 25, true)))
                .as("the address")
                .isEmpty();
        assertThat(dane.of(new MailServer(MX.domain(), "mx.osaka.test", 25, false)))
                .as("the MX")
                .isEmpty();
        assertThat(dane.of(MX)).isPresent();
    }

    @Test
    void whereItIsProvenThatThereAreNoneThereIsNoSuchPolicy() throws Exception {
        server.proven(ADDRESS, "127.0.0.1").proven(TLSA);
        assertThat(dane.of(MX)).isEmpty();
    }

    @Test
    void aLookUpThatFailsIsNoDenial() throws Exception {
        server.proven(ADDRESS, "127.0.0.1").failing(TLSA, DnsResponseCode.SERVFAIL);
        TlsPolicy policy = dane.of(MX).orElseThrow();
        assertThat(policy.ways()).isEmpty();
        assertThat(policy.failure())
                .contains(new TlsFailure(TlsFailure.Type.DNSSEC_INVALID, "the DNS server answered ServFail(2)"));
    }

    @Test
    void recordsOfWhichNoneCanBeUsedStillWantTls() throws Exception {
        server.proven(ADDRESS, "127.0.0.1").proven(TLSA, "1 1 1 " + "00".repeat(32), "3 1 1 00");
        TlsPolicy policy = dane.of(MX).orElseThrow();
        assertThat(policy.isProof()).isFalse();
        assertThat(policy.ways()).singleElement().satisfies(way -> {
            assertThat(way.mode()).isEqualTo(TlsMode.STARTTLS_REQUIRED);
            assertThat(way.trust().ground()).isEqualTo(TlsTrust.Ground.NONE);
        });
        assertThat(policy.failure().map(TlsFailure::type)).contains(TlsFailure.Type.TLSA_INVALID);
    }

    /** RFC 7672 section 2.2.3. */
    @Test
    void anAliasIsFollowedToItsEnd() throws Exception {
        server.proven("mx.osaka.test CNAME", "mx.isp.test").proven("mx.isp.test A", "127.0.0.1");
        server.proven(TLSA, "3 1 1 " + "11".repeat(32));
        assertThat(dane.of(MX)).map(TlsPolicy::name).as("the name itself").contains("mx.osaka.test");
        server.proven("_25._tcp.mx.isp.test TLSA", RECORD);
        assertThat(dane.of(MX)).map(TlsPolicy::name).as("its end first").contains("mx.isp.test");
    }

    @Test
    void anAliasThatIsProvenAndLeadsToWhatIsNotStandsForItself() throws Exception {
        server.proven("mx.osaka.test CNAME", "mx.isp.test").with("mx.isp.test A", "127.0.0.1");
        server.proven("_25._tcp.mx.isp.test TLSA", RECORD);
        assertThat(dane.of(MX)).isEmpty();
        server.proven(TLSA, RECORD);
        assertThat(dane.of(MX)).map(TlsPolicy::name).contains("mx.osaka.test");
    }

    @Test
    void whatHasSomethingToProveOutranksWhatHasNot() throws Exception {
        FoundPolicy found = FoundPolicy.none(MX.domain());
        TlsFailure unusable = new TlsFailure(TlsFailure.Type.TLSA_INVALID, "none can be used");
        TlsPolicies nothing = asked -> Optional.empty();
        TlsPolicies encrypted = asked -> Optional.of(TlsPolicy.encrypted(found, "encrypted", unusable));
        TlsPolicies proof = asked -> Optional.of(TlsPolicy.required(found, "proof", AUTHORITY.trust()));
        TlsPolicies tried = asked -> Optional.of(TlsPolicy.tried(found, "tried", AUTHORITY.trust()));
        assertThat(first(nothing, nothing)).isEmpty();
        assertThat(first(nothing, tried)).contains("tried");
        assertThat(first(encrypted, tried)).contains("encrypted");
        assertThat(first(encrypted, proof)).contains("proof");
        assertThat(first(proof, proof)).contains("proof");
        TlsPolicies failing = asked -> {
            throw new AssertionError("asked in vain");
        };
        assertThat(first(proof, failing)).contains("proof");
    }

    private static Optional<String> first(TlsPolicies first, TlsPolicies second) throws Exception {
        return TlsPolicies.inOrder(first, second).of(MX).map(TlsPolicy::name);
    }

    @Test
    void aServerThatDoesNotValidateProvesNothing() {
        try (Dns other = Dns.at(server.address())) {
            assertThatThrownBy(() -> Dane.by(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Dns.validating");
        }
    }
}
