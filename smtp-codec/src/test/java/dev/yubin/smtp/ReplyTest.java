package dev.yubin.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    static Stream<Reply> replies() {
        return Stream.of(
                Reply.plain(220, "mx.example.org ESMTP"),
                Reply.plain(250, ""),
                Reply.plain(354, "go on"),
                Reply.of(250, "2.1.0", "Sender ok"),
                Reply.of(250, "2.0.0", ""),
                Reply.of(550, "5.7.123", "No", "", "not at all"),
                Reply.of(452, "4.2.2", "word ".repeat(300).strip()),
                Reply.of(452, "4.2.2", "é".repeat(700)),
                new Extensions(Map.of("SIZE", "1000")).reply("mx.example.org"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void whatIsWrittenReadsBackEqual(Reply reply) throws SyntaxException {
        List<ReplyLine> read = new ArrayList<>();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (ReplyLine line : reply.toLines()) {
            LineWriter out = new LineWriter();
            ReplyLine.GRAMMAR.write(line, out);
            assertThat(out.octets().length).isLessThanOrEqualTo(510); // RFC 5321 section 4.5.3.1.5, without CR LF
            read.add(ReplyLine.GRAMMAR.read(new LineReader(out.octets())));
            wire.writeBytes(out.octets());
            wire.writeBytes(new byte[] {'\r', '\n'});
        }
        assertThat(reply.octets()).isEqualTo(wire.toByteArray());
        assertThat(Reply.read(read)).isEqualTo(reply);
    }

    @Test
    void aBareCodeIsAReply() throws SyntaxException {
        ReplyLine line = ReplyLine.GRAMMAR.read(LineReader.of("250"));
        assertThat(Reply.read(List.of(line))).isEqualTo(Reply.plain(250, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "2500 ok", "150 ok", "650 ok", "250_ok", "abc", "SSH-2.0-x", " 250 ok"})
    void whatIsNoReplyIsRefused(String line) {
        assertThatThrownBy(() -> ReplyLine.GRAMMAR.read(LineReader.of(line))).isInstanceOf(SyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.1.1 of another kind",
                "2.1 too short",
                "2.1.0x not alone",
                "3.0.0 no kind",
                "2.1.0000 x",
                "2.01.0 x",
                "2.1.",
                "2.1.0-x"
            })
    void whatOnlyLooksLikeAStatusStaysText(String text) {
        Reply reply = Reply.read(List.of(new ReplyLine(250, true, text)));
        assertThat(reply.status()).isEmpty();
        assertThat(reply.lines()).containsExactly(text);
    }

    @Test
    void aStatusOfAnotherKindCannotBeBuilt() {
        assertThatThrownBy(() -> Reply.of(250, "5.1.1", "no")).hasMessage("5.1.1 does not go with 2xx");
        assertThatThrownBy(() -> Reply.of(354, "3.0.0", "no")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void extensionsAreReadFromTheAnswerToEhlo() {
        Extensions extensions = Extensions.read(Reply.plain(
                250,
                "mx.example.org greets you",
                "size 1000",
                "AUTH=LOGIN",
                "AUTH PLAIN login",
                "XYZ a b",
                "8bitmime"));
        assertThat(extensions.maxMessageOctets()).hasValue(1000);
        assertThat(extensions.mechanisms()).containsExactly("LOGIN");
        assertThat(extensions.offers(Extension.EIGHTBITMIME)).isTrue();
        assertThat(extensions.offers(Extension.STARTTLS)).isFalse();
        assertThat(extensions.offered()).containsEntry("XYZ", "a b");
    }
}
