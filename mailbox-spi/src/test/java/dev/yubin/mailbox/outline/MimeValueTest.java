package dev.yubin.mailbox.outline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimeValueTest {
    /** As {@code head{name=value}{name=value}}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            text/plain                                         | text/plain
            text/plain; charset=utf-8                          | text/plain{charset=utf-8}
            text/plain; charset="utf-8" (Plain text)           | text/plain{charset=utf-8}
            (a) text/plain (b (c) \\) d) ; charset = us-ascii ; | text/plain{charset=us-ascii}
            a;b="c;d=e"; f=g                                   | a{b=c;d=e}{f=g}
            a; b="say \\"hi\\""                                | a{b=say "hi"}
            a; name=my file.pdf; x                             | a{name=my file.pdf}
            a; =b; c; ;;d=                                     | a{d=}
            a; b="never ends; c=d                              | a{b=never ends; c=d}
            a; b=(never ends; c=d                              | a{b=}
            a; B=1; b=2                                        | a{B=1}{b=2}
            ``                                                 | ``
            a; u*0="ftp://"; u*1="cs.utk.edu"; x=y             | a{u=ftp://cs.utk.edu}{x=y}
            a; u*1="b"; x=y; U*0="a"                           | a{u=ab}{x=y}
            a; t*=us-ascii'en-us'This%20is                     | a{t*=us-ascii'en-us'This%20is}
            a; t*0*=us-ascii'en'This%20; t*1*=is%20; t*2="it's 1" | a{t*=us-ascii'en'This%20is%20it%27s%201}
            a; t*0="1 %"; t*1*=%20x                            | a{t*=''1%20%25%20x}
            a; t*1=x; t*2=y                                    | a{t*1=x}{t*2=y}
            a; t*2=z; t*0=x                                    | a{t=x}{t*2=z}
            a; t*0=x; t*0=y; t*01=z                            | a{t=x}{t*01=z}
            """)
    void valuesAreReadAsWellAsCanBe(String value, String expected) {
        MimeValue read = MimeValue.read(value);
        assertThat(read.parameters().stream()
                        .map(parameter -> "{" + parameter.name() + "=" + parameter.value() + "}")
                        .collect(Collectors.joining("", read.head(), "")))
                .isEqualTo(expected);
    }
}
