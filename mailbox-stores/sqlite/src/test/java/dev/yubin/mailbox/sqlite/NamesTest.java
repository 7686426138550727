package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was asked for once is known, for as long as it is so. */
class NamesTest {
    private final Names<String> names = new Names<>();

    private static Names.Search never() {
        return () -> {
            throw new StoreException(Reason.UNAVAILABLE, "the file was asked again");
        };
    }

    @Test
    void aNameIsAskedForOnceUntilItIsForgotten() throws StoreException {
        assertThat(names.find("Some", () -> Optional.of(1L))).contains(1L);
        assertThat(names.find("Some", never())).contains(1L);
        names.forget();
        assertThat(names.find("Some", () -> Optional.of(2L))).contains(2L);
    }

    @Test
    void aNameThatIsNotThereIsAskedForEachTime() throws StoreException {
        assertThat(names.find("Some", Optional::empty)).isEmpty();
        assertThat(names.find("Some", () -> Optional.of(1L))).contains(1L);
    }

    @Test
    void whatWasFoundBeforeAChangeIsNotKeptBehindIt() throws StoreException {
        Optional<Long> before = names.find("Some", () -> {
            names.forget(); // as a change does that is committed while the file is asked
            return Optional.of(1L);
        });
        assertThat(before).contains(1L);
        assertThat(names.find("Some", Optional::empty)).isEmpty();
    }

    @Test
    void nameAfterNameDoesNotFillTheMemory() throws StoreException {
        names.find("first", () -> Optional.of(0L));
        for (long i = 1; i <= 10_000; i++) {
            long number = i;
            names.find("name " + i, () -> Optional.of(number));
        }
        assertThat(names.find("first", Optional::empty)).isEmpty();
    }

    @Test
    void aNameLeadsWhereItLeadsNow(@TempDir Path directory) throws StoreException {
        SqliteMailStore store = SqliteMailStore.open(directory.resolve("mail.db"));
        var ann = store.addAccount(Mail.ANN);
        MailboxName away = MailboxName.of("Away");
        ann.create(Mail.OTHER, Set.of());
        Mail.add(ann.open(Mail.OTHER), "text");
        ann.rename(Mail.OTHER, away);
        Mail.refused(Reason.NONEXISTENT, () -> ann.open(Mail.OTHER));
        assertThat(ann.open(away).messages()).hasSize(1);
        ann.create(Mail.OTHER, Set.of());
        assertThat(ann.open(Mail.OTHER).messages()).isEmpty();
        ann.delete(Mail.OTHER);
        Mail.refused(Reason.NONEXISTENT, () -> ann.open(Mail.OTHER));
        ann.rename(MailboxName.INBOX, Mail.OTHER);
        assertThat(ann.open(MailboxName.INBOX).messages()).isEmpty();
        store.close();
        Mail.refused(Reason.UNAVAILABLE, () -> ann.open(away));
        Mail.refused(Reason.UNAVAILABLE, () -> store.account(Mail.ANN));
    }
}
