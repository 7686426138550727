package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TCP4 192.0.2.7 198.51.100.1 56324 25             | /192.0.2.7:56324 to /198.51.100.1:25
            TCP4 255.255.255.255 0.0.0.0 65535 0             | /255.255.255.255:65535 to /0.0.0.0:0
            TCP6 2001:DB8::7 ::1 56324 25                    | /[2001:db8:0:0:0:0:0:7]:56324 to /[0:0:0:0:0:0:0:1]:25
            TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535 \
            | /[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535 to /[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535
            TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 1 25   | /192.0.2.7:1 to /198.51.100.1:25
            UNKNOWN                                          | nobody
            UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535 | nobody
            """)
    void aLineTellsBothEnds(String line, String ends) throws Exception {
        assertThat(readEveryWay(text("PROXY " + line + "\r\n"))).isEqualTo(ends);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            21 11 000c c0000207 c6336401 dc04 0019           | /192.0.2.7:56324 to /198.51.100.1:25
            21 21 0024 20010db8000000000000000000000007 00000000000000000000000000000001 dc04 0019 \
            | /[2001:db8:0:0:0:0:0:7]:56324 to /[0:0:0:0:0:0:0:1]:25
            # behind the addresses, an authority of 3 octets and two of padding
            21 11 0014 c0000207 c6336401 dc04 0019 020003616263 0400 | /192.0.2.7:56324 to /198.51.100.1:25
            # the proxy's own, also with addresses
            20 00 0000                                       | nobody
            20 11 000c c0000207 c6336401 dc04 0019           | nobody
            20 ff 0001 00                                    | nobody
            # unspecified, UDP, and a socket of Unix
            21 00 0000                                       | nobody
            21 12 000c c0000207 c6336401 dc04 0019           | nobody
            21 31 0002 0000                                  | nobody
            """)
    void octetsTellBothEnds(String octets, String ends) throws Exception {
        assertThat(readEveryWay(hex(SIGNATURE + octets))).isEqualTo(ends);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client.example",
                "PROXYTCP4 192.0.2.7 192.0.2.1 1 25",
                "proxy TCP4 192.0.2.7 192.0.2.1 1 25",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 25 ",
                "PROXY TCP4  192.0.2.7 192.0.2.1 1 25",
                "PROXY TCP4 192.0.2.07 192.0.2.1 1 25",
                "PROXY TCP4 192.0.2.256 192.0.2.1 1 25",
                "PROXY TCP4 192.0.2 192.0.2.1 1 25",
                "PROXY TCP4 host.example 192.0.2.1 1 25",
                "PROXY TCP4 ::1 ::1 1 25",
                "PROXY TCP4 192.0.2.7 192.0.2.1 01 25",
                "PROXY TCP4 192.0.2.7 192.0.2.1 65536 25",
                "PROXY TCP4 192.0.2.7 192.0.2.1 -1 25",
                "PROXY TCP6 192.0.2.7 192.0.2.1 1 25",
                "PROXY TCP6 ::1::2 ::1 1 25",
                "PROXY TCP6 .:1 .:1 1 25",
                "PROXY TCP6 :12345 ::1 1 25",
                "PROXY UDP4 192.0.2.7 192.0.2.1 1 25",
                "PROXY UNKNOWNS",
            })
    void whatIsNoHeaderIsRefused(String line) {
        assertThatThrownBy(() -> ProxyHeader.read(text(line + "\r\n"))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aLineEndsWithCrLfWithinItsBound() {
        assertThatThrownBy(() -> ProxyHeader.read(text("PROXY TCP4 192.0.2.7 192.0.2.1 1 25\n")))
                .hasMessage("a malformed PROXY header: PROXY TCP4 192.0.2.7 192.0.2.1 1 25\\x0A");
        assertThatThrownBy(() -> ProxyHeader.read(text("PROXY UNKNOWN " + "x".repeat(93))))
                .hasMessage("a PROXY header of more than 107 octets");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            11 11 000c c0000207 c6336401 dc04 0019   | version and command 11
            22 11 000c c0000207 c6336401 dc04 0019   | version and command 22
            21 41 000c c0000207 c6336401 dc04 0019   | family and transport 41
            21 13 000c c0000207 c6336401 dc04 0019   | family and transport 13
            21 11 000b c0000207 c6336401 dc04 00     | ends within its addresses
            21 21 000c c0000207 c6336401 dc04 0019   | ends within its addresses
            21 11 0ff1                               | 4097 octets
            """)
    void octetsThatNobodyMaySendAreRefused(String octets, String why) {
        assertThatThrownBy(() -> readEveryWay(hex(SIGNATURE + octets)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(why);
    }

    /** Cut at every place nothing is taken before all is there, and nothing behind it then. */
    private static String readEveryWay(ByteBuf header) throws ProtocolException {
        int octets = header.readableBytes();
        for (int cut = 0; cut < octets; cut++) {
            ByteBuf part = header.slice(0, cut);
            assertThat(ProxyHeader.read(part)).isEmpty();
            assertThat(part.readableBytes()).isEqualTo(cut);
        }
        ByteBuf withMore = Unpooled.wrappedBuffer(header, text("EHLO x\r\n"));
        Optional<ProxyHeader> read = ProxyHeader.read(withMore);
        assertThat(withMore.toString(StandardCharsets.US_ASCII)).isEqualTo("EHLO x\r\n");
        return read.orElseThrow()
                .ends()
                .map(ends -> ends.remote() + " to " + ends.local())
                .orElse("nobody");
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static ByteBuf hex(String digits) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(digits.replace(" ", "")));
    }
}
