package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HereTest {
    @ParameterizedTest
    @CsvSource({"bbb@osaka.test, INBOX", "b/b, INBOX", "ビビ@osaka.test, 仕事/急ぎ", "a b%2F(here), a b"})
    void aDestinationNamesItsMailbox(String account, String mailbox) {
        Route.Local local = new Route.Local(account, MailboxName.of(mailbox));
        String destination = Here.destination(local);

        assertThat(Here.mailbox(destination)).contains(local);
        assertThat(SpooledRecipient.pending(
                                0,
                                new Rcpt(ForwardPath.of("b@osaka.test"), RcptParameters.NONE),
                                destination,
                                Instant.EPOCH)
                        .destination())
                .isEqualTo(destination);
    }

    @Test
    void aDomainNamesNone() {
        assertThat(Here.mailbox("osaka.test")).isEmpty();
        assertThat(Here.mailbox("[192.0.2.1]")).isEmpty();
    }
}
