package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.SmtpRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalDeliveryTest {
    static final Route.Local BBB = new Route.Local("bbb@osaka.test", MailboxName.INBOX);
    static final Route.Local CCC = new Route.Local("ccc@osaka.test", MailboxName.INBOX);
    static final Route.Local GONE = new Route.Local("gone@osaka.test", MailboxName.INBOX);

    private final MemoryMailStore store =
            MemoryMailStore.builder().accountOctets(1000).messageOctets(800).build();

    LocalDeliveryTest() {
        store.addAccount(BBB.account());
        store.addAccount(CCC.account());
    }

    /** What delivery is given: here a store in which each mailbox has octets of its own. */
    MailStore serving(MemoryMailStore store) {
        return store::account;
    }

    @Test
    void eachRecipientHasACopyWithItsOutline() throws Exception {
        LocalDelivery delivery = open(BBB, CCC);
        delivery.write(octets("Subject: tea\r\n\r\nAt f"));
        delivery.write(octets("our.\r\n"));
        assertThat(inbox(BBB)).isEmpty();
        assertThat(delivery.commit()).hasToString("250 2.0.0 Message accepted");
        assertThat(inbox(BBB)).isEqualTo(inbox(CCC)).containsExactly("Subject: tea\r\n\r\nAt four.\r\n");
        byte[] outline = store.account(BBB.account())
                .open(MailboxName.INBOX)
                .outlines(UidSet.ALL)
                .get(1L);
        assertThat(Outline.decode(outline).envelope().subject()).contains("tea");
    }

    @Test
    void twoRecipientsOfOneMailboxHaveOneCopy() throws Exception {
        LocalDelivery delivery = open(BBB, BBB);
        delivery.write(octets("tea\r\n"));
        assertThat(delivery.commitEach(2)).hasToString("[250 2.0.0 Message accepted, 250 2.0.0 Message accepted]");
        assertThat(inbox(BBB)).hasSize(1);
    }

    @Test
    void whatIsAbortedWasNeverThere() throws Exception {
        LocalDelivery delivery = open(BBB, CCC);
        delivery.write(octets("tea\r\n"));
        delivery.abort();
        assertThat(inbox(BBB)).isEmpty();
        assertThat(inbox(CCC)).isEmpty();
    }

    @Test
    void oneRefusalIsOneForAllAndNobodyHasTheMessage() throws Exception {
        fill(CCC, 600);
        LocalDelivery delivery = open(BBB, CCC);
        delivery.write(octets("x".repeat(500)));
        assertThatThrownBy(delivery::commit)
                .isInstanceOfSatisfying(
                        SmtpRefusal.class, e -> assertThat(e.reply()).hasToString("452 4.2.2 The mailbox is full"));
        assertThat(inbox(BBB)).isEmpty();
    }

    @Test
    void inLmtpARefusalIsItsRecipientsAlone() throws Exception {
        fill(CCC, 600);
        LocalDelivery delivery = open(BBB, CCC, GONE);
        delivery.write(octets("x".repeat(500)));
        assertThat(delivery.commitEach(3))
                .extracting(Reply::toString)
                .containsExactly(
                        "250 2.0.0 Message accepted",
                        "452 4.2.2 The mailbox is full",
                        "550 5.1.1 No such mailbox here");
        assertThat(inbox(BBB)).hasSize(1);
        assertThat(inbox(CCC)).hasSize(1);
    }

    @Test
    void aCommitThatFailsBehindOneThatSucceededHasTheMessageSentAgain() throws Exception {
        LocalDelivery delivery = open(BBB, CCC);
        delivery.write(octets("x".repeat(500)));
        fill(CCC, 600);
        assertThatThrownBy(delivery::commit)
                .isInstanceOfSatisfying(
                        SmtpRefusal.class,
                        e -> assertThat(e.reply())
                                .hasToString("451 4.3.0 Not every recipient has the message; send it again"));
        assertThat(inbox(BBB)).hasSize(1);
    }

    @Test
    void aCommitThatFailsFirstLeavesTheOthersWithoutTheMessage() throws Exception {
        LocalDelivery delivery = open(CCC, BBB);
        delivery.write(octets("x".repeat(500)));
        fill(CCC, 600);
        assertThatThrownBy(delivery::commit)
                .isInstanceOfSatisfying(
                        SmtpRefusal.class, e -> assertThat(e.reply().code()).isEqualTo(452));
        assertThat(inbox(BBB)).isEmpty();
    }

    @Test
    void whereNobodyTakesItThatIsSaidAtOnce() throws Exception {
        assertThatThrownBy(() -> LocalDelivery.open(serving(store), List.of(BBB, CCC), OptionalLong.of(801)))
                .isInstanceOfSatisfying(
                        SmtpRefusal.class, e -> assertThat(e.reply().code()).isEqualTo(552));
        LocalDelivery delivery = open(BBB);
        assertThatThrownBy(() -> delivery.write(octets("x".repeat(801))))
                .isInstanceOfSatisfying(
                        SmtpRefusal.class, e -> assertThat(e.reply().code()).isEqualTo(552));
        delivery.abort();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, 451 4.3.0",
        "NOPERM, 550 5.2.1",
        "INUSE, 450 4.2.0",
        "EXPUNGED, 451 4.3.0",
        "CORRUPTION, 451 4.3.0",
        "OVERQUOTA, 452 4.2.2",
        "TOOBIG, 552 5.3.4",
        "ALREADYEXISTS, 451 4.3.0",
        "NONEXISTENT, 550 5.1.1",
        "CANNOT, 451 4.3.0",
        "LIMIT, 452 4.3.1",
        "FULL, 452 4.3.1"
    })
    void aStoresNoHasItsReply(Reason reason, String reply) {
        assertThat(LocalDelivery.replyTo(new StoreException(reason, "no")).toString())
                .startsWith(reply + " ");
    }

    LocalDelivery open(Route.Local... to) throws SmtpRefusal {
        return LocalDelivery.open(serving(store), List.of(to), OptionalLong.empty());
    }

    /** Leaves so much less room. */
    void fill(Route.Local mailbox, int octets) throws Exception {
        LocalDelivery delivery = open(mailbox);
        delivery.write(octets("y".repeat(octets)));
        delivery.commit();
    }

    List<String> inbox(Route.Local mailbox) throws StoreException {
        return Inbox.of(store, mailbox.account());
    }

    static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
