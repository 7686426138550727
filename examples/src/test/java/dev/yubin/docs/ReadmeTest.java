package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of the README, and of the page about POP3, is the code of the examples, so that what a newcomer copies has been compiled and run. */
class ReadmeTest {
    private static final Path HOUSE = Path.of("..");
    private static final Path EXAMPLES = HOUSE.resolve("examples/src/main/java/dev/yubin/examples");
    private static final Pattern JAVA = Pattern.compile("<!-- (\\w+\\.java) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    private final String readme = Files.readString(HOUSE.resolve("README.md"));

    ReadmeTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/pop3.md"})
    void everyProgramInItIsAnExample(String page) throws IOException {
        String text = Files.readString(HOUSE.resolve(page));
        List<MatchResult> programs = JAVA.matcher(text).results().toList();

        assertThat(programs).isNotEmpty().hasSize(count("```java", text));
        for (MatchResult program : programs) {
            assertThat(withoutSpace(Files.readString(EXAMPLES.resolve(program.group(1)))))
                    .as(program.group(1))
                    .contains(withoutSpace(program.group(2)));
        }
    }

    @Test
    void receivingAMailTakesTenLines() {
        String receiving =
                JAVA.matcher(readme).results().findFirst().orElseThrow().group(2);

        assertThat(receiving.lines()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void everythingItLinksToIsThere() {
        List<String> links =
                LINK.matcher(readme).results().map(link -> link.group(1)).toList();

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(HOUSE.resolve(link)).exists());
    }

    private static int count(String part, String text) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** The formatter breaks lines elsewhere in an example than a reader's eye would. */
    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
