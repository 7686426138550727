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

/** The README's code is the code of the examples, so that what a newcomer copies has been compiled and run; and so it is on the pages that say so. */
class ReadmeTest {
    private static final Path HOUSE = Path.of("..");
    private static final Path EXAMPLES = HOUSE.resolve("examples/src/main/java/dev/yubin/examples");
    private static final Pattern JAVA = Pattern.compile("<!-- (\\w+\\.java) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    private static String read(String page) throws IOException {
        return Files.readString(HOUSE.resolve(page));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/pop3.md",
                "docs/imap.md",
                "docs/fetch-mail.md",
                "docs/send-mail.md",
                "docs/receive-mail.md",
                "docs/routing.md",
                "docs/mail-doctor.md"
            })
    void everyProgramInItIsAnExample(String page) throws IOException {
        String text = read(page);
        List<MatchResult> programs = JAVA.matcher(text).results().toList();

        assertThat(programs).isNotEmpty().hasSize(text.split(Pattern.quote("```java"), -1).length - 1);
        for (MatchResult program : programs) {
            assertThat(withoutSpace(Files.readString(EXAMPLES.resolve(program.group(1)))))
                    .as(program.group(1))
                    .contains(withoutSpace(program.group(2)));
        }
    }

    @Test
    void receivingAMailTakesTenLines() throws IOException {
        String receiving = JAVA.matcher(read("README.md"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(2);

        assertThat(receiving.lines()).hasSizeLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/pop3.md",
                "docs/imap.md",
                "docs/fetch-mail.md",
                "docs/send-mail.md",
                "docs/receive-mail.md",
                "docs/routing.md",
                "docs/mail-doctor.md"
            })
    void everythingItLinksToIsThere(String page) throws IOException {
        Path here = HOUSE.resolve(page).resolveSibling("");
        List<String> links =
                LINK.matcher(read(page)).results().map(link -> link.group(1)).toList();

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(here.resolve(link)).exists());
    }

    /** The formatter breaks lines elsewhere in an example than a reader's eye would. */
    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
