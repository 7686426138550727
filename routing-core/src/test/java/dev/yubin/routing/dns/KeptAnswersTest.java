package dev.yubin.routing.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.TestDnsServer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - 1); // which turns over, as a clock of nanoseconds may
    private final TestDnsServer server = new TestDnsServer();
    private final Dns dns = Dns.validating(server.address(), now::get);

    @AfterEach
    void close() {
        dns.close();
        server.close();
    }

    @Test
    void anAnswerIsKeptForItsTtl() throws Exception {
        server.proven("osaka.test MX", "10 mx.osaka.test").lasting("osaka.test MX", 60);
        DnsAnswer<MailExchanger> first = dns.mailExchangers("osaka.test");
        server.without("osaka.test MX");
        pass(59);
        assertThat(dns.mailExchangers("Osaka.TEST")).isEqualTo(first);
        assertThat(first.isSecure()).isTrue();
        assertThat(server.questions()).isEqualTo(1);
        pass(1);
        assertThat(dns.mailExchangers("osaka.test").records()).isEmpty();
    }

    @Test
    void everyTypeIsKeptForItself() throws Exception {
        server.with("osaka.test MX", "10 mx.osaka.test").lasting("osaka.test MX", 60);
        server.with("osaka.test TXT", "text").lasting("osaka.test TXT", 60);
        server.with("osaka.test TLSA", "3 1 1 00ff7f").lasting("osaka.test TLSA", 60);
        server.with("osaka.test A", "192.0.2.1").lasting("osaka.test A", 60);
        server.with("osaka.test AAAA", "2001:db8::1").lasting("osaka.test AAAA", 60);
        for (int i = 0; i < 2; i++) {
            assertThat(dns.mailExchangers("osaka.test").records()).hasSize(1);
            assertThat(dns.texts("osaka.test").records()).containsExactly("text");
            assertThat(dns.tlsa("osaka.test").records()).hasToString("[3 1 1 00ff7f]");
            assertThat(dns.ipv4("osaka.test").records()).hasToString("[/192.0.2.1]");
            assertThat(dns.ipv6("osaka.test").records()).hasToString("[/2001:db8:0:0:0:0:0:1]");
        }
        assertThat(server.questions()).isEqualTo(5);
    }

    @Test
    void theLeastTtlOfAnAliasAndWhereItLeadsCounts() throws Exception {
        server.with("mx.osaka.test CNAME", "mx1.isp.test").lasting("mx.osaka.test CNAME", 10);
        server.with("mx1.isp.test A", "192.0.2.1").lasting("mx1.isp.test A", 60);
        dns.ipv4("mx.osaka.test");
        pass(9);
        assertThat(dns.ipv4("mx.osaka.test").name()).isEqualTo("mx1.isp.test");
        assertThat(server.questions()).isEqualTo(1);
        pass(1);
        dns.ipv4("mx.osaka.test");
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void thatThereIsNothingIsKeptAsLongAsTheZoneSays() throws Exception {
        server.proven("no-such.test MX").minimum("no-such.test MX", 30);
        DnsAnswer<MailExchanger> nothing = dns.mailExchangers("no-such.test");
        assertThat(nothing.isThere()).isFalse();
        pass(29);
        assertThat(dns.mailExchangers("no-such.test")).isEqualTo(nothing);
        assertThat(server.questions()).isEqualTo(1);
        pass(1);
        dns.mailExchangers("no-such.test");
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void theSoasOwnTtlCountsWhereItIsLess() throws Exception {
        server.with("osaka.test A", "192.0.2.1").minimum("osaka.test TLSA", 86400);
        assertThat(dns.tlsa("osaka.test").isThere()).isTrue();
        pass(59);
        dns.tlsa("osaka.test");
        assertThat(server.questions()).isEqualTo(1);
        pass(1);
        dns.tlsa("osaka.test");
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void thatThereIsNothingIsNotKeptWhereTheZoneDoesNotSayForHowLong() throws Exception {
        dns.mailExchangers("no-such.test");
        dns.mailExchangers("no-such.test");
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void aFailureIsNeverKept() throws Exception {
        server.failing("osaka.test MX", DnsResponseCode.SERVFAIL).minimum("osaka.test MX", 30);
        assertThatThrownBy(() -> dns.mailExchangers("osaka.test")).isInstanceOf(FaultException.class);
        server.failing("osaka.test MX", DnsResponseCode.NOERROR).with("osaka.test MX", "10 mx.osaka.test");
        assertThat(dns.mailExchangers("osaka.test").records()).hasSize(1);
    }

    @Test
    void ofTooManyTheOneAskedForLongestAgoIsForgotten() {
        KeptAnswers kept = new KeptAnswers(now::get);
        keep(kept, "first.test", 60);
        keep(kept, "second.test", 60);
        kept.find("first.test", DnsRecordType.TXT);
        for (int i = 0; i < KeptAnswers.MOST - 1; i++) {
            keep(kept, i + ".test", 60);
        }
        assertThat(kept.find("first.test", DnsRecordType.TXT)).isPresent();
        assertThat(kept.find("second.test", DnsRecordType.TXT)).isEmpty();
    }

    @Test
    void nothingIsKeptForEver() {
        KeptAnswers kept = new KeptAnswers(now::get);
        keep(kept, "long.test", Integer.MAX_VALUE);
        keep(kept, "nonsense.test", 1L << 31); // RFC 2181 section 8
        assertThat(kept.find("long.test", DnsRecordType.TXT)).isPresent();
        assertThat(kept.find("nonsense.test", DnsRecordType.TXT)).isEmpty();
        now.addAndGet(KeptAnswers.LONGEST.toNanos());
        assertThat(kept.find("long.test", DnsRecordType.TXT)).isEmpty();
    }

    private static void keep(KeptAnswers kept, String name, long seconds) {
        DefaultDnsResponse response = new DefaultDnsResponse(1);
        response.addRecord(
                DnsSection.ANSWER,
                new DefaultDnsRawRecord(name + '.', DnsRecordType.TXT, seconds, Unpooled.EMPTY_BUFFER));
        kept.keep(name, DnsRecordType.TXT, new DnsAnswer<>(List.of("text"), true, false, name), response);
        response.release();
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
