package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NextHopTest {
    private static final Credentials LOGIN = Credentials.of("osaka", Secret.of("hunter2"));

    private final Random dice = new Random(1);

    @Test
    void hopsThatAreAlikeKeepTheirOrder() {
        List<NextHop> hops = List.of(hop("a", 0, 0), hop("b", 0, 0), hop("c", 0, 0));
        assertThat(NextHop.inOrder(hops, dice)).isEqualTo(hops);
    }

    @Test
    void thePreferredComeFirst() {
        assertThat(NextHop.inOrder(List.of(hop("c", 20, 5), hop("b", 10, 0), hop("a", 5, 1)), dice))
                .hasToString("[a:25, b:25, c:25]");
    }

    @Test
    void ofEqualsEachIsFirstAsOftenAsItsWeightSays() {
        List<NextHop> hops = List.of(hop("never", 1, 9), hop("one", 0, 1), hop("none", 0, 0), hop("three", 0, 3));
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            List<NextHop> order = NextHop.inOrder(hops, dice);
            first.merge(order.get(0).host(), 1, Integer::sum);
            assertThat(order).hasSize(4).endsWith(hops.get(2), hops.get(0));
        }
        assertThat(first).containsOnlyKeys("one", "three");
        assertThat(first.get("three")).isBetween(2900, 3100);
    }

    @Test
    void whoLogsInHasToKnowWhere() {
        NextHop hop = NextHop.parse("smtp.isp.test:587");
        assertThatThrownBy(() -> hop.withLogin(LOGIN, TlsMode.STARTTLS_OPTIONAL))
                .hasMessage("who logs in has to know where: STARTTLS_REQUIRED or IMPLICIT");
    }

    @ParameterizedTest
    @EnumSource(names = "STARTTLS_OPTIONAL", mode = EnumSource.Mode.EXCLUDE)
    void aLoginIsNotShown(TlsMode mode) {
        NextHop hop = NextHop.parse("smtp.isp.test:587").withLogin(LOGIN, mode).among(10, 3);
        assertThat(hop).hasToString("smtp.isp.test:587");
        assertThat(hop).isEqualTo(new NextHop("smtp.isp.test", 587, mode, Optional.of(LOGIN), 10, 3));
    }

    @Test
    void numbersAreThoseOfTheDns() {
        assertThatThrownBy(() -> hop("a", -1, 0)).hasMessage("a preference is 0 to 65535, not -1");
        assertThatThrownBy(() -> hop("a", 0, 65536)).hasMessage("a weight is 0 to 65535, not 65536");
    }

    private static NextHop hop(String host, int preference, int weight) {
        return NextHop.of(host).among(preference, weight);
    }
}
