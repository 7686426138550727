package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.feature.SingleInstance;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.smtp.server.SmtpRefusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Over a store that keeps one content for many mailboxes, everybody is told the same; and all have the message or none. */
class SharedDeliveryTest extends LocalDeliveryTest {
    /** What the store was asked for. */
    private final List<String> calls = new ArrayList<>();

    private Optional<Reason> refusal = Optional.empty();
    private Optional<Route.Local> stumblesAt = Optional.empty();

    @Override
    MailStore serving(MemoryMailStore store) {
        return new SharingStore(store);
    }

    @Test
    void oneContentGoesToAllInOneStep() throws Exception {
        LocalDelivery delivery = open(BBB, CCC, BBB);
        delivery.write(octets("Subject: tea\r\n"));
        delivery.write(octets("\r\n"));
        delivery.commit();
        assertThat(calls).containsExactly("begin", "finish", "deliver to bbb@osaka.test ccc@osaka.test", "close");
    }

    @Test
    void inLmtpOneContentGoesToEachByItself() throws Exception {
        LocalDelivery delivery = open(BBB, GONE, CCC);
        delivery.write(octets("Subject: tea\r\n"));
        delivery.commitEach(3);
        assertThat(calls)
                .containsExactly("begin", "finish", "deliver to bbb@osaka.test", "deliver to ccc@osaka.test", "close");
    }

    @Test
    void inLmtpABugOfTheStoreIsItsRecipientsAlone() throws Exception {
        LocalDelivery delivery = open(BBB, CCC);
        delivery.write(octets("Subject: tea\r\n"));
        stumblesAt = Optional.of(CCC);
        assertThat(delivery.commitEach(2))
                .hasToString("[250 2.0.0 Message accepted, 451 4.3.0 An error here; try again later]");
        assertThat(inbox(BBB)).hasSize(1);
        assertThat(inbox(CCC)).isEmpty();
    }

    @Test
    void oneMailboxNeedsNoSharing() throws Exception {
        fill(BBB, 5);
        assertThat(calls).isEmpty();
    }

    @Test
    @Override
    void aCommitThatFailsBehindOneThatSucceededHasTheMessageSentAgain() throws Exception {
        LocalDelivery delivery = open(BBB, CCC);
        delivery.write(octets("x".repeat(500)));
        fill(CCC, 600);
        assertThatThrownBy(delivery::commit)
                .isInstanceOfSatisfying(
                        SmtpRefusal.class, e -> assertThat(e.reply()).hasToString("452 4.2.2 The mailbox is full"));
        assertThat(inbox(BBB)).as("none has it, for one had no room").isEmpty();
    }

    @Test
    void aStoreWithoutRoomSaysSoWhileTheMessageComes() throws Exception {
        LocalDelivery delivery = open(BBB, CCC);
        refusal = Optional.of(Reason.FULL);
        assertThatThrownBy(() -> delivery.write(octets("x")))
                .isInstanceOfSatisfying(
                        SmtpRefusal.class,
                        e -> assertThat(e.reply())
                                .hasToString("452 4.3.1 There is no room for mail here now; try again later"));
        delivery.abort();
        assertThatThrownBy(() -> open(BBB, CCC)).isInstanceOf(SmtpRefusal.class);
        assertThat(calls).containsExactly("begin", "close", "begin");
    }

    /** Keeps a copy for each mailbox after all, but comes in as one. */
    private final class SharingStore implements MailStore, SingleInstance {
        private final MailStore store;

        SharingStore(MailStore store) {
            this.store = store;
        }

        @Override
        public Account account(String user) throws StoreException {
            return store.account(user);
        }

        @Override
        public SharedContent begin(OptionalLong octets) throws StoreException {
            calls.add("begin");
            require();
            return new Shared(store);
        }
    }

    private void require() throws StoreException {
        if (refusal.isPresent()) {
            throw new StoreException(refusal.get(), "as the test wants it");
        }
    }

    private final class Shared implements SharedContent {
        private final MailStore store;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private byte[] outline;

        Shared(MailStore store) {
            this.store = store;
        }

        @Override
        public void write(ByteBuffer from) throws StoreException {
            require();
            while (from.hasRemaining()) {
                octets.write(from.get());
            }
        }

        @Override
        public void finish(byte[] outline) {
            calls.add("finish");
            this.outline = outline;
        }

        @Override
        public List<Appended> deliver(List<Recipient> to, Set<Flag> flags, Instant received) throws StoreException {
            calls.add("deliver to "
                    + String.join(" ", to.stream().map(Recipient::account).toList()));
            if (to.stream()
                    .anyMatch(each -> stumblesAt
                            .filter(at -> each.account().equals(at.account()))
                            .isPresent())) {
                throw new IllegalStateException("a bug, as the test wants it");
            }
            List<Append> appends = new ArrayList<>();
            try {
                for (Recipient each : to) {
                    Append append = store.account(each.account())
                            .open(each.mailbox())
                            .append(flags, received, OptionalLong.empty());
                    appends.add(append);
                    append.write(ByteBuffer.wrap(octets.toByteArray()));
                    append.finish(outline);
                }
                List<Appended> appended = new ArrayList<>();
                for (Append append : appends) {
                    appended.add(append.commit());
                }
                return appended;
            } finally {
                appends.forEach(Append::close);
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
