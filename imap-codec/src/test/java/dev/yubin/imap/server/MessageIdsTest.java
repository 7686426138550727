package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5256 section 3, RFC 5322 section 3.6.4. */
class MessageIdsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <1@x>                      | 1@x
            (a comment) <1@x> text     | 1@x
            <1@x><2@x>                 | 1@x,2@x
            <1@x> <2@x>,<3@x>          | 1@x,2@x,3@x
            <"1"@x>                    | 1@x
            <"a\\"b"@x>                 | a"b@x
            <"a>b"@x>                  | a>b@x
            < 1 @ x >                  | 1@x
            <no-at> <@x> <> <2@x>      | 2@x
            <open <2@x>                | 2@x
            """)
    void idsAreReadWhateverTheirQuoting(String field, String ids) {
        assertThat(String.join(",", MessageIds.all(field))).isEqualTo(ids);
    }

    @Test
    void thereMayBeNone() {
        assertThat(MessageIds.all("<open")).isEmpty();
        assertThat(MessageIds.all("none")).isEmpty();
        assertThat(MessageIds.first(Optional.empty())).isEmpty();
    }

    private static Outline message(String header) throws StoreException {
        return OutlineScanner.scan(Content.of((header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void inReplyToCountsWhereReferencesTellNothing() throws StoreException {
        assertThat(MessageIds.references(message("References: <1@x> <2@x> <1@x>\r\nIn-Reply-To: <3@x>")))
                .containsExactly("1@x", "2@x");
        assertThat(MessageIds.references(message("References: none\r\nIn-Reply-To: <3@x> <4@x>")))
                .containsExactly("3@x");
        assertThat(MessageIds.references(message("Subject: x"))).isEmpty();
    }

    @Test
    void ofManyTheFirstAndTheLastAreKept() throws StoreException {
        String many = IntStream.range(0, 1000).mapToObj(i -> "<" + i + "@x>").collect(Collectors.joining("\r\n "));
        List<String> kept = MessageIds.references(message("References: " + many));
        assertThat(kept).hasSize(100).startsWith("0@x", "901@x").endsWith("999@x");
    }
}
