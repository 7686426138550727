package dev.yubin.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
    static Stream<Pop3Response> responses() {
        return Stream.of(
                Pop3Reply.ok(""),
                Pop3Reply.ok("dewey POP3 server ready <1896.697170952@dbc.mtview.ca.us>"),
                Pop3Reply.error("no such message, only 2 messages in maildrop"),
                Pop3Reply.error(ResponseCode.IN_USE, "do you have another POP session running?"),
                Pop3Reply.error(ResponseCode.SYS_TEMP, ""),
                new Pop3Reply(true, Optional.of(new ResponseCode("X/Y/Z")), "of three levels"),
                Pop3Reply.error("[no code"),
                new Challenge(Secret.of("")),
                new Challenge(Secret.of("r=abc,s=def,i=4096")));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void whatIsWrittenReadsBackEqual(Pop3Response response) throws SyntaxException {
        assertThat(Pop3Response.read(new LineReader(response.line().octets()))).isEqualTo(response);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            +OK                        | true  |          | ''
            '+OK '                     | true  |          | ''
            +ok done                   | true  |          | done
            -ERR [in-use] wait         | false | IN-USE   | wait
            -ERR [SYS/TEMP]wait        | false | SYS/TEMP | wait
            -ERR [] none               | false |          | [] none
            -ERR [a b] none            | false |          | [a b] none
            -ERR [a//b] none           | false |          | [a//b] none
            """, delimiter = '|')
    void aReplyIsAStatusACodeAndText(String line, boolean ok, String code, String text) throws SyntaxException {
        assertThat(Pop3Response.read(LineReader.of(line)))
                .isEqualTo(new Pop3Reply(ok, Optional.ofNullable(code).map(ResponseCode::new), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+OKAY", "-ERROR", "OK", "* OK IMAP4rev1", "220 mx ESMTP", "+ !!", "."})
    void whatIsNoResponseIsRefused(String line) {
        assertThatThrownBy(() -> Pop3Response.read(LineReader.of(line))).isInstanceOf(SyntaxException.class);
    }

    @Test
    void wordsInAnotherCharsetAreShownEscaped() throws SyntaxException {
        byte[] line = "-ERR Schlüssel".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(((Pop3Reply) Pop3Response.read(new LineReader(line))).text()).isEqualTo("Schl\\xFCssel");
    }

    @Test
    void aReplyIsNeverLongerThanALineMayBe() {
        assertThat(Pop3Reply.error(ResponseCode.SYS_PERM, "x".repeat(2000))
                        .line()
                        .octets())
                .hasSizeLessThan(510);
    }

    @Test
    void whatIsCutIsCutBetweenCharacters() {
        for (String character : List.of("\u90f5", "\ud83d\udce7", "x\ud83d\udce7")) {
            assertThat(Pop3Reply.error(ResponseCode.SYS_PERM, character.repeat(500))
                            .line()
                            .octets())
                    .hasSizeBetween(400, 420);
        }
    }

    @Test
    void textMayNotPassForAResponseCode() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pop3Reply.error("[AUTH] told by the store"));
    }

    @Test
    void listingsReadBackAndPassOverWhatRfc1939AllowsBehindThem() throws SyntaxException {
        assertThat(DropListing.read("2 320")).isEqualTo(new DropListing(2, 320));
        assertThat(DropListing.read("2 320 octets")).isEqualTo(new DropListing(2, 320));
        assertThat(ScanListing.read("1 120")).isEqualTo(new ScanListing(1, 120));
        assertThat(ScanListing.read("1 4294967296 more")).isEqualTo(new ScanListing(1, 4_294_967_296L));
        assertThat(UniqueIdListing.read("1 whqtswO00WBw418f9t5JxYwZ").toString())
                .isEqualTo("1 whqtswO00WBw418f9t5JxYwZ");
        assertThat(new DropListing(2, 320) + "|" + new ScanListing(1, 120)).isEqualTo("2 320|1 120");
    }

    @Test
    void aLanguageIsATagAndItsNameInTheLanguageItself() throws SyntaxException {
        assertThat(LanguageListing.read("en-boont English Boontling dialect"))
                .isEqualTo(new LanguageListing("en-boont", "English Boontling dialect"));
        assertThat(LanguageListing.read("ja 日本語").toString()).isEqualTo("ja 日本語");
        assertThat(LanguageListing.read("sv").toString()).isEqualTo("sv");
        assertThatThrownBy(() -> LanguageListing.read("*")).isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> LanguageListing.read("")).isInstanceOf(SyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0 a", "1 ", "1  a", "x a", "1 a b"})
    void aListingThatIsNoneIsRefused(String line) {
        assertThatThrownBy(() -> UniqueIdListing.read(line)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void aUniqueIdHasAtMost70Characters() throws SyntaxException {
        UniqueIdListing.read("1 " + "x".repeat(70));
        assertThatThrownBy(() -> UniqueIdListing.read("1 " + "x".repeat(71))).isInstanceOf(SyntaxException.class);
    }

    @Test
    void capabilitiesAreFoundInAnyCase() throws SyntaxException {
        Capabilities capabilities = new Capabilities(List.of(
                Capability.read("sasl PLAIN SCRAM-SHA-256"), Capability.read("STLS"), Capability.read("SASL LOGIN")));
        assertThat(capabilities.has("stls")).isTrue();
        assertThat(capabilities.parameters(Capability.SASL)).containsExactly("PLAIN", "SCRAM-SHA-256");
        assertThat(capabilities.has(Capability.PIPELINING)).isFalse();
        assertThat(Capability.of("EXPIRE", "5", "USER").toString()).isEqualTo("EXPIRE 5 USER");
    }
}
