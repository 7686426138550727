package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LANGUAGE: RFC 5255 section 3. */
class LanguageTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n").described(builder -> builder.unauthenticate(true));

    /** The example of section 3.2, with the languages of this server. */
    @Test
    void theServerSpeaksTheLanguageThatIsAskedFor() {
        office.play("""
                S: * OK [CAPABILITY ... LANGUAGE ...] Yubin ready
                C: A001 LOGIN bbb@osaka.test tanuki
                S: A001 OK [CAPABILITY ...] LOGIN done
                C: A002 LANGUAGE MUL
                S: A002 NO no language here matches MUL; LANGUAGE alone lists them
                C: A003 LANGUAGE
                S: * LANGUAGE (en ja i-default)
                S: A003 OK LANGUAGE done
                C: C001 LANGUAGE JA
                S: * LANGUAGE (ja)
                S: C001 OK LANGUAGE を完了しました
                C: D001 LANGUAGE FR
                S: D001 NO FR に合う言語はありません。LANGUAGE だけで一覧が得られます
                C: D002 LANGUAGE JA-JP-OSAKA
                S: * LANGUAGE (ja)
                S: D002 OK LANGUAGE を完了しました
                C: D003 LANGUAGE "default"
                S: * LANGUAGE (i-default)
                S: D003 OK LANGUAGE done
                C: E001 LANGUAGE FR-CA EN-CA
                S: * LANGUAGE (en)
                S: E001 OK LANGUAGE done
                C: E002 LANGUAGE fr_CA
                S: E002 BAD LANGUAGE: a language range is such as de or zh-Hant (RFC 4647 section 2)
                """);
    }

    @Test
    void answersAndRefusalsAreTranslatedAndCodesAreNot() {
        office.wire().play("""
                S: * OK ...
                C: a1 LANGUAGE ja
                S: * LANGUAGE (ja)
                S: a1 OK LANGUAGE を完了しました
                C: a2 LOGIN bbb@osaka.test wrong
                S: a2 NO [AUTHENTICATIONFAILED] ユーザー名またはパスワードが違います
                C: a3 SELECT INBOX
                S: a3 BAD SELECT はログインの前には使えません
                C: a4 LOGIN bbb@osaka.test tanuki
                S: a4 OK [CAPABILITY ...] LOGIN を完了しました
                C: a5 EXAMINE none
                S: a5 NO [NONEXISTENT] ...
                C: a6 SELECT INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] これらと任意のキーワードを保存できます
                S: * 1 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] 最初の未読メッセージです
                S: * OK [UIDVALIDITY ...] UID は有効です
                S: * OK [UIDNEXT 2] 次の UID です
                S: * OK [HIGHESTMODSEQ ...] 最大の mod-sequence です
                S: a6 OK [READ-WRITE] SELECT を完了しました
                C: a7 COPY
                S: a7 BAD COPY: 空白と引数が必要です
                C: a8 FETCH 5 FLAGS
                S: a8 BAD メッセージは 1 通です。5 にはないものが含まれています
                C: a9 XYZZY
                S: a9 BAD XYZZY は未知のコマンドです
                C: b1 LOGOUT
                S: * BYE さようなら
                S: b1 OK LOGOUT を完了しました
                EOF
                """);
    }

    /** Section 3.1: what was negotiated in the clear may have been an attacker's choice. And RFC 8437 section 3. */
    @Test
    void tlsAndUnauthenticateGoBackToTheDefault() {
        office.wire().play("""
                S: * OK ...
                C: a1 LANGUAGE ja
                S: * LANGUAGE (ja)
                S: a1 OK LANGUAGE を完了しました
                C: a2 STARTTLS
                S: a2 OK TLS を始めてください
                TLS
                C: a3 NOOP
                S: a3 OK NOOP done
                C: a4 LANGUAGE ja
                S: * LANGUAGE (ja)
                S: a4 OK LANGUAGE を完了しました
                C: a5 LOGIN bbb@osaka.test tanuki
                S: a5 OK [CAPABILITY ...] LOGIN を完了しました
                C: a6 UNAUTHENTICATE
                S: a6 OK [CAPABILITY ...] UNAUTHENTICATE done
                C: a7 NOOP
                S: a7 OK NOOP done
                """);
    }

    @Nested
    class WhereMailboxesAreShared {
        @RegisterExtension
        final Office shared = Office.with()
                .keptIn(() -> AclTest.shared(Set.of(Right.LOOKUP, Right.READ)))
                .gifts(new Gifted().account(AccessRights.class, AccessRights.class::cast));

        /** Section 3.4. */
        @Test
        void namespacesHaveNamesInTheLanguage() {
            shared.wire().playUncut(shared.afterLogin("""
                    C: A000 NAMESPACE
                    S: * NAMESPACE (("" "/")) ((TOP "/")) NIL
                    S: A000 OK NAMESPACE done
                    C: A001 LANGUAGE JA
                    S: * LANGUAGE (ja)
                    S: * NAMESPACE (("" "/")) ((TOP "/" "TRANSLATION" ("&MHswSzBuMOYw,DC2MPw-/"))) NIL
                    S: A001 OK LANGUAGE を完了しました
                    C: A002 NAMESPACE
                    S: * NAMESPACE (("" "/")) ((TOP "/" "TRANSLATION" ("&MHswSzBuMOYw,DC2MPw-/"))) NIL
                    S: A002 OK NAMESPACE を完了しました
                    C: A003 LANGUAGE EN
                    S: * LANGUAGE (en)
                    S: A003 OK LANGUAGE done
                    """.replace("TOP", "\"Other Users/\"")));
        }
    }

    @Nested
    class WhereTheApplicationBringsAnother {
        private final Translation german = new Translation() {
            @Override
            public String tag() {
                return "de";
            }

            @Override
            public String of(String english) {
                return english.equals("LANGUAGE done") ? "Sprachwechsel durch LANGUAGE-Befehl ausgeführt" : english;
            }

            @Override
            public Optional<String> ofPrefix(String prefix) {
                return Optional.empty();
            }
        };

        @RegisterExtension
        final Office another =
                Office.with().described(builder -> builder.translation(german).preferredLanguage("de-AT"));

        @Test
        void itIsSpokenAndMayBePreferred() {
            another.wire().playUncut("""
                    S: * OK ...
                    C: A003 LANGUAGE
                    S: * LANGUAGE (de en ja i-default)
                    S: A003 OK LANGUAGE done
                    C: D003 LANGUAGE default
                    S: * LANGUAGE (de)
                    S: D003 OK Sprachwechsel durch LANGUAGE-Befehl ausgeführt
                    C: E001 NOOP
                    S: E001 OK NOOP done
                    """);
        }
    }

    @Test
    void onlyWhatIsSpokenIsPreferred() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Languages.STANDARD.preferring("fr"))
                .withMessage("no language here matches fr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UID FETCH done                                           | UID FETCH を完了しました
            FETCH done with the last 3 messages                      | FETCH done (最後の 3 通のみ)
            there are 3 messages, and 4:5 names others               | メッセージは 3 通です。4:5 にはないものが含まれています
            a store's own words                                      | a store's own words
            """)
    void valuesAreCarriedOver(String english, String japanese) {
        assertThat(new Japanese().of(english)).isEqualTo(japanese);
    }

    /** A row whose English nobody says any more translates nothing. */
    @Test
    void eachRowOfTheTableIsSaidSomewhere() throws IOException {
        Path main = Path.of("src/main/java/dev/yubin/imap");
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(main)) {
            for (Path source : files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("Japanese.java"))
                    .toList()) {
                all.append(Files.readString(source));
            }
        }
        String said = all.toString();
        List<String> rows = Japanese.TABLE
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" \\| ")[0])
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(50)
                .allSatisfy(row -> assertThat(said)
                        .contains(Arrays.stream(row.split("%:?|(?<=not possible )"))
                                .map(String::strip)
                                .toList()));
    }
}
