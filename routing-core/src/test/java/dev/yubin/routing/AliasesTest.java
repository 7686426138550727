package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.routing.Router.Sender;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Reply;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an address leads that stands for others. */
class AliasesTest {
    private static final Set<String> ACCOUNTS = Set.of(
            "root@osaka.test",
            "bbb@osaka.test",
            "ccc@osaka.test",
            "ddd@kyoto.test",
            "Big@nara.test",
            "big@nara.test",
            "j\u00fcrgen@osaka.test");

    private final Router router = table().alias(Mailbox.of("info@osaka.test"), "bbb@osaka.test")
            .alias(Mailbox.of("team@osaka.test"), "bbb@osaka.test", "ccc@osaka.test", "aaa@tokyo.test")
            .alias(Mailbox.of("all@osaka.test"), "team@osaka.test", "info@osaka.test", "ddd@kyoto.test")
            .alias(Mailbox.of("All@Osaka.test"), "aaa@tokyo.test")
            .alias(Mailbox.of("ccc@osaka.test"), "ccc@osaka.test", "CCC@tokyo.test")
            .alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
            .alias(Mailbox.of("bbb+lists@osaka.test"), "ddd@kyoto.test")
            .alias(Mailbox.of("ping@osaka.test"), "pong@osaka.test")
            .alias(Mailbox.of("pong@osaka.test"), "ping@osaka.test")
            .alias(Mailbox.of("half@osaka.test"), "half@osaka.test", "gone@osaka.test", "bbb@osaka.test")
            .alias(Mailbox.of("self@osaka.test"), "self@osaka.test")
            .alias(Mailbox.of("dead@osaka.test"), "gone@osaka.test")
            .alias(Mailbox.of("twice@osaka.test"), "Eve@tokyo.test", "eve@tokyo.test", "Eve@TOKYO.test")
            .alias(Mailbox.of("abuse@nara.test"), "postmaster@nara.test")
            .alias(Mailbox.of("Ceo@nara.test"), "Big@nara.test")
            .catchAll(Domain.of("kyoto.test"), "ddd@kyoto.test", "aaa@tokyo.test")
            .build();

    private static Router.Builder table() {
        return Router.builder(ACCOUNTS::contains)
                .local(Domain.of("osaka.test"))
                .local(Domain.of("kyoto.test"))
                .local(Domain.of("nara.test"))
                .caseSensitive(Domain.of("nara.test"))
                .literal(InetAddress.getLoopbackAddress(), Domain.of("osaka.test"))
                .postmaster("root@osaka.test", "pm@tokyo.test")
                .subaddress('+', '-');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            info@osaka.test          | bbb@osaka.test
            INFO+x@Osaka.Test        | bbb@osaka.test
            bbb-x@osaka.test         | bbb@osaka.test
            bbb+lists@osaka.test     | ddd@kyoto.test
            bbb+other@osaka.test     | bbb@osaka.test
            team@osaka.test          | bbb@osaka.test ccc@osaka.test <aaa@tokyo.test> <CCC@tokyo.test>
            all@osaka.test           | ddd@kyoto.test <aaa@tokyo.test> bbb@osaka.test ccc@osaka.test <CCC@tokyo.test>
            ccc@osaka.test           | ccc@osaka.test <CCC@tokyo.test>
            ccc+x@osaka.test         | ccc@osaka.test <CCC@tokyo.test>
            away@osaka.test          | <aaa@tokyo.test>
            half@osaka.test          | bbb@osaka.test
            twice@osaka.test         | <Eve@tokyo.test> <eve@tokyo.test>
            whoever@kyoto.test       | ddd@kyoto.test <aaa@tokyo.test>
            ddd@kyoto.test           | ddd@kyoto.test
            postmaster               | root@osaka.test <pm@tokyo.test>
            Postmaster+x@osaka.test  | root@osaka.test <pm@tokyo.test>
            abuse@nara.test          | root@osaka.test <pm@tokyo.test>
            POSTMASTER@nara.test     | root@osaka.test <pm@tokyo.test>
            bbb@[127.0.0.1]          | bbb@osaka.test
            Team@[127.0.0.1]         | bbb@osaka.test ccc@osaka.test <aaa@tokyo.test> <CCC@tokyo.test>
            Big@nara.test            | Big@nara.test
            big@nara.test            | big@nara.test
            Ceo@nara.test            | Big@nara.test
            j\u00fcrgen@osaka.test   | j\u00fcrgen@osaka.test
            J\u00dcRGEN@osaka.test   | j\u00fcrgen@osaka.test
            ju\u0308rgen@osaka.test  | j\u00fcrgen@osaka.test
            """)
    void everybodyIsReachedOnce(String recipient, String targets) throws Exception {
        assertThat(routed(router, recipient).targets().stream()
                        .map(AliasesTest::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(targets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dead@osaka.test       | 550 5.1.1 No such mailbox here
            self@osaka.test       | 550 5.1.1 No such mailbox here
            ping@osaka.test       | 554 5.4.6 This address stands for itself alone
            ceo@nara.test         | 550 5.1.1 No such mailbox here
            BIG@nara.test         | 550 5.1.1 No such mailbox here
            bbb@[127.0.0.2]       | 554 5.7.1 Relaying denied: log in first, or send to the recipient's own server
            """)
    void whatLeadsToNobodyIsRefused(String recipient, String reply) throws Exception {
        assertThat(refusal(router, recipient)).hasToString(reply);
    }

    @Test
    void aListOfAThousandIsTakenAndALongerOneRefused() throws Exception {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            members.add("m" + i + "@tokyo.test");
        }
        Router.Builder table = table().alias(Mailbox.of("list@osaka.test"), members.toArray(String[]::new));
        assertThat(routed(table.build(), "list@osaka.test").targets()).hasSize(999);
        table.alias(Mailbox.of("list@osaka.test"), "one.more@tokyo.test");
        assertThat(refusal(table.build(), "list@osaka.test"))
                .hasToString("554 5.2.4 This address stands for more than 1000 others");
    }

    @Test
    void aChainOfAliasesIsFollowedToItsEnd() throws Exception {
        Router.Builder table = table();
        for (int i = 0; i < 900; i++) {
            table.alias(Mailbox.of("n" + i + "@osaka.test"), "n" + (i + 1) + "@osaka.test");
        }
        table.alias(Mailbox.of("n900@osaka.test"), "bbb@osaka.test");
        assertThat(routed(table.build(), "n0@osaka.test")).isEqualTo(Route.Local.inbox("bbb@osaka.test"));
    }

    @Test
    void aPostmasterWhoseMailboxIsMissingIsToldToTryAgain() throws Exception {
        Router router = Router.builder(account -> false)
                .local(Domain.of("osaka.test"))
                .postmaster("root@osaka.test")
                .build();
        for (String recipient : List.of("postmaster", "postmaster@osaka.test")) {
            assertThat(refusal(router, recipient))
                    .hasToString("451 4.3.5 The postmaster's mailbox is missing; try again later");
        }
    }

    private static Reply refusal(Router router, String recipient) throws Exception {
        return ((Route.Reject) routed(router, recipient)).reply();
    }

    private static Route routed(Router router, String recipient) throws Exception {
        return router.route(
                ForwardPath.of(recipient), new Sender(Optional.empty(), InetAddress.getByName("203.0.113.9")));
    }

    private static String text(Route.Target target) {
        return target instanceof Route.Onward onward ? "<" + onward.to() + ">" : ((Route.Local) target).account();
    }
}
