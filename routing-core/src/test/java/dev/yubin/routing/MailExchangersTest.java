package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.Domain;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailExchangersTest {
    private final TestDnsServer dns = new TestDnsServer();
    private final MailExchangers exchangers = MailExchangers.at(dns.address());

    @AfterEach
    void close() {
        exchangers.close();
        dns.close();
    }

    @Test
    void exchangersComeByPreference() throws Exception {
        dns.with("osaka.test MX", "20 backup.osaka.test", "10 mx.osaka.test", "30 last.example.net");
        assertThat(exchangers.of(Domain.of("Osaka.test")))
                .hasToString("[mx.osaka.test:25, backup.osaka.test:25, last.example.net:25]");
    }

    @Test
    void equalOnesComeInAnyOrder() throws Exception {
        dns.with("osaka.test MX", "10 a.test", "10 b.test");
        Set<String> firsts = new HashSet<>();
        for (int i = 0; i < 100 && firsts.size() < 2; i++) {
            firsts.add(exchangers.of(Domain.of("osaka.test")).get(0).host());
        }
        assertThat(firsts).containsExactlyInAnyOrder("a.test", "b.test");
    }

    @Test
    void aDomainWithoutExchangersIsItsOwn() throws Exception {
        dns.with("osaka.test A", "127.0.0.1");
        assertThat(exchangers.of(Domain.of("osaka.test"))).hasToString("[osaka.test:25]");
    }

    @Test
    void aNullExchangerMeansNoMail() {
        dns.with("osaka.test MX", "0 .");
        assertThatThrownBy(() -> exchangers.of(Domain.of("osaka.test")))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().cause()).isEqualTo(Cause.TAKES_NO_MAIL));
    }

    @Test
    void aDomainThatIsNotThereIsToldFromOneThatCannotBeAskedFor() {
        dns.with("broken.test MX", "10 mx.test").failing("broken.test", DnsResponseCode.SERVFAIL);
        assertThatThrownBy(() -> exchangers.of(Domain.of("no-such.test")))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().cause()).isEqualTo(Cause.NAME_UNKNOWN));
        assertThatThrownBy(() -> exchangers.of(Domain.of("broken.test")))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().cause()).isEqualTo(Cause.LOOKUP_FAILED));
    }

    @Test
    void addressesComeFromTheSameServer() throws Exception {
        dns.with("mx.osaka.test A", "127.0.0.1", "127.0.0.2");
        assertThat(exchangers.addresses("mx.osaka.test"))
                .extracting(address -> address.getHostAddress())
                .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");
        assertThat(exchangers.addresses("127.0.0.3"))
                .extracting(address -> address.getHostAddress())
                .containsExactly("127.0.0.3");
        assertThatThrownBy(() -> exchangers.addresses("no-such.test")).isInstanceOf(UnknownHostException.class);
    }
}
