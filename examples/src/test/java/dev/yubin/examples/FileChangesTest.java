package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read again once somebody has changed them. */
class FileChangesTest {
    @TempDir
    Path directory;

    @Test
    void aFileIsReadAgainOnceItIsNoLongerWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("routes"), "local osaka.test\n");
        List<String> read = new ArrayList<>();
        try (FileChanges changes = new FileChanges()) {
            changes.of(file, () -> read.add(Files.readString(file)));
            changes.look();
            Files.writeString(file, "local kyoto.test\nlo");
            changes.look();
            Files.writeString(file, "cal osaka.test\n", StandardOpenOption.APPEND);
            changes.look();
            assertThat(read)
                    .as("half a file, and one that was still being written")
                    .isEmpty();
            changes.look();
            changes.look();
            assertThat(read).containsExactly("local kyoto.test\nlocal osaka.test\n");
            Files.delete(file);
            changes.look();
            changes.look();
            assertThat(read).as("there is nothing to read").hasSize(1);
        }
    }
}
