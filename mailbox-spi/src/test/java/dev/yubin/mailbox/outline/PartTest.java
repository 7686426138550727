package dev.yubin.mailbox.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    private static String multipart(String subtype, String boundary, String... parts) {
        String delimiter = "--" + boundary + "\n";
        return "Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\n\n" + delimiter
                + String.join("\n" + delimiter, parts) + "\n--" + boundary + "--\n";
    }

    private static String part(String type) {
        return "Content-Type: " + type + "\n\nx";
    }

    private static String message(String content) {
        return "Content-Type: message/rfc822\n\n" + content;
    }

    /** The example of RFC 9051 section 6.4.5.1. */
    private static final String EXAMPLE = multipart(
            "mixed",
            "a",
            part("TEXT/PLAIN"),
            part("APPLICATION/OCTET-STREAM"),
            message(multipart("mixed", "b", part("TEXT/PLAIN"), part("APPLICATION/OCTET-STREAM"))),
            multipart(
                    "mixed",
                    "c",
                    part("IMAGE/GIF"),
                    message(multipart(
                            "mixed",
                            "d",
                            part("TEXT/PLAIN"),
                            multipart("alternative", "e", part("TEXT/PLAIN"), part("TEXT/RICHTEXT"))))));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1         | TEXT/PLAIN
            2         | APPLICATION/OCTET-STREAM
            3         | message/rfc822
            3.1       | TEXT/PLAIN
            3.2       | APPLICATION/OCTET-STREAM
            4         | multipart/mixed
            4.1       | IMAGE/GIF
            4.2       | message/rfc822
            4.2.1     | TEXT/PLAIN
            4.2.2     | multipart/alternative
            4.2.2.1   | TEXT/PLAIN
            4.2.2.2   | TEXT/RICHTEXT
            0         | none
            5         | none
            1.1       | none
            3.3       | none
            4.2.2.2.1 | none
            """)
    void sectionsNameTheirParts(String section, String type) {
        assertThat(typeOf(EXAMPLE, section)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1     | TEXT/PLAIN
            1.1   | none
            2     | none
            """)
    void aMessageWithoutMultipartHasPartOne(String section, String type) {
        assertThat(typeOf(part("TEXT/PLAIN"), section)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1       | message/rfc822
            1.1     | message/rfc822
            1.1.1   | TEXT/PLAIN
            1.1.1.1 | none
            1.2     | none
            """)
    void messagesInMessagesHaveOnePartEach(String section, String type) {
        assertThat(typeOf(message(message(part("TEXT/PLAIN"))), section)).isEqualTo(type);
    }

    @Test
    void noNumbersNameThePartItself() {
        Part root = Messages.scan(EXAMPLE).root();
        assertThat(root.find()).contains(root);
    }

    @Test
    void aPartDoesNotEndBeforeItBegins() {
        assertThatThrownBy(() -> new Part(
                        "text",
                        "plain",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        "7BIT",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        0,
                        5,
                        4,
                        0,
                        List.of(),
                        Optional.empty(),
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0, 5, 4");
    }

    private static String typeOf(String text, String section) {
        int[] numbers =
                Arrays.stream(section.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return Messages.scan(text)
                .root()
                .find(numbers)
                .map(part -> part.type() + "/" + part.subtype())
                .orElse("none");
    }
}
