package dev.yubin.mailbox.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailAddressTest {
    /** Each address as {@code (name route mailbox host)}, {@code ~} for what is absent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            ann@example.net                            | (~ ~ ann example.net)
            <ann@example.net>                          | (~ ~ ann example.net)
            Ann <ann@example.net>                      | (Ann ~ ann example.net)
            John Q. Public <jqp@example.net>           | (John Q. Public ~ jqp example.net)
            "Joe \\"J\\" Q." <joe@example.net>         | (Joe "J" Q. ~ joe example.net)
            "A" B   C <a@x>                            | (A B C ~ a x)
            =?utf-8?q?Ren=C3=A9?= <r@x>                | (=?utf-8?q?Ren=C3=A9?= ~ r x)
            René <r@x>                                 | (René ~ r x)
            a@x, b@y                                   | (~ ~ a x)(~ ~ b y)
            , a@x,,b@y,                                | (~ ~ a x)(~ ~ b y)
            a@x; b@y                                   | (~ ~ a x)(~ ~ b y)
            ann@example.net (Ann (A.) Other)           | (Ann (A.) Other ~ ann example.net)
            (before) ann@example.net                   | (before ~ ann example.net)
            Ann <ann@example.net> (not this)           | (Ann ~ ann example.net)
            <ann@example.net> (Ann)                    | (Ann ~ ann example.net)
            <@a.example,@b.example:ann@c.example>      | (~ @a.example,@b.example ann c.example)
            A <@a , @b : c@d>                          | (A @a,@b c d)
            "john doe"@example.net                     | (~ ~ john doe example.net)
            <"john doe"@example.net>                   | (~ ~ john doe example.net)
            "a@b"@c                                    | (~ ~ a@b c)
            john . (x) q @ example . (y) net           | (y ~ john.q example.net)
            ann@[192.0.2.1]                            | (~ ~ ann [192.0.2.1])
            ann@[IPv6:2001:db8::1], b@c                | (~ ~ ann [IPv6:2001:db8::1])(~ ~ b c)
            ann@example.net <ann@example.net>          | (ann@example.net ~ ann example.net)
            a@b c <x@y> , z@z                          | (~ ~ a b)(~ ~ z z)
            Ann ann@example.net                        | (Ann ~ ann example.net)
            Friends: a@x, B <b@y>;                     | (~ ~ Friends ~)(~ ~ a x)(B ~ b y)(~ ~ ~ ~)
            undisclosed recipients:;                   | (~ ~ undisclosed recipients ~)(~ ~ ~ ~)
            "A, B": a@x; , c@z                         | (~ ~ A, B ~)(~ ~ a x)(~ ~ ~ ~)(~ ~ c z)
            A: a@x, B: b@y                             | (~ ~ A ~)(~ ~ a x)(~ ~ ~ ~)(~ ~ B ~)(~ ~ b y)(~ ~ ~ ~)
            fred                                       | (~ ~ fred )
            Fred Foo, a@x                              | (~ ~ Fred Foo )(~ ~ a x)
            fred@                                      | (~ ~ fred )
            @example.net                               | (~ ~  example.net)
            <>                                         | (~ ~  )
            Ann <>                                     | (Ann ~  )
            Ann <ann                                   | (Ann ~ ann )
            Ann <ann@x, b@y                            | (Ann ~ ann x)(~ ~ b y)
            "Ann <ann@x>                               | (~ ~ Ann <ann@x> )
            ann@x (never ends                          | (never ends ~ ann x)
            ``                                         | ``
            (only a comment)                           | ``
            :;,                                        | ``
            """)
    void listsAreReadAsWellAsCanBe(String value, String expected) {
        String read =
                MailAddress.readList(value).stream().map(MailAddressTest::show).collect(Collectors.joining());
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void groupsAreMarkedWhereTheyBeginAndEnd() {
        assertThat(MailAddress.readList("Friends: a@x;"))
                .satisfiesExactly(
                        start -> assertThat(start)
                                .isEqualTo(MailAddress.groupStart("Friends"))
                                .matches(MailAddress::startsGroup),
                        member -> assertThat(member.startsGroup() || member.endsGroup())
                                .isFalse(),
                        end -> assertThat(end).isEqualTo(MailAddress.GROUP_END).matches(MailAddress::endsGroup));
    }

    @Test
    void aHostNeedsAMailbox() {
        assertThatThrownBy(
                        () -> new MailAddress(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String show(MailAddress address) {
        return Stream.of(address.name(), address.route(), address.mailbox(), address.host())
                .map(part -> part.orElse("~"))
                .collect(Collectors.joining(" ", "(", ")"));
    }
}
