package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Previews;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** {@link Previews}, where a mailbox has them. */
interface PreviewsContract extends Chapter {
    String LETTER = "Subject: subject\n\nThe first\nwords of it.\n";

    private static Previews previews(Mailbox mailbox) {
        return Chapter.feature(Previews.class, mailbox);
    }

    @Test
    default void aPreviewIsTheFirstWordsInOneLine() throws StoreException {
        Previews previews = previews(inbox());
        long letter = Chapter.deliver(inbox(), LETTER);
        long longer =
                Chapter.deliver(inbox(), "Content-Type: text/plain; charset=utf-8\n\n" + "\uD83D\uDE00 ".repeat(1000));
        SortedMap<Long, String> found = previews.previews(UidSet.ALL, false);
        assertThat(found.keySet()).as("Previews.previews: of each message").containsExactly(letter, longer);
        assertThat(found.get(letter)).as("Previews.previews: the first words").startsWith("The first words");
        assertThat(found.get(longer).codePoints())
                .as("Previews.previews: whole characters, and no more than there may be")
                .hasSizeBetween(1, Previews.MAX_CHARACTERS)
                .allMatch(c -> c == 0x1F600 || c == ' ');
    }

    @Test
    default void aMessageWithoutTextHasAnEmptyPreview() throws StoreException {
        Previews previews = previews(inbox());
        long empty = Chapter.deliver(inbox(), "");
        long picture = Chapter.deliver(
                inbox(), "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n");
        assertThat(previews.previews(UidSet.ALL, false))
                .as("Previews.previews: empty for one that has no text")
                .containsOnlyKeys(empty, picture)
                .containsEntry(empty, "")
                .containsEntry(picture, "");
    }

    @Test
    default void onlyMessagesThatExistAndWereAskedForHavePreviews() throws StoreException {
        Mailbox inbox = inbox();
        Previews previews = previews(inbox);
        long first = Chapter.deliver(inbox, LETTER);
        long gone = Chapter.deliver(inbox, LETTER);
        long third = Chapter.deliver(inbox, LETTER);
        inbox.expunge(UidSet.of(gone));
        UidSet asked = UidSet.of(first, gone, third + 99);
        assertThat(previews.previews(asked, false))
                .as("Previews.previews: of %s those that exist", asked)
                .containsOnlyKeys(first);
        assertThat(previews.previews(UidSet.EMPTY, false))
                .as("Previews.previews: of none")
                .isEmpty();
    }

    @Test
    default void aLazyAnswerHoldsWhatIsAtHandAndNothingElse() throws StoreException {
        Mailbox inbox = inbox();
        Previews previews = previews(inbox);
        long first = Chapter.deliver(inbox, LETTER);
        long second = Chapter.deliver(inbox, LETTER);
        assertThat(previews.previews(UidSet.ALL, true).keySet())
                .as("Previews.previews: lazily, those that are at hand")
                .isSubsetOf(first, second);
        SortedMap<Long, String> made = previews.previews(UidSet.ALL, false);
        assertThat(made)
                .as("Previews.previews: the same, whichever way")
                .containsAllEntriesOf(previews.previews(UidSet.ALL, true))
                .isEqualTo(previews.previews(UidSet.ALL, false));
    }

    @Test
    default void aCopyHasThePreviewOfItsMessage() throws StoreException {
        Mailbox inbox = inbox();
        Previews there = previews(other());
        long uid = Chapter.deliver(inbox, LETTER);
        long copy = inbox.copy(UidSet.of(uid), OTHER).target().get(0);
        assertThat(there.previews(UidSet.of(copy), false).get(copy))
                .as("Previews.previews: of a copy")
                .isEqualTo(previews(inbox).previews(UidSet.of(uid), false).get(uid));
    }
}
