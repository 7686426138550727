package dev.yubin.routing.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.routing.TestDnsServer;
import dev.yubin.routing.dns.Dns.SecurePath;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsTest {
    private final TestDnsServer server = new TestDnsServer();
    private final Dns dns = Dns.validating(server.address(), SecurePath.LOOPBACK);

    @AfterEach
    void close() {
        dns.close();
        server.close();
    }

    @Test
    void recordsOfEachTypeAreRead() throws Exception {
        server.with("osaka.test MX", "10 mx.osaka.test")
                .with("osaka.test TXT", "v=STSv1; id=1;", "another text")
                .with("_25._tcp.mx.osaka.test TLSA", "3 1 1 00ff7f")
                .with("mx.osaka.test AAAA", "2001:db8::1")
                .with("1.2.0.192.in-addr.arpa PTR", "mx.osaka.test")
                .with("www.osaka.test CNAME", "mx.osaka.test");
        assertThat(dns.mailExchangers("osaka.test").records()).containsExactly(new MailExchanger(10, "mx.osaka.test"));
        assertThat(dns.texts("osaka.test").records()).containsExactly("v=STSv1; id=1;", "another text");
        assertThat(dns.tlsa("_25._tcp.mx.osaka.test").records()).hasToString("[3 1 1 00ff7f]");
        assertThat(dns.anyAddresses("mx.osaka.test").records()).containsExactly(InetAddress.getByName("2001:db8::1"));
        assertThat(dns.ipv4("mx.osaka.test").records()).isEmpty();
        assertThat(dns.ipv6("mx.osaka.test").records()).hasSize(1);
        assertThat(dns.pointers("1.2.0.192.in-addr.arpa").records()).containsExactly("mx.osaka.test");
        assertThat(dns.alias("www.osaka.test").records()).containsExactly("mx.osaka.test");
    }

    @Test
    void whatAServerHasProvenIsBelievedOnlyOfOneThatIsDeclaredToValidate() throws Exception {
        server.proven("osaka.test MX", "10 mx.osaka.test").with("kobe.test MX", "10 mx.kobe.test");
        server.proven("no-such.test MX");
        assertThat(dns.mailExchangers("osaka.test").isSecure()).isTrue();
        assertThat(dns.mailExchangers("kobe.test").isSecure()).isFalse();
        DnsAnswer<MailExchanger> nothing = dns.mailExchangers("no-such.test");
        assertThat(nothing.isThere()).isFalse();
        assertThat(nothing.isSecure()).isTrue();
        try (Dns another = Dns.at(server.address())) {
            assertThat(another.mailExchangers("osaka.test").isSecure()).isFalse();
        }
    }

    @Test
    void anAliasIsFollowedAndIsAsSecureAsItsWeakestPart() throws Exception {
        server.proven("mx.osaka.test CNAME", "mx1.isp.test").proven("mx1.isp.test A", "127.0.0.1");
        server.with("mx.kobe.test CNAME", "mx1.isp.test");
        DnsAnswer<InetAddress> osaka = dns.anyAddresses("mx.osaka.test");
        assertThat(osaka.name()).isEqualTo("mx1.isp.test");
        assertThat(osaka.isAliased("mx.osaka.test")).isTrue();
        assertThat(osaka.isSecure()).isTrue();
        assertThat(dns.anyAddresses("mx.kobe.test").isSecure()).isFalse();
    }

    @Test
    void aFailureIsNoAnswer() {
        server.failing("osaka.test TLSA", DnsResponseCode.SERVFAIL);
        assertThatThrownBy(() -> dns.tlsa("osaka.test")).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().cause()).isEqualTo(Cause.LOOKUP_FAILED);
            assertThat(e.fault().toString())
                    .startsWith("osaka.test, while asking the DNS for TLSA: the DNS server answered ServFail(2).");
        });
    }

    @Test
    void aNameThatCannotBeIsNotAskedFor() {
        assertThatThrownBy(() -> dns.texts("a..b")).hasMessageContaining("there can be no such name");
    }

    @Test
    void aServerElsewhereIsNotOnLoopback() {
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 53);
        assertThatThrownBy(() -> Dns.validating(elsewhere, SecurePath.LOOPBACK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not on this machine");
        Dns.validating(elsewhere, SecurePath.PROTECTED_NETWORK).close();
    }
}
