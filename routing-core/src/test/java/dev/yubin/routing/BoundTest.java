package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {
    @ParameterizedTest
    @CsvSource({"bbb@osaka.test, INBOX", "b/b, INBOX", "ビビ@osaka.test, 仕事/急ぎ", "a b%2F(here), a b"})
    void aKeyNamesItsMailbox(String account, String mailbox) {
        Bound bound = new Bound.ToMailbox(new Route.Local(account, MailboxName.of(mailbox)));

        assertThat(Bound.parse(bound.key())).isEqualTo(bound);
        assertThat(SpooledRecipient.pending(
                                0,
                                new Rcpt(ForwardPath.of("b@osaka.test"), RcptParameters.NONE),
                                bound.key(),
                                Instant.EPOCH)
                        .destination())
                .isEqualTo(bound.key());
    }

    @Test
    void aListIsNoDomain() {
        assertThat(Bound.parse(new Bound.ToList().key())).isEqualTo(new Bound.ToList());
    }

    @Test
    void whatGoesToTheSameServersGoesTogether() {
        assertThat(key("a@tokyo.test")).isEqualTo("tokyo.test");
        assertThat(key("a@[192.0.2.1]")).isEqualTo("[192.0.2.1]");
        assertThat(key("a@tokyo.test", "smtp.isp.test:587", "[2001:db8::1]:25"))
                .isEqualTo(key("b@kobe.test", "[2001:db8::1]", "smtp.isp.test:587"))
                .isEqualTo("(via)[2001:db8::1]:25,smtp.isp.test:587");
        String[] many =
                IntStream.range(0, 100).mapToObj(i -> "mx" + i + ".isp.test").toArray(String[]::new);
        assertThat(key("a@tokyo.test", many)).isEqualTo("tokyo.test");
    }

    private static String key(String to, String... hops) {
        Bound bound = Bound.onward(new Route.Onward(
                Mailbox.of(to), List.of(hops).stream().map(NextHop::parse).toList()));
        assertThat(Bound.parse(bound.key())).isEqualTo(bound);
        return bound.key();
    }
}
