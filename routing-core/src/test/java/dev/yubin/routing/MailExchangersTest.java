package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.LookupFailedException;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Domain;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailExchangersTest {
    private static final Domain US = Domain.of("mx.tokyo.test");

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
        assertThat(exchangers.of(Domain.of("Osaka.test"), US))
                .hasToString("[mx.osaka.test:25, backup.osaka.test:25, last.example.net:25]");
    }

    @Test
    void equalOnesComeInAnyOrder() throws Exception {
        dns.with("osaka.test MX", "10 a.test", "10 b.test");
        Set<String> firsts = new HashSet<>();
        for (int i = 0; i < 100 && firsts.size() < 2; i++) {
            firsts.add(exchangers.of(Domain.of("osaka.test"), US).get(0).host());
        }
        assertThat(firsts).containsExactlyInAnyOrder("a.test", "b.test");
    }

    @Test
    void aDomainWithoutExchangersIsItsOwn() throws Exception {
        dns.with("osaka.test A", "127.0.0.1");
        assertThat(exchangers.of(Domain.of("osaka.test"), US)).hasToString("[osaka.test:25]");
    }

    @Test
    void aDomainWithNeitherExchangersNorAnAddressIsAnError() {
        dns.with("osaka.test TXT");
        assertFails("osaka.test", Cause.NAME_UNKNOWN);
        dns.with("kyoto.test A", "127.0.0.1").failing("kyoto.test A", DnsResponseCode.SERVFAIL);
        dns.failing("kyoto.test AAAA", DnsResponseCode.SERVFAIL);
        assertFails("kyoto.test", Cause.LOOKUP_FAILED);
    }

    @Test
    void onlyExchangersThatArePreferredToUsAreTried() throws Exception {
        dns.with("osaka.test MX", "10 first.test", "20 MX.Tokyo.test", "20 equal.test", "30 last.test");
        assertThat(exchangers.of(Domain.of("osaka.test"), US)).hasToString("[first.test:25]");
        dns.with("kyoto.test MX", "10 mx.tokyo.test", "20 last.test");
        assertFails("kyoto.test", Cause.LEADS_BACK);
    }

    /** RFC 5321 section 5.1: any of the names or addresses by which the server might be known. */
    @Test
    void anExchangerIsUsByAnyOfOurNamesAndAddresses() throws Exception {
        Ourselves us =
                new Ourselves(List.of(US, Domain.of("mail.tokyo.test")), Set.of(InetAddress.getByName("192.0.2.7")));
        dns.with("named.test MX", "10 first.test", "20 MAIL.tokyo.test", "30 last.test");
        dns.with("found.test MX", "10 first.test", "20 hidden.test", "20 equal.test");
        dns.with("first.test A", "192.0.2.1").with("hidden.test A", "192.0.2.2", "192.0.2.7");
        dns.with("equal.test AAAA").failing("equal.test A", DnsResponseCode.SERVFAIL);
        for (String domain : List.of("named.test", "found.test")) {
            assertThat(exchangers.servers(Domain.of(domain), us).hops()).hasToString("[first.test:25]");
        }
    }

    @Test
    void aDomainWithoutExchangersWhoseHostWeAreLeadsBack() throws Exception {
        Ourselves us = new Ourselves(List.of(US, Domain.of("tokyo.test")), Set.of(InetAddress.getByName("192.0.2.7")));
        dns.with("tokyo.test A", "192.0.2.1").with("found.test A", "192.0.2.7");
        dns.with("alias.test CNAME", "tokyo.test");
        for (String domain : List.of("tokyo.test", "found.test", "alias.test")) {
            assertThatThrownBy(() -> exchangers.servers(Domain.of(domain), us))
                    .hasMessageContaining("its own host is this server")
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.fault().cause()).isEqualTo(Cause.LEADS_BACK));
        }
    }

    @Test
    void exchangersOfWhichNoneIsAHostDoNotLeadBack() {
        dns.with("osaka.test MX", "10 a\r\nb.test", "20 c\td.test");
        assertFails("osaka.test", Cause.NAME_UNKNOWN);
    }

    @Test
    void anExchangersNameMayPointIntoTheMessage() throws Exception {
        dns.with("osaka.test MX", "10 mx.@");
        assertThat(exchangers.of(Domain.of("osaka.test"), US)).hasToString("[mx.osaka.test:25]");
    }

    @Test
    void anExchangerThatIsNoHostIsPassedOver() throws Exception {
        dns.with("osaka.test MX", "10 a\r\nb.test", "20 mx.osaka.test");
        assertThat(exchangers.of(Domain.of("osaka.test"), US)).hasToString("[mx.osaka.test:25]");
    }

    @Test
    void aNullExchangerBesideOthersCountsForNothing() throws Exception {
        dns.with("osaka.test MX", "0 .", "10 mx.osaka.test");
        assertThat(exchangers.of(Domain.of("osaka.test"), US)).hasToString("[mx.osaka.test:25]");
    }

    @Test
    void aNullExchangerMeansNoMail() {
        dns.with("osaka.test MX", "0 .");
        assertFails("osaka.test", Cause.TAKES_NO_MAIL);
    }

    @Test
    void aDomainThatIsNotThereIsToldFromOneThatCannotBeAskedFor() {
        dns.with("broken.test MX", "10 mx.test").failing("broken.test MX", DnsResponseCode.SERVFAIL);
        assertFails("no-such.test", Cause.NAME_UNKNOWN);
        assertFails("broken.test", Cause.LOOKUP_FAILED);
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
    }

    @Test
    void thisMachinesFileOfHostsCountsForServersOfATableAlone() throws Exception {
        Optional<String> known = Files.readAllLines(Path.of("/etc/hosts")).stream()
                .filter(line -> line.matches("127\\.[0-9.]+\\s.*"))
                .map(line -> line.replaceAll(".*\\s", "").toLowerCase(Locale.ROOT))
                .filter(name -> !name.contains("localhost")) // which no DNS is ever asked for: RFC 6761 section 6.3
                .findFirst();
        assumeThat(known).isPresent();
        dns.with(known.get() + " A", "192.0.2.1");
        assertThat(exchangers.addresses(known.get()))
                .extracting(address -> address.getHostAddress())
                .containsExactly("192.0.2.1");
        assertThat(exchangers.ofTable().addresses(known.get())).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void aServerWithoutAnAddressIsToldFromOneWhoseAddressCannotBeAskedFor() throws Exception {
        dns.with("text.test TXT", "");
        for (String host : List.of("no-such.test", "text.test", "a..b")) {
            assertThatThrownBy(() -> exchangers.addresses(host))
                    .as(host)
                    .isInstanceOf(UnknownHostException.class)
                    .isNotInstanceOf(LookupFailedException.class);
        }
        dns.with("four.test TXT", "").failing("four.test A", DnsResponseCode.SERVFAIL);
        dns.with("six.test TXT", "").failing("six.test AAAA", DnsResponseCode.SERVFAIL);
        for (String host : List.of("four.test", "six.test")) {
            assertThatThrownBy(() -> exchangers.addresses(host))
                    .isInstanceOf(LookupFailedException.class)
                    .hasMessage("the DNS server answered ServFail(2)");
        }
    }

    @Test
    void aDnsServerThatSaysNothingDoesNotMeanThatThereIsNoAddress() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Dns asking = Dns.at((InetSocketAddress) silent.getLocalSocketAddress(), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> asking.addresses("mx.osaka.test"))
                    .isInstanceOf(LookupFailedException.class)
                    .hasMessageStartingWith("the DNS server did not answer (");
        }
    }

    private void assertFails(String domain, Cause cause) {
        assertThatThrownBy(() -> exchangers.of(Domain.of(domain), US))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().cause()).isEqualTo(cause));
    }
}
