package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every old way in which a stranger has had mail sent on, and what he hears. */
@Timeout(60)
class OpenRelayTest {
    private final MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test", "all@kyoto.test");
    private ScriptedServer backup;
    private SmtpServer server;

    @BeforeEach
    void start() throws Exception {
        backup = ScriptedServer.always("554 not now");
        Router router = Router.builder(Accounts.of(store))
                .local(Domain.of("osaka.test"))
                .local(Domain.of("kyoto.test"))
                .local(Domain.of("b\u00fccher.test"))
                .postmaster("bbb@osaka.test")
                .catchAll(Domain.of("kyoto.test"), "all@kyoto.test")
                .subaddress('+')
                .relay(Domain.of("nara.test"), backup.hop())
                .route(Domain.of("tokyo.test"), backup.hop())
                .smartHost(backup.hop())
                .trust(Network.of("192.0.2.0/24"))
                .build();
        server = SmtpServer.builder()
                .name("mx.osaka.test")
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT).on(InetAddress.getLoopbackAddress()))
                .application(Reception.builder("mx.osaka.test", router, store).build())
                .start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        assertThat(backup.heard()).isEmpty();
        backup.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <aaa@tokyo.test>                         | 554 5.7.1 Relaying denied...
            <aaa@elsewhere.test>                     | 554 5.7.1 Relaying denied...
            <aaa@sub.osaka.test>                     | 554 5.7.1 Relaying denied...
            <aaa@osaka.test.elsewhere.test>          | 554 5.7.1 Relaying denied...
            <aaa@[198.51.100.7]>                     | 554 5.7.1 Relaying denied...
            <aaa@[127.0.0.1]>                        | 554 5.7.1 Relaying denied...
            <aaa%tokyo.test@osaka.test>              | 550 5.1.1 No such mailbox here
            <aaa%tokyo.test%kyoto.test@osaka.test>   | 550 5.1.1 No such mailbox here
            <tokyo.test!aaa@osaka.test>              | 550 5.1.1 No such mailbox here
            <tokyo.test!aaa%x@osaka.test>            | 550 5.1.1 No such mailbox here
            <"aaa@tokyo.test"@osaka.test>            | 550 5.1.1 No such mailbox here
            <"aaa%tokyo.test"@osaka.test>            | 550 5.1.1 No such mailbox here
            <"tokyo.test!aaa"@osaka.test>            | 550 5.1.1 No such mailbox here
            <"@tokyo.test:aaa@tokyo.test"@osaka.test>| 550 5.1.1 No such mailbox here
            <aaa%tokyo.test@xn--bcher-kva.test>      | 550 5.1.1 No such mailbox here
            <aaa@tokyo.test@osaka.test>              | 501 5.5.4 ...
            <@osaka.test:aaa@tokyo.test>             | 554 5.7.1 Relaying denied...
            <@osaka.test,@kyoto.test:aaa@tokyo.test> | 554 5.7.1 Relaying denied...
            <@osaka.test:aaa%tokyo.test@osaka.test>  | 550 5.1.1 No such mailbox here
            <@tokyo.test:bbb@osaka.test>             | 250 2.1.5 Recipient ok
            <aaa%tokyo.test@kyoto.test>              | 250 2.1.5 Recipient ok
            <bbb+aaa%tokyo.test@osaka.test>          | 250 2.1.5 Recipient ok
            <aaa@nara.test>                          | 250 2.1.5 Recipient ok
            <aaa+x@nara.test>                        | 250 2.1.5 Recipient ok
            <aaa%tokyo.test@nara.test>               | 554 5.7.1 Relaying denied...
            <tokyo.test!aaa@nara.test>               | 554 5.7.1 Relaying denied...
            <"aaa@tokyo.test"@nara.test>             | 554 5.7.1 Relaying denied...
            <@nara.test:aaa@tokyo.test>              | 554 5.7.1 Relaying denied...
            """)
    void noAddressOpensAWayOnward(String recipient, String reply) {
        for (String sender : List.of("", "bbb@osaka.test", "aaa@tokyo.test")) {
            Wire.to(server.port()).play("""
                    S: 220 ...
                    C: HELO client.test
                    S: 250 ...
                    C: MAIL FROM:<%s>
                    S: 250 ...
                    C: RCPT TO:%s
                    S: %s
                    """.formatted(sender, recipient, reply));
        }
        assertThat(deliveredTo("bbb@osaka.test")).isEmpty();
    }

    private List<String> deliveredTo(String account) {
        try {
            return Inbox.of(store, account);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
