package dev.yubin.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was seen is in the file, whatever became of the program. */
class SeenFileTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("seen");
    }

    @Test
    void whatIsNotedIsThereWithoutAnEnd() throws Exception {
        try (SeenFile seen = SeenFile.open(path)) {
            seen.add("aaa", NOON);
            seen.add("{b}<b>", NOON.plusSeconds(1));
            assertThat(seen.fetched("aaa")).contains(NOON);

            assertThat(path).hasContent("""
                    pop3-seen 1
                    1795694400 aaa
                    1795694401 {b}<b>
                    """);
        }
        try (SeenFile seen = SeenFile.open(path)) {
            assertThat(seen.fetched("{b}<b>")).contains(NOON.plusSeconds(1));
            assertThat(seen.fetched("ccc")).isEmpty();
        }
    }

    @Test
    void whatIsNoLongerListedIsForgottenAndOthersAreNotedBehind() throws Exception {
        try (SeenFile seen = SeenFile.open(path)) {
            seen.add("aaa", NOON);
            seen.add("bbb", NOON);
            seen.retain(Set.of("bbb", "ccc"));
            seen.add("ccc", NOON);
        }
        assertThat(path).hasContent("""
                pop3-seen 1
                1795694400 bbb
                1795694400 ccc
                """);
    }

    @Test
    void aLineThatACrashHasTornDoesNotCount() throws Exception {
        try (SeenFile seen = SeenFile.open(path)) {
            seen.add("aaa", NOON);
        }
        Files.writeString(path, "1795694400 bb", StandardOpenOption.APPEND);
        try (SeenFile seen = SeenFile.open(path)) {
            assertThat(seen.fetched("bb")).isEmpty();
            seen.add("ccc", NOON);
        }
        assertThat(path).hasContent("""
                pop3-seen 1
                1795694400 aaa
                1795694400 ccc
                """);
    }

    @Test
    void whatIsAnothersIsLeftAlone() throws Exception {
        Files.writeString(path, "dear diary\n");
        assertThatThrownBy(() -> SeenFile.open(path))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("does not begin with the line \"pop3-seen 1\"");
        assertThat(path).hasContent("dear diary\n");

        for (String line : new String[] {"aaa", "noon aaa", "9223372036854775807 aaa"}) {
            Files.writeString(path, "pop3-seen 1\n" + line + "\n");
            assertThatThrownBy(() -> SeenFile.open(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("has a line that cannot be read: " + line);
        }
    }

    @Test
    void noTwoUseItAtOnce() throws Exception {
        try (SeenFile seen = SeenFile.open(path)) {
            assertThatThrownBy(() -> SeenFile.open(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is in use");
            seen.add("aaa", NOON);
        }
        try (SeenFile seen = SeenFile.open(path)) {
            assertThat(seen.fetched("aaa")).contains(NOON);
        }
    }
}
