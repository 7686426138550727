package dev.yubin.routing.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsPolicyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: STSv1/mode: enforce/mx: mail.example.com/mx: *.example.net/max_age: 604800 | ENFORCE PT168H [mail.example.com, *.example.net]
            version:STSv1/mode:testing/mx:a.test/max_age:0                      | TESTING PT0S [a.test]
            max_age: 86400/mode: none/version: STSv1                            | NONE PT24H []
            version: STSv1/mode: enforce/mode: none/mx: a.test/max_age: 1       | ENFORCE PT1S [a.test]
            version: STSv1/mode: enforce/x_new: 1: 2/mx: a.test/max_age: 1      | ENFORCE PT1S [a.test]
            mode: enforce/mx: a.test/max_age: 1                                 | the policy has no version
            version: STSv2/mode: enforce/mx: a.test/max_age: 1                  | expected the version STSv1, not "STSv2"
            version: STSv1/mx: a.test/max_age: 1                                | the policy has no mode
            version: STSv1/mode: strict/mx: a.test/max_age: 1                   | expected the mode enforce, testing or none, not "strict"
            version: STSv1/mode: enforce/mx: a.test                             | the policy has no max_age
            version: STSv1/mode: enforce/mx: a.test/max_age: a year             | expected max_age in seconds, not "a year"
            version: STSv1/mode: enforce/mx: a.test/max_age: 31557601           | max_age is 0 to 31557600 seconds, not 31557601
            version: STSv1/mode: enforce/max_age: 1                             | the policy names no server (mx)
            version: STSv1/mode: enforce/mx: a.*.test/max_age: 1                | the mx "a.*.test" is neither a host nor *. before one
            version: STSv1/mode: enforce/mx: bücher.test/max_age: 1             | the mx "b?cher.test" is neither a host nor *. before one
            no colon                                                            | expected a field and its value, such as mode: enforce, not "no colon"
            <html>                                                              | expected a field and its value, such as mode: enforce, not "<html>"
            """)
    void aPolicyIsReadOrComplainedOf(String lines, String outcome) {
        assertThat(read(lines.replace("/", "\r\n"))).isEqualTo(outcome);
        assertThat(read(lines.replace("/", "\n"))).isEqualTo(outcome);
    }

    private static String read(String text) {
        try {
            StsPolicy policy = StsPolicy.parse(text);
            assertThat(StsPolicy.parse(policy.text())).isEqualTo(policy);
            return policy.mode() + " " + policy.maxAge() + " " + policy.mx();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mx.osaka.test, mx.osaka.test, true",
        "mx.osaka.test, MX.Osaka.test, true",
        "mx.osaka.test, mx2.osaka.test, false",
        "*.osaka.test, mx.osaka.test, true",
        "*.osaka.test, osaka.test, false",
        "*.osaka.test, a.mx.osaka.test, false",
        "*.osaka.test, mxosaka.test, false"
    })
    void aPatternStandsForOneLabel(String pattern, String host, boolean named) {
        String text = "version: STSv1\nmode: enforce\nmx: " + pattern + "\nmax_age: 1\n";
        assertThat(StsPolicy.parse(text).names(host)).isEqualTo(named);
    }
}
