package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.docs.Page.Row;
import dev.yubin.protocol.Fault.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/receive-mail.md has every refusal that an SMTP server says of itself, in the words of the code. */
class ReceiveMailPageTest {
    private static final Path SMTP = Page.HOUSE.resolve("smtp-codec/src/main/java/dev/yubin/smtp");
    /** A reply in the code: perhaps its code, its status, and the first of its words. */
    private static final Pattern REFUSAL =
            Pattern.compile("(?:(\\d{3}),\\s*)?\"([45]\\.\\d\\.\\d+)\",\\s*(?:[\\w.()]+\\s*\\+\\s*)?\"([^\"]+)\"");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private static List<Row> rows() {
        return Page.read("docs/receive-mail.md").rows().stream()
                .filter(row -> row.heading().equals("What went wrong"))
                .toList();
    }

    private static String source() throws IOException {
        try (Stream<Path> server = Files.list(SMTP.resolve("server"))) {
            return Stream.concat(server, Stream.of(SMTP.resolve("Replies.java")))
                    .map(ReceiveMailPageTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyRefusalHasItsRow() throws IOException {
        List<MatchResult> refusals = REFUSAL.matcher(source()).results().toList();
        assertThat(refusals).hasSizeGreaterThan(30).allSatisfy(refusal -> {
            String code = refusal.group(1) == null ? "" : refusal.group(1) + " ";
            assertThat(rows())
                    .as("%s%s %s", code, refusal.group(2), refusal.group(3))
                    .anyMatch(row -> row.cell("it says").contains(code + refusal.group(2))
                            && row.cell("it says").contains(refusal.group(3).strip()));
        });
    }

    @Test
    void everyRowHasTheCodesWords() throws IOException {
        String source = source();
        assertThat(rows().stream().flatMap(row -> words(row.cell("it says"))).filter(words -> !source.contains(words)))
                .isEmpty();
        assertThat(rows()).allSatisfy(row -> assertThat(row.cell("to do")).isNotEmpty());
    }

    /** Without codes, and without what differs from time to time. */
    private static Stream<String> words(String says) {
        return QUOTED.matcher(says)
                .results()
                .map(found -> found.group(1).replaceFirst("^[0-9 .]+", ""))
                .flatMap(words -> Stream.of(words.split("…")))
                .map(String::strip)
                .filter(words -> !words.isEmpty());
    }

    @Test
    void aListenerThatDoesNotStartHasItsAdvice() throws IOException {
        String page = read(Page.HOUSE.resolve("docs/receive-mail.md")).replaceAll("\\s+", " ");
        for (Cause cause : List.of(Cause.ADDRESS_IN_USE, Cause.ADDRESS_NOT_OURS)) {
            assertThat(page).contains("`" + cause + "` (" + cause.advice() + ")");
        }
    }
}
