package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The RFCs' own examples of extensions, in {@code rfc-examples.txt}: whatever either side says is understood, is the same however it is cut, and
 * reads back as it is written. What a line cannot be as it is printed there, a comment tells.
 */
class RfcExamplesTest {
    /**
     * The examples of one section.
     *
     * @param lines with {@code C: } or {@code S: } in front of each
     */
    record Section(String name, List<String> lines) {
        byte[] said(String by) {
            return lines.stream()
                    .filter(line -> line.startsWith(by))
                    .map(line -> line.substring(Math.min(3, line.length())) + "\r\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>();
        try (InputStream in = RfcExamplesTest.class.getResourceAsStream("rfc-examples.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("# RFC ")) {
                    sections.add(new Section(line.substring(2), new ArrayList<>()));
                } else if (!line.startsWith("#")) {
                    sections.get(sections.size() - 1).lines().add(line);
                }
            }
        }
        return sections.stream();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void whatAClientSaysIsUnderstood(Section section) {
        assertThat(ImapServerCodecFuzzTest.heardInAnyPieces(section.said("C:"), ImapLimits.standard()))
                .noneMatch(heard -> heard.matches("(?s).*(command=(Malformed|Unrecognized)\\[|RequestBroken).*|lost"));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void whatAServerSaysIsUnderstood(Section section) {
        assertThat(ImapClientCodecFuzzTest.heardInAnyPieces(section.said("S:"), ImapLimits.client()))
                .noneMatch(heard -> heard.matches("(?s)(UnknownData|UnreadableData|lost).*"));
    }
}
