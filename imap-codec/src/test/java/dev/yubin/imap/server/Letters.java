package dev.yubin.imap.server;

import java.nio.charset.StandardCharsets;

/** Messages for tests; their lines end with LF here and with CR LF in the store. */
final class Letters {
    static final String PLAIN = """
            Date: Tue, 1 Apr 2025 10:11:12 +0900
            From: Ann Smith <aaa@tokyo.test>
            To: bbb@osaka.test
            Subject: hello
            Message-ID: <1@tokyo.test>

            first
            second
            """;

    static final String PARTS = """
            From: aaa@tokyo.test
            Subject: parts
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            preamble
            --b
            Content-Type: text/plain; charset=utf-8

            text
            --b
            Content-Type: message/rfc822

            Subject: inner
            From: ccc@osaka.test
            Content-Type: multipart/alternative; boundary=c

            --c

            plain
            --c
            Content-Type: text/html

            <b>rich</b>
            --c--

            --b
            Content-Type: application/octet-stream; name=x.bin
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename=x.bin

            AAEC/w==
            --b--
            """;

    /** Groups, encoded words, quotes, a comment, 8-bit octets, and no Date. */
    static final String HARD = """
            From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.net>
            Sender: "a \\"quoted\\" name" <s@example.net> (a comment)
            To: friends: one@example.net, two@example.net;, last@example.net
            Cc: undisclosed:;
            Subject: =?UTF-8?B?w6TDtg==?=
             folded
            In-Reply-To: <0@example.net>
            X-Eight: größe

            x
            """;

    /** Its Content-Type is none, and its transfer encoding nobody's. */
    static final String WRONG = """
            Subject: wrong
            Content-Type: no type at all
            Content-Transfer-Encoding: x-nobody

            body
            """;

    private Letters() {}

    /** How many octets the text has in the store. */
    static int octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8).length;
    }
}
