package dev.yubin.examples.mailimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.MailboxName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final MailboxName LISTS = MailboxName.of("\u65e5\u672c/Lists");

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void nameFile() {
        path = folder.resolve("journal");
    }

    private Journal open() throws IOException {
        return Journal.open(path, "maildir:/a b", "sqlite:/c\t%\n");
    }

    @Test
    void whatIsOverIsKnownAgain() throws Exception {
        try (Journal journal = open()) {
            journal.mailbox(MailboxName.INBOX, "7");
            journal.put("1", mails("one", "two"));
            journal.done(mails("one"));
            journal.mailbox(LISTS, "ours 8");
            journal.put("3", mails("a\tb\n\u00ff", ""));
        }
        try (Journal journal = open()) {
            JournalState.Past inbox = journal.state().mailbox(MailboxName.INBOX);
            JournalState.Past lists = journal.state().mailbox(LISTS);

            assertThat(inbox.identity()).contains("7");
            assertThat(inbox.holds("one")).isTrue();
            assertThat(inbox.holds("two")).isFalse();
            assertThat(inbox.intention()).isEmpty();
            assertThat(lists.identity()).contains("ours 8");
            assertThat(lists.intention()).contains(new JournalState.Intention("3", List.of("a\tb\n\u00ff", "")));
            assertThat(journal.state().over()).isEqualTo(1);
        }
    }

    private static List<Mail> mails(String... keys) {
        return Stream.of(keys)
                .map(key -> new Mail(
                        key, key, OptionalLong.empty(), Set.of(), Instant.EPOCH, OptionalLong.empty(), out -> {}))
                .toList();
    }

    @Test
    void aLineThatWasCutOffDoesNotCount() throws Exception {
        try (Journal journal = open()) {
            journal.mailbox(MailboxName.INBOX, "7");
            journal.put("1", mails("one"));
        }
        Files.writeString(path, "done\ton", StandardOpenOption.APPEND);
        try (Journal journal = open()) {
            assertThat(journal.state().mailbox(MailboxName.INBOX).intention()).isPresent();
            journal.mailbox(MailboxName.INBOX, "7");
            journal.done(mails("one"));
        }
        try (Journal journal = open()) {
            assertThat(journal.state().mailbox(MailboxName.INBOX).holds("one")).isTrue();
        }
    }

    @Test
    void theJournalOfAnotherImportIsRefused() throws Exception {
        open().close();

        assertThatThrownBy(() -> Journal.open(path, "maildir:/b", "memory"))
                .hasMessage(path + " is no journal of this import; name another by --journal");
    }

    @Test
    void twoRunsDoNotShareOne() throws Exception {
        try (Journal first = open()) {
            assertThatThrownBy(this::open).hasMessage("another mail-import is at work with the journal " + path);
            assertThat(first.state().over()).isZero();
        }
    }
}
