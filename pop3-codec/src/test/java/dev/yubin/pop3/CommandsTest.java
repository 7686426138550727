package dev.yubin.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.LineReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    static Stream<Pop3Command> commands() {
        return Stream.of(
                new User("mrose"),
                new User("bbb@大阪.test"),
                new Pass(Secret.of("secret")),
                new Pass(Secret.of(" two  words ")),
                new Pass(Secret.of(new byte[] {(byte) 0xe4, 'x'})),
                Apop.of("mrose", "<1896.697170952@dbc.mtview.ca.us>", Secret.of("tanstaaf")),
                new Auth(Optional.empty(), Optional.empty()),
                new Auth(Optional.of("SCRAM-SHA-256"), Optional.empty()),
                new Auth(Optional.of("PLAIN"), Optional.of(Secret.of("\0a\0b"))),
                new Auth(Optional.of("EXTERNAL"), Optional.of(Secret.of(""))),
                new Stls(),
                new Capa(),
                new Utf8(),
                new Lang(Optional.empty()),
                new Lang(Optional.of("*")),
                new Lang(Optional.of("en-GB")),
                new Stat(),
                new ListMessages(OptionalInt.empty()),
                new ListMessages(OptionalInt.of(1)),
                new Uidl(OptionalInt.empty()),
                new Uidl(OptionalInt.of(Integer.MAX_VALUE)),
                new Retr(1),
                new Top(2, 0),
                new Top(2, 10),
                new Dele(3),
                new Rset(),
                new Noop(),
                new Quit(),
                new Unrecognized("XTND XMIT"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsWrittenReadsBackEqual(Pop3Command command) {
        assertThat(Verb.read(new LineReader(command.line().octets()))).isEqualTo(command);
    }

    @Test
    void everyVerbHasAnExample() {
        List<Verb> shown = Stream.concat(
                        commands().map(Pop3Command::verb), Stream.of(Verb.SASL_RESPONSE, Verb.MALFORMED))
                .distinct()
                .toList();
        assertThat(shown).containsExactlyInAnyOrder(Verb.values());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            stat         | STAT
            rEtR 1       | RETR 1
            list 12      | LIST 12
            top 1 0      | TOP 1 0
            auth plain = | AUTH PLAIN =
            lang zh-Hant | LANG zh-Hant
            utf8         | UTF8
            """, delimiter = '|')
    void keywordsAreReadInAnyCase(String line, String written) {
        assertThat(new String(Verb.read(LineReader.of(line)).line().octets(), StandardCharsets.UTF_8))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            RETR                      | expected " " at octet 5
            RETR 0                    | 1 or more, but found 0
            RETR one                  | expected a number at octet 6 but found "one"
            RETR -1                   | expected a number
            RETR 2147483648           | at most 2147483647
            RETR 99999999999999999999 | at most 2147483647
            RETR 1 2                  | expected the end of the line
            LIST 0                    | 1 or more, but found 0
            STAT 1                    | expected the end of the line
            TOP 1                     | expected " "
            TOP 1 -1                  | expected a number
            TOP 1 1 1                 | expected the end of the line
            USER                      | expected " "
            USER a b                  | expected the end of the line
            PASS                      | expected a space and a password
            AUTH PLAIN AAAAhunter2!   | expected base64
            AUTH PLÄIN                | expected
            UTF8 USER                 | expected the end of the line
            LANG en-                  | "en-" is not a language range
            LANG -en                  | "-en" is not a language range
            LANG 1en                  | "1en" is not a language range
            LANG en-abcdefghi         | is not a language range
            LANG **                   | is not a language range
            LANG en ja                | expected the end of the line
            APOP mrose                | expected a space and a digest of 32
            APOP mrose c4c9334bac560ecc979e58001b3e22f  | expected a space and a digest of 32
            APOP mrose c4c9334bac560ecc979e58001b3e22fbb | expected a space and a digest of 32
            APOP mrose C4C9334BAC560ECC979E58001B3E22FB | expected a space and a digest of 32
            AUTH ABCDEFGHIJKLMNOPQRSTU | at most 20
            """, delimiter = '|')
    void aLineThatBreaksTheGrammarSaysWhere(String line, String complaint) {
        assertThat(Verb.read(LineReader.of(line)))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.complaint()).contains(complaint));
    }

    @Test
    void theDigestOfRfc1939Section7() {
        Pop3Reply greeting = Pop3Reply.ok("POP3 server ready <1896.697170952@dbc.mtview.ca.us>");
        String timestamp = Apop.timestamp(greeting).orElseThrow();
        Apop apop = Apop.of("mrose", timestamp, Secret.of("tanstaaf"));
        assertThat(new String(apop.line().octets(), StandardCharsets.US_ASCII))
                .isEqualTo("APOP mrose c4c9334bac560ecc979e58001b3e22fb");
        assertThat(apop.line().toString()).isEqualTo("APOP mrose [secret]");
        assertThat(apop.digest()).isNotEqualTo(Apop.digest(timestamp, Secret.of("tanstaafl")));
        assertThat(apop.digest()).isNotEqualTo(Apop.digest("<1897.697170952@dbc.mtview.ca.us>", Secret.of("tanstaaf")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ready", "ready <>", "ready <1896>", "ready <a b@c>", "<@>", "ready <a@b"})
    void aGreetingWithoutATimestampOffersNoApop(String greeting) {
        assertThat(Apop.timestamp(Pop3Reply.ok(greeting))).isEmpty();
    }

    @Test
    void anEmptyLineIsMalformedAndALineOfSpacesToo() {
        assertThat(Verb.read(LineReader.of(""))).isInstanceOf(Malformed.class);
        assertThat(Verb.read(LineReader.of("  NOOP"))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XTND x y", "SASL_RESPONSE AAAA", "MALFORMED", "QUITT", "NOO"})
    void whatIsNotInTheTableIsUnrecognizedAndKept(String line) {
        assertThat(Verb.read(LineReader.of(line))).isEqualTo(new Unrecognized(line));
    }

    @Test
    void aSaslResponseIsBase64OrAStar() {
        assertThat(Verb.readSaslResponse(LineReader.of("AGEAYg==")))
                .isEqualTo(new SaslResponse(Optional.of(Secret.of("\0a\0b"))));
        assertThat(Verb.readSaslResponse(LineReader.of(""))).isEqualTo(new SaslResponse(Optional.of(Secret.of(""))));
        assertThat(Verb.readSaslResponse(LineReader.of("*"))).isEqualTo(new SaslResponse(Optional.empty()));
        assertThat(Verb.readSaslResponse(LineReader.of("QUIT!"))).isInstanceOf(Malformed.class);
        assertThat(new SaslResponse(Optional.of(Secret.of("\0a\0b"))).line().octets())
                .isEqualTo("AGEAYg==".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void secretsAreNeverShown() {
        List<Object> shown = List.of(
                new Pass(Secret.of("hunter2")),
                new Pass(Secret.of("hunter2")).line(),
                new Auth(Optional.of("PLAIN"), Optional.of(Secret.of("hunter2"))).line(),
                Verb.read(LineReader.of("AUTH PLAIN hunter2!")),
                Verb.read(LineReader.of("LOGIN bbb hunter2")),
                Verb.read(LineReader.of("APOP bbb hunter2")),
                Verb.readSaslResponse(LineReader.of("hunter2!")));
        assertThat(shown.toString()).doesNotContain("hunter2").doesNotContain("aHVudGVyMg");
    }

    @Test
    void noLineCanBeSmuggledInAnArgument() {
        assertThatIllegalArgumentException().isThrownBy(() -> new User("bbb\r\nDELE 1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pass(Secret.of("x\nDELE 1")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Auth(Optional.of("PLAIN\r\n"), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pop3Reply.ok("done\r\n+OK").line());
        assertThatIllegalArgumentException().isThrownBy(() -> new UniqueIdListing(1, "a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Capability.of("X\r\n."));
        assertThatIllegalArgumentException().isThrownBy(() -> new Lang(Optional.of("en\r\n")));
        assertThatIllegalArgumentException().isThrownBy(() -> new LanguageListing("en", "English\r\n."));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Apop.of("bbb\r\nDELE 1", "<1@osaka.test>", Secret.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Retr(0));
    }
}
