package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.yubin.docs.Page.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/rfcs.md has a row for every RFC that the code names, and names no class that is not there. */
class RfcsPageTest {
    private static final Page PAGE = Page.read("docs/rfcs.md");
    private static final Pattern NAMED = Pattern.compile("RFC ([0-9]{3,5})");
    private static final Pattern CLASS = Pattern.compile("`([a-z0-9.]+\\.[A-Z]\\w+)`");

    @Test
    void everyRfcThatTheCodeNamesHasARow() throws IOException {
        assertThat(rows().flatMap(RfcsPageTest::numbers)).containsAll(namedInTheCode());
    }

    @Test
    void noRfcHasTwoRows() {
        assertThat(rows().flatMap(RfcsPageTest::numbers)).doesNotHaveDuplicates();
    }

    @Test
    void everyRowAnswersAndPartlySaysWhatIsMissing() {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.cell("")).as("%s", row).isIn("yes", "partly", "no");
            assertThat(row.cell("").equals("partly")
                            && row.cell("missing, or how far").isEmpty())
                    .as("%s says what is missing", row)
                    .isFalse();
            assertThat(row.cell("").equals("no") || !classes(row).isEmpty())
                    .as("%s says what to open", row)
                    .isTrue();
        });
    }

    @Test
    void everyClassToOpenIsThere() {
        assertThat(rows().flatMap(row -> classes(row).stream()))
                .allSatisfy(name -> assertThatCode(() -> Class.forName("dev.yubin." + name, false, loader()))
                        .as(name)
                        .doesNotThrowAnyException());
    }

    private static Stream<Row> rows() {
        return PAGE.rows().stream();
    }

    private static Stream<Integer> numbers(Row row) {
        return Stream.of(row.cell("RFC").split(", ")).map(Integer::valueOf);
    }

    private static List<String> classes(Row row) {
        return CLASS.matcher(row.cell("open"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static Set<Integer> namedInTheCode() throws IOException {
        try (Stream<Path> files = Files.find(
                Page.HOUSE,
                20,
                (file, attributes) -> file.toString().endsWith(".java")
                        && file.toString().replace('\\', '/').contains("/src/main/java/"))) {
            return files.flatMap(RfcsPageTest::named).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<Integer> named(Path file) {
        try {
            List<MatchResult> all =
                    NAMED.matcher(Files.readString(file)).results().toList();
            return all.stream().map(found -> Integer.valueOf(found.group(1)));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    private static ClassLoader loader() {
        return RfcsPageTest.class.getClassLoader();
    }
}
