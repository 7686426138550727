package dev.yubin.routing.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.routing.authentication.AuthenticationResults.Result;
import dev.yubin.smtp.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The field of RFC 8601, and who says what such a field says. */
class AuthenticationResultsTest {
    @Test
    void everyMethodHasALineAndWhatWasCheckedBelowIt() {
        AuthenticationResults results = new AuthenticationResults(
                "mx.osaka.test",
                List.of(
                        Result.of("spf", "pass").property("smtp.mailfrom", "aaa@tokyo.test"),
                        Result.of("dkim", "fail")
                                .property("header.d", "tokyo.test")
                                .property("header.s", "a b\r\nTo: x"),
                        Result.of("dmarc", "none")));
        assertThat(results.field().text()).isEqualTo("""
            Authentication-Results: mx.osaka.test;
            \tspf=pass
            \t smtp.mailfrom=aaa@tokyo.test;
            \tdkim=fail
            \t header.d=tokyo.test
            \t header.s="a b??To: x";
            \tdmarc=none
            """.replace("\n", "\r\n"));
    }

    @Test
    void nothingCheckedIsSaidToo() {
        assertThat(new AuthenticationResults("mx.osaka.test", List.of()).field().text())
                .isEqualTo("Authentication-Results: mx.osaka.test; none\r\n");
    }

    /** {@code /} stands for CR LF. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ` mx.osaka.test; spf=pass`               | true
        `MX.Osaka.test;spf=pass`                 | true
        `/\tmx.osaka.test 1; none`               | true
        ` (a (b) \\) c) mx.osaka.test(d); none`  | true
        ` "mx.osaka.test"; none`                 | true
        ` "mx.os\\aka.test"; none`               | true
        ` mx.osaka.test`                         | true
        ` "mx.osaka.test; none`                  | true
        ` (mx.osaka.test; none`                  | true
        ``                                       | true
        ` ; none`                                | true
        ` mx.tokyo.test; spf=pass`               | false
        ` (mx.osaka.test) mx.tokyo.test; none`   | false
        ` mx.osaka.test.tokyo.test; none`        | false
        ` mx.tokyo.test; x=mx.osaka.test`        | false
        """)
    void whoSaysItIsFoundBehindCommentsAndWithinQuotes(String body, boolean claims) {
        String octets = body == null ? "" : body.replace("/", "\r\n");
        assertThat(AuthenticationResults.claims(octets, "mx.osaka.test")).isEqualTo(claims);
    }

    @Test
    void aDomainIsOneInBothItsForms() {
        assertThat(AuthenticationResults.claims(" xn--bcher-kva.test; none", "b\u00fccher.test"))
                .isTrue();
    }

    @Test
    void commentsOfAnyDepthAreReadWithoutAStack() {
        assertThat(AuthenticationResults.claims("(".repeat(200_000) + ")".repeat(200_000) + "x; none", "mx.osaka.test"))
                .isFalse();
    }

    /** {@code /} stands for CR LF. */
    @ParameterizedTest
    @ValueSource(
            strings = {"A: b", "A: b//", "/", "A: b//B: c/", " A: b/", "A b/", "A: b/ /", "A: b\n/", "A: b\r/", ": b/"})
    void noFieldEndsTheHeaderOrBeginsAnother(String text) {
        assertThatThrownBy(() -> new HeaderFields(text.replace("/", "\r\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected header fields, each with CR LF");
    }

    @Test
    void fieldsStandOneBelowTheOther() {
        assertThat(HeaderFields.of("A", "b;\r\n\tc").and(HeaderFields.NONE).and(HeaderFields.of("D", "\u304a")))
                .isEqualTo(new HeaderFields("A: b;\r\n\tc\r\nD: \u304a\r\n"));
    }

    @Test
    void whatRefusesNothingIsNoRefusal() {
        assertThatThrownBy(() -> Verdict.refuse(Reply.of(250, "2.0.0", "Fine")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"250 2.0.0 Fine\" refuses nothing");
    }
}
