package dev.yubin.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivedTest {
    private static final Instant AT = Instant.parse("2026-11-24T04:05:06Z");

    private static Received received(String client, Optional<String> tls) throws Exception {
        return new Received(
                new Received.From(client, InetAddress.getByName("192.0.2.1"), "ESMTPS", tls),
                Domain.of("mx.example.org"),
                "a1b2",
                Optional.of(ForwardPath.of("bob@example.org")),
                AT);
    }

    @Test
    void theTraceIsFolded() throws Exception {
        assertThat(received("client.example", Optional.of("TLSv1.3 TLS_AES_128_GCM_SHA256")))
                .hasToString("""
                        Received: from client.example ([192.0.2.1])\r
                        \tby mx.example.org with ESMTPS (TLSv1.3 TLS_AES_128_GCM_SHA256) id a1b2\r
                        \tfor <bob@example.org>;\r
                        \tTue, 24 Nov 2026 04:05:06 +0000\r
                        """);
    }

    @Test
    void aClientCannotWriteAFieldOfItsOwn() throws Exception {
        assertThat(received("x\r\nBcc: y (z); w", Optional.empty()).toString())
                .contains("from x??Bcc: y ?z?? w ([192.0.2.1])\r\n\tby");
        assertThatThrownBy(() -> new Received(
                        received("x", Optional.empty()).from(),
                        Domain.of("a.example"),
                        "1\r\nX: y",
                        Optional.empty(),
                        AT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theProtocolIsNamedByRfc3848() {
        assertThat(Received.protocol(Verb.HELO, true, true, false)).isEqualTo("SMTP");
        assertThat(Received.protocol(Verb.EHLO, false, false, false)).isEqualTo("ESMTP");
        assertThat(Received.protocol(Verb.EHLO, true, true, false)).isEqualTo("ESMTPSA");
        assertThat(Received.protocol(Verb.LHLO, true, false, false)).isEqualTo("LMTPS");
    }

    /** RFC 6531 section 4.3. */
    @Test
    void whatCameWithSmtputf8IsNamedSo() {
        assertThat(Received.protocol(Verb.EHLO, false, false, true)).isEqualTo("UTF8SMTP");
        assertThat(Received.protocol(Verb.EHLO, false, true, true)).isEqualTo("UTF8SMTPA");
        assertThat(Received.protocol(Verb.EHLO, true, true, true)).isEqualTo("UTF8SMTPSA");
        assertThat(Received.protocol(Verb.LHLO, true, false, true)).isEqualTo("UTF8LMTPS");
    }

    @Test
    void theReturnPathIsOneLine() {
        assertThat(new ReturnPath(ReversePath.NULL)).hasToString("Return-Path: <>\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1970-01-01T00:00:00Z         | Thu, 1 Jan 1970 00:00:00 +0000
            2026-11-27T04:05:06Z         | Fri, 27 Nov 2026 04:05:06 +0000
            2026-11-27T04:05:06.999Z     | Fri, 27 Nov 2026 04:05:06 +0000
            2026-11-27T04:05:07Z         | Fri, 27 Nov 2026 04:05:07 +0000
            2026-11-27T04:05:06Z         | Fri, 27 Nov 2026 04:05:06 +0000
            """)
    void aMomentIsWrittenInUniversalTime(Instant at, String written) {
        assertThat(Received.dateTime(at)).isEqualTo(written);
    }
}
