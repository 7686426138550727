package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailboxStatusTest {
    @Test
    void totalsAreCountedOffFromTheMessages() {
        List<Message> messages = List.of(
                new Message(1, 2, Instant.EPOCH, 10, Set.of()),
                new Message(2, 3, Instant.EPOCH, 20, Set.of(Flag.SEEN, Flag.DELETED)),
                new Message(5, 4, Instant.EPOCH, 30, Set.of(Flag.FLAGGED)));
        assertThat(MailboxStatus.of(7, 6, 4, messages)).isEqualTo(new MailboxStatus(7, 6, 4, 3, 2, 1, 60));
    }
}
