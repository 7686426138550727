package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Network;
import dev.yubin.routing.Router.Sender;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private static final Set<String> ACCOUNTS =
            Set.of("bbb@osaka.test", "Carol@osaka.test", "root@osaka.test", "d+e@osaka.test", "all@kyoto.test");

    private final Router router = Router.builder(ACCOUNTS::contains)
            .local(Domain.of("osaka.test"))
            .local(Domain.of("kyoto.test"))
            .local(Domain.of("b\u00fccher.test"))
            .postmaster("root@osaka.test")
            .alias(Mailbox.of("info@osaka.test"), "bbb@osaka.test")
            .alias(Mailbox.of("gone@osaka.test"), "nobody@osaka.test")
            .catchAll(Domain.of("kyoto.test"), "all@kyoto.test")
            .subaddress('+')
            .route(Domain.of("tokyo.test"), NextHop.parse("mx.tokyo.test:2525"), NextHop.of("mx2.tokyo.test"))
            .trust(Network.of("192.0.2.0/24"))
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bbb@osaka.test               | bbb@osaka.test
            BBB@OSAKA.Test               | bbb@osaka.test
            Carol@osaka.test             | Carol@osaka.test
            bbb+lists@osaka.test         | bbb@osaka.test
            d+e@osaka.test               | d+e@osaka.test
            Info@osaka.test              | bbb@osaka.test
            info+x@osaka.test            | bbb@osaka.test
            postmaster                   | root@osaka.test
            postmaster@osaka.test        | root@osaka.test
            PostMaster@xn--bcher-kva.test | root@osaka.test
            nobody@kyoto.test            | all@kyoto.test
            """)
    void aLocalDomainsMailStaysHere(String recipient, String account) throws Exception {
        assertThat(router.route(ForwardPath.of(recipient), stranger()))
                .isInstanceOfSatisfying(
                        Route.Local.class, local -> assertThat(local.account()).isEqualTo(account));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody@osaka.test",
                "+@osaka.test",
                "gone@osaka.test",
                "bbb%osaka.test@osaka.test",
                "tokyo.test!aaa@osaka.test",
                "\"aaa@tokyo.test\"@osaka.test",
                "carol@osaka.test"
            })
    void whoIsNotHereIsRefusedAndNoLocalPartOpensAWayOnward(String recipient) throws Exception {
        assertThat(router.route(ForwardPath.of(recipient), aaa()))
                .isInstanceOfSatisfying(
                        Route.Reject.class,
                        reject -> assertThat(reject.reply()).hasToString("550 5.1.1 No such mailbox here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaa@tokyo.test", "x@elsewhere.test", "x@[198.51.100.7]", "x@sub.osaka.test"})
    void strangersCannotSendOnward(String recipient) throws Exception {
        assertThat(router.route(ForwardPath.of(recipient), stranger()))
                .isInstanceOfSatisfying(
                        Route.Reject.class,
                        reject -> assertThat(reject.reply().code()).isEqualTo(554));
    }

    @ParameterizedTest
    @CsvSource({
        "aaa@tokyo.test, '[mx.tokyo.test:2525, mx2.tokyo.test:25]'",
        "x@elsewhere.test, []",
        "x@[198.51.100.7], '[198.51.100.7:25]'",
        "'x@[IPv6:2001:db8::7]', '[[2001:db8:0:0:0:0:0:7]:25]'"
    })
    void whoHasLoggedInOrIsOfANamedNetworkCan(String recipient, String hops) throws Exception {
        for (Sender sender : new Sender[] {aaa(), neighbour()}) {
            assertThat(router.route(ForwardPath.of(recipient), sender))
                    .isInstanceOfSatisfying(
                            Route.Onward.class,
                            onward -> assertThat(onward.hops()).hasToString(hops));
        }
    }

    @Test
    void aSmartHostTakesWhatHasNoRoute() throws Exception {
        Router router = Router.builder(ACCOUNTS::contains)
                .postmaster("root@osaka.test")
                .route(Domain.of("tokyo.test"), NextHop.of("mx.tokyo.test"))
                .smartHost(NextHop.parse("relay.test:587"))
                .build();
        assertThat(router.route(ForwardPath.of("x@tokyo.test"), aaa()).toString())
                .contains("mx.tokyo.test:25");
        assertThat(router.route(ForwardPath.of("x@elsewhere.test"), aaa()).toString())
                .contains("relay.test:587");
    }

    @Test
    void aStoreThatCannotTellNowIsNotTakenForANo() {
        Router router = Router.builder(account -> {
                    throw new StoreException(StoreException.Reason.UNAVAILABLE, "the disk is away");
                })
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .build();
        assertThatThrownBy(() -> router.route(ForwardPath.of("bbb@osaka.test"), stranger()))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void accountsAreAskedOnceForEachNameThatItCouldBe() throws Exception {
        List<String> asked = new ArrayList<>();
        Router router = Router.builder(account -> !asked.add(account))
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .subaddress('+')
                .build();
        router.route(ForwardPath.of("Bbb+x@osaka.test"), stranger());
        assertThat(asked).containsExactly("Bbb+x@osaka.test", "bbb+x@osaka.test", "Bbb@osaka.test", "bbb@osaka.test");
        asked.clear();
        router.route(ForwardPath.of("bbb@osaka.test"), stranger());
        assertThat(asked).containsExactly("bbb@osaka.test");
    }

    @Test
    void aTableThatContradictsItselfIsRefusedInWords() {
        assertThatThrownBy(() -> Router.builder(ACCOUNTS::contains).build()).hasMessageContaining("postmaster");
        assertThatThrownBy(() -> Router.builder(ACCOUNTS::contains)
                        .postmaster("root@osaka.test")
                        .local(Domain.of("osaka.test"))
                        .route(Domain.of("OSAKA.test"), NextHop.of("mx.test"))
                        .build())
                .hasMessage("osaka.test is both local and routed elsewhere");
    }

    @ParameterizedTest
    @CsvSource({
        "mx.test, mx.test:25",
        "mx.test:2525, mx.test:2525",
        "127.0.0.1:25, 127.0.0.1:25",
        "'[::1]:2525', '[::1]:2525'",
        "'[::1]', '[::1]:25'"
    })
    void aNextHopIsReadAndPrinted(String text, String printed) {
        assertThat(NextHop.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":25", "mx.test:", "mx.test:0", "mx.test:65536", "::1:25", "[::1:25", "mx.test:x"})
    void whatIsNoNextHopIsRefused(String text) {
        assertThatThrownBy(() -> NextHop.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sender stranger() throws Exception {
        return new Sender(Optional.empty(), InetAddress.getByName("203.0.113.9"));
    }

    private static Sender neighbour() throws Exception {
        return new Sender(Optional.empty(), InetAddress.getByName("192.0.2.200"));
    }

    private static Sender aaa() throws Exception {
        return new Sender(Optional.of("aaa@tokyo.test"), InetAddress.getByName("203.0.113.9"));
    }
}
