package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a message must be in ASCII for a server without SMTPUTF8: RFC 6532 section 3.7. */
class HeaderWatchTest {
    private static final String MIXED = "Content-Type: multipart/mixed;|\tboundary=\"a b\"||";

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            Subject: x||é|                                                       ~ false
            Subject: é||x|                                                       ~ true
            Subject: x|To: é@foo.com||                                           ~ true
            Subject: x| é||                                                      ~ true
            Subject: é                                                           ~ true
            ||é                                                                  ~ false
            MIXED--a b|Content-Description: é||x|--a b--|                        ~ true
            MIXED--a b|Content-Description: x||é|--a b--|                        ~ false
            MIXED--a b||é|--a b|Content-Description: x||é|--a b--|é              ~ false
            MIXED--a b||é|--a b|Content-Description: é||x|--a b--|               ~ true
            MIXEDé|--|é|-- |é|--a|é|--a b c|é|--a b||x|--a b--|é                 ~ false
            MIXED--a b|content-TYPE: Multipart/Alternative; x=y ; Boundary=c||--c|X: é||--c--|--a b--|   ~ true
            MIXED--a b|Content-Type: multipart/alternative; boundary=c||é|--c||é|--c--|é|--a b|X: é||    ~ true
            MIXED--a b|X: x|--a b--|é                                            ~ false
            MIXED--a b|Content-Type: message/global||Subject: é||x|--a b--|      ~ false
            Content-Type: text/plain; boundary=a||--a|é|                         ~ false
            """)
    void octetsAbove127CountInHeadersAlone(String written, boolean found) {
        byte[] message = written.replace("MIXED", MIXED).replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= message.length; cut++) {
            HeaderWatch watch = new HeaderWatch();
            boolean first = watch.finds(Unpooled.wrappedBuffer(message, 0, cut));
            boolean either = first || watch.finds(Unpooled.wrappedBuffer(message, cut, message.length - cut));
            assertThat(either).as("cut at " + cut).isEqualTo(found);
        }
    }
}
