package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the interface brings along for those who write a store. */
class HelpersForStoresTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void anAppendOfWholeMessagesHandsThemOverAtTheCommit() throws StoreException {
        List<Append.Whole> taken = new ArrayList<>();
        Appended appended = new Appended(7, List.of(1L, 2L));
        try (Append append = Append.whole(Set.of(Flag.SEEN), NOON, messages -> {
            taken.addAll(messages);
            return appended;
        })) {
            ByteBuffer octets = ByteBuffer.wrap(octets("xone"));
            octets.position(1);
            append.write(octets);
            assertThat(octets.hasRemaining()).isFalse();
            append.write(ByteBuffer.wrap(octets(" and more")));
            append.finish(octets("outline"));
            append.next(Set.of(), NOON.plusSeconds(1), OptionalLong.empty());
            append.finish(octets(""));
            assertThat(taken).isEmpty();
            assertThat(append.commit()).isEqualTo(appended);
        }
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0).flags()).containsExactly(Flag.SEEN);
        assertThat(taken.get(0).octets()).isEqualTo(octets("one and more"));
        assertThat(taken.get(0).outline()).isEqualTo(octets("outline"));
        assertThat(taken.get(1).received()).isEqualTo(NOON.plusSeconds(1));
        assertThat(taken.get(1).octets()).isEmpty();
    }

    @Test
    void anAppendThatIsClosedHandsNothingOver() throws StoreException {
        Append append = Append.whole(Set.of(), NOON, messages -> {
            throw new AssertionError("closed before the commit");
        });
        append.finish(octets(""));
        append.close();
        assertThatIllegalStateException().isThrownBy(append::commit);
    }

    @Test
    void everyoneWhoWatchesIsToldEachTimeAndNobodyStandsInAnothersWay() {
        Watchers watchers = new Watchers();
        List<String> told = new ArrayList<>();
        Runnable twice = () -> told.add("twice");
        watchers.add(() -> {
            throw new IllegalStateException("a listener that fails");
        });
        Watch first = watchers.add(twice);
        watchers.add(twice);
        watchers.tell();
        first.close();
        watchers.tell();
        assertThat(told).hasSize(3);
    }

    @Test
    void flagsAreOneTextAndBack() {
        Set<Flag> flags = Set.of(Flag.SEEN, Flag.of("$Work"), Flag.of("a'b;--"));
        assertThat(Flag.split(Flag.join(flags))).isEqualTo(flags);
        assertThat(Flag.split(Flag.join(Set.of()))).isEmpty();
    }

    @Test
    void superiorsComeTopmostFirst() {
        assertThat(MailboxName.of("a/b/c").superiors()).containsExactly(MailboxName.of("a"), MailboxName.of("a/b"));
        assertThat(MailboxName.INBOX.superiors()).isEmpty();
    }

    @Test
    void inferiorsGoAlongWithARename() throws StoreException {
        MailboxName from = MailboxName.of("a");
        MailboxName to = MailboxName.of("x/y");
        assertThat(from.renamed(from, to)).isEqualTo(to);
        assertThat(MailboxName.of("a/b").renamed(from, to)).isEqualTo(MailboxName.of("x/y/b"));
        assertThat(MailboxName.of("ab").renamed(from, to)).isEqualTo(MailboxName.of("ab"));
        MailboxName deep = MailboxName.of("a/" + "b".repeat(990));
        StoreException no =
                catchThrowableOfType(StoreException.class, () -> deep.renamed(from, MailboxName.of("c".repeat(100))));
        assertThat(no.reason()).isEqualTo(StoreException.Reason.CANNOT);
    }
}
