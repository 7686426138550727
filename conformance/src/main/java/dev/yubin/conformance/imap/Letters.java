package dev.yubin.conformance.imap;

import java.util.List;

/** The messages that most checks are about. Lines end with CR LF; an octet is a character. */
final class Letters {
    /** One part, and every field that ENVELOPE has. */
    static final String PLAIN = crlf("""
            Date: Mon, 7 Feb 1994 21:52:25 -0800
            From: Terry Gray <gray@cac.washington.test>
            Sender: "Secretary, The" <secretary@washington.test>
            Reply-To: replies@washington.test
            To: imap@cac.washington.test, John Klensin <KLENSIN@mit.test>
            Cc: minutes@cnri.test
            Bcc: hidden@cnri.test
            Subject: IMAP4rev1 WG mtg summary
            In-Reply-To: <earlier@washington.test>
            Message-ID: <B27397-0100000@cac.washington.test>
            X-Folded: one
             two
            MIME-Version: 1.0
            Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

            Hello Joe, do you think we can meet
            at 3:30 tomorrow?
            """);

    /** Two parts, the other with all that a body's fields can say. */
    static final String MIXED = crlf("""
            Date: Tue, 1 Apr 2025 10:00:00 +0200
            From: ann@conformance.test
            To: bob@conformance.test
            Subject: two parts
            Message-ID: <mixed@conformance.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_x"

            preamble
            --=_x
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            caf=C3=A9
            --=_x
            Content-Type: application/octet-stream; name="a.bin"
            Content-ID: <part2@conformance.test>
            Content-Description: four octets
            Content-Transfer-Encoding: base64
            Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
            Content-Disposition: attachment; filename="a.bin"
            Content-Language: en, de
            Content-Location: http://conformance.test/a.bin

            AAEC/w==
            --=_x--
            epilogue
            """);

    /** A message within a message, of two parts. */
    static final String FORWARDED = crlf("""
            Date: Wed, 2 Apr 2025 11:00:00 +0000
            From: bob@conformance.test
            To: ann@conformance.test
            Subject: Fwd: two parts
            Message-ID: <forwarded@conformance.test>
            In-Reply-To: <mixed@conformance.test>
            References: <mixed@conformance.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=outer

            --outer

            see below
            --outer
            Content-Type: message/rfc822

            Date: Sat, 29 Mar 2025 09:00:00 +0000
            From: carl@conformance.test
            Subject: inner
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain

            plain words
            --inner
            Content-Type: text/html

            <p>marked words</p>
            --inner--
            --outer--
            """);

    /** No body, a group of addresses, quotes, and nothing of MIME. */
    static final String ODD = crlf("""
            From: "Joe \\"Q\\" \\\\ Public" <joe@conformance.test>
            To: A Group:Chris <c@conformance.test>,joe@where.test;
            Subject: "quoted" \\ and more
            Date: Thu, 3 Apr 2025 12:00:00 +0000
            Message-ID: <odd@conformance.test>

            """);

    static final List<String> STANDARD = List.of(PLAIN, MIXED, FORWARDED, ODD);

    private Letters() {}

    static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    /** A small one. */
    static String small(String subject) {
        return small(subject, "body of " + subject + "\n");
    }

    static String small(String subject, String body) {
        return crlf("From: ann@conformance.test\nSubject: " + subject + "\n\n" + body);
    }

    static String header(String letter) {
        return letter.substring(0, letter.indexOf("\r\n\r\n") + 4);
    }

    static String text(String letter) {
        return letter.substring(letter.indexOf("\r\n\r\n") + 4);
    }
}
