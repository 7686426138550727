package dev.yubin.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ann@example.net                  | ann              | ann@example.net
            Ann.Lee+tag@Example.NET          | Ann.Lee+tag      | Ann.Lee+tag@Example.NET
            "Joe\\,Smith"@example.net        | Joe,Smith        | "Joe,Smith"@example.net
            "ann"@example.net                | ann              | ann@example.net
            "a b"@example.net                | a b              | "a b"@example.net
            "\\""@example.net                | "                | "\\""@example.net
            "\\\\"@example.net               | \\               | "\\\\"@example.net
            ".dot"@example.net               | .dot             | ".dot"@example.net
            ann@[192.0.2.1]                  | ann              | ann@[192.0.2.1]
            ann@[IPv6:2001:db8::1]           | ann              | ann@[IPv6:2001:db8:0:0:0:0:0:1]
            用户@例え.jp                       | 用户              | 用户@例え.jp
            o'neil@a-b.example               | o'neil           | o'neil@a-b.example
            """)
    void mailboxesAreReadAndWrittenWithTheLeastQuoting(String text, String localPart, String written) {
        Mailbox mailbox = Mailbox.of(text);
        assertThat(mailbox.localPart()).isEqualTo(localPart);
        assertThat(mailbox).hasToString(written).isEqualTo(Mailbox.of(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@example.net",
                "ann@",
                "ann@@example.net",
                ".ann@example.net",
                "ann.@example.net",
                "a..b@example.net",
                "a b@example.net",
                "ann@example.net ",
                "ann@-example.net",
                "ann@example-.net",
                "ann@example..net",
                "ann@example.net.",
                "ann@exa_mple.net",
                "ann@[192.0.2.256]",
                "ann@[192.0.2]",
                "ann@[2001:db8::1]",
                "ann@[IPv6:192.0.2.1]",
                "ann@[IPv6:2001:db8::1::2]",
                "ann@[IPv6:.:1]",
                "ann@[x400:c=de]",
                "\"ann@example.net",
                "\"a\"b@example.net",
                "\"a\r\"@example.net",
                "ann@exam\nple.net",
                "ann\0@example.net",
                "ann@faß\u200d.de",
            })
    void whatIsNoMailboxIsRefused(String text) {
        assertThatThrownBy(() -> Mailbox.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengthsHaveLimits() {
        String label = "d".repeat(63);
        String longest = String.join(".", label, label, label, label);
        assertThat(Mailbox.of("a".repeat(255) + "@" + longest)).hasToString("a".repeat(255) + "@" + longest);
        assertThatThrownBy(() -> Mailbox.of("a".repeat(256) + "@example.net")).hasMessageContaining("255");
        assertThatThrownBy(() -> Mailbox.of("a@" + longest + ".d")).hasMessageContaining("255");
        assertThatThrownBy(() -> Mailbox.of("a@" + label + "d.net")).hasMessageContaining("63");
    }

    @Test
    void domainsAreEqualWhenTheirALabelsAre() {
        assertThat(Domain.of("Example.NET")).isEqualTo(Domain.of("example.net")).hasToString("Example.NET");
        assertThat(Domain.of("BÜCHER.example")).isEqualTo(Domain.of("xn--bcher-kva.example"));
        assertThat(Domain.of("bücher.example").aLabels()).isEqualTo("xn--bcher-kva.example");
        assertThat(Domain.of("a.example")).isNotEqualTo(Domain.of("b.example"));
    }

    @Test
    void aLabelThatWouldBecomeAnotherNameIsRefused() {
        assertThatThrownBy(() -> Domain.of("faß.de")).hasMessageContaining("A-label"); // not fass.de
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAIL FROM:<>                                    | <>
            MAIL FROM:<ann@example.net>                     | <ann@example.net>
            MAIL FROM: <ann@example.net>                    | <ann@example.net>
            mail from:<@a.example,@b.example:ann@c.example> | <ann@c.example>
            """)
    void reversePathsDropTheirSourceRoute(String line, String path) {
        assertThat(((Mail) CommandTest.read(line)).from()).hasToString(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RCPT TO:<Postmaster>                      | <Postmaster>           | true
            RCPT TO:<postmaster@example.net>          | <postmaster@example.net> | false
            RCPT TO:<@hosta.int,@jkl.org:userc@d.bar.org> | <userc@d.bar.org>  | false
            """)
    void forwardPathsKnowThePostmaster(String line, String path, boolean postmaster) {
        ForwardPath to = ((Rcpt) CommandTest.read(line)).to();
        assertThat(to).hasToString(path);
        assertThat(to.isPostmaster()).isEqualTo(postmaster);
    }
}
