package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReplyLine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers mean by what they say. */
class RefusalsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RECIPIENT | 450 | 4.2.0 Recipient address rejected: Greylisted | GREYLISTED
        RECIPIENT | 451 | 4.7.1 Please try again later                 | GREYLISTED
        RECIPIENT | 451 | Graylisting in action                        | GREYLISTED
        SENDER    | 450 | 4.7.1 Grey-listed                            | GREYLISTED
        RECIPIENT | 452 | 4.2.2 Over quota                             | MAILBOX_FULL
        RECIPIENT | 452 | Insufficient storage                         | MAILBOX_FULL
        RECIPIENT | 552 | 5.2.2 Mailbox full                           | MAILBOX_FULL
        RECIPIENT | 552 | Storage allocation exceeded                  | MAILBOX_FULL
        RECIPIENT | 452 | 4.3.1 Disk full                              | RECIPIENT_NOT_NOW
        RECIPIENT | 452 | 4.5.3 Too many recipients                    | RECIPIENT_NOT_NOW
        RECIPIENT | 450 | 4.1.1 Cannot be verified now                 | RECIPIENT_NOT_NOW
        RECIPIENT | 451 | Local error                                  | RECIPIENT_NOT_NOW
        RECIPIENT | 550 | 5.1.1 No such user                           | NO_SUCH_USER
        RECIPIENT | 550 | 5.2.1 Disabled                               | NO_SUCH_USER
        RECIPIENT | 550 | No such user                                 | NO_SUCH_USER
        RECIPIENT | 550 | 5.1.8 Sender's domain not found              | SENDER_REFUSED
        RECIPIENT | 554 | 5.7.1 Relay access denied                    | POLICY
        RECIPIENT | 554 | Listed                                       | POLICY
        RECIPIENT | 500 | What?                                        | REFUSED
        SENDER    | 530 | 5.7.0 Authentication required                | SENDER_REFUSED
        SENDER    | 553 | 5.7.1 Not owned                              | SENDER_REFUSED
        SENDER    | 452 | 4.3.1 Disk full                              | REFUSED_FOR_NOW
        """)
    void aRefusalIsKnownByItsStatusElseByItsCode(Step step, int code, String text, Trouble trouble) {
        Reply reply = Reply.read(List.of(new ReplyLine(code, true, text)));
        assertThat(Refusals.trouble(step, reply)).isEqualTo(trouble);
    }
}
