package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What people begin their own store with is read in one sitting. */
class StoresToCopyTest {
    private static final Path EXAMPLES = Path.of("src/main/java/dev/yubin/examples");

    @Test
    void aStoreForPop3IsSixtyLines() throws IOException {
        assertThat(lines(EXAMPLES.resolve("ListMaildropStore.java"))).isLessThanOrEqualTo(60);
    }

    @Test
    void aWholeStoreIs250Lines() throws IOException {
        assertThat(lines(EXAMPLES.resolve("JdbcMailStore.java"))).isLessThanOrEqualTo(250);
    }

    private static int lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }
}
