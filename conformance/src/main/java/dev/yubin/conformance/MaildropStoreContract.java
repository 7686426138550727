package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.EXPUNGED;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MaildropStore} promises, as tests: the smaller contract of a store for POP3 alone. A {@code MailStore} passes
 * {@link MailStoreContract} too. A failure begins with the method whose Javadoc makes the promise.
 */
public abstract class MaildropStoreContract {
    private static final String USER = "ann@example.test";

    private final List<byte[]> contents = AppendContract.contents();
    private Optional<MaildropStore> store = Optional.empty();

    /** For a store's tests. */
    protected MaildropStoreContract() {}

    /** Opens a store in which this account alone exists and has these messages alone, in this order. It is closed when the test ends. */
    protected abstract MaildropStore open(String user, List<byte[]> messages) throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = Optional.of(open(USER, contents));
    }

    @AfterEach
    final void closeStore() throws Exception {
        if (store.isPresent()) {
            store.get().close();
        }
    }

    private Maildrop maildrop() throws StoreException {
        return store.orElseThrow().maildrop(USER);
    }

    @Test
    void anAccountThatIsNotThereIsRefused() {
        Chapter.refused(
                NONEXISTENT, "MaildropStore.maildrop", () -> store.orElseThrow().maildrop("nobody@example.test"));
    }

    @Test
    void messagesAreListedByAscendingUid() throws StoreException {
        assertThat(Chapter.uids(maildrop()))
                .as("Maildrop.messages: every message, by ascending UID")
                .hasSize(contents.size())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(maildrop().messages().stream().map(Message::octets))
                .as("Message.octets: the size")
                .containsExactlyElementsOf(
                        contents.stream().map(c -> (long) c.length).toList());
        assertThat(maildrop().uidValidity()).as("Maildrop.uidValidity").isBetween(1L, UidSet.MAX_UID);
    }

    @Test
    void octetsComeBackAsTheyWere() throws StoreException {
        List<Long> uids = Chapter.uids(maildrop());
        for (int i = 0; i < uids.size(); i++) {
            assertThat(Chapter.read(maildrop(), uids.get(i)))
                    .as("Maildrop.content: the octets as they came in")
                    .isEqualTo(contents.get(i));
        }
    }

    @Test
    void anyRangeOfTheOctetsCanBeRead() throws StoreException {
        int largest = contents.size() - 1;
        byte[] whole = contents.get(largest);
        try (Content content = maildrop().content(Chapter.uids(maildrop()).get(largest))) {
            assertThat(content.octets()).as("Content.octets").isEqualTo(whole.length);
            for (int offset : new int[] {0, 1, 4096, 65_535, 65_536, 262_145, whole.length - 1}) {
                assertThat(Chapter.readFrom(content, offset, 5000))
                        .as("Content.read: from offset %d", offset)
                        .isEqualTo(Arrays.copyOfRange(whole, offset, Math.min(whole.length, offset + 5000)));
            }
            assertThat(content.read(whole.length, ByteBuffer.allocate(1)))
                    .as("Content.read: -1 at the end")
                    .isEqualTo(-1);
        }
    }

    @Test
    void whatIsRemovedIsGoneAndTheRestStays() throws StoreException {
        long uidValidity = maildrop().uidValidity();
        List<Long> uids = Chapter.uids(maildrop());
        UidSet asked = UidSet.of(uids.get(0), uids.get(3), uids.get(uids.size() - 1) + 5);
        UidSet removed = UidSet.of(uids.get(0), uids.get(3));
        assertThat(maildrop().expunge(asked))
                .as("Maildrop.expunge: the UIDs that this call removed")
                .isEqualTo(removed);
        List<Long> rest = new ArrayList<>(uids);
        rest.removeIf(removed::contains);
        assertThat(Chapter.uids(maildrop()))
                .as("Maildrop.expunge: UIDs never change")
                .isEqualTo(rest);
        assertThat(Chapter.read(maildrop(), uids.get(1))).as("Maildrop.content").isEqualTo(contents.get(1));
        assertThat(maildrop().uidValidity())
                .as("Maildrop.uidValidity: UIDs still mean the same")
                .isEqualTo(uidValidity);
        Chapter.refused(
                EXPUNGED, "Maildrop.content: has it no longer", () -> maildrop().content(uids.get(0)));
        assertThat(maildrop().expunge(asked))
                .as("Maildrop.expunge: UIDs without a message")
                .isEqualTo(UidSet.EMPTY);
    }

    @Test
    void oneOfTwoWhoRemoveTheSameHasRemovedIt() throws Exception {
        UidSet[] removed = new UidSet[2];
        Together.run(2, number -> removed[number] = maildrop().expunge(UidSet.ALL));
        assertThat(removed[0].and(removed[1]))
                .as("Maildrop.expunge: the UIDs that this call removed")
                .isEqualTo(UidSet.EMPTY);
        assertThat(removed[0].or(removed[1]).size())
                .as("Maildrop.expunge: all of them")
                .isEqualTo(contents.size());
        assertThat(maildrop().messages()).as("Maildrop.expunge").isEmpty();
    }
}
