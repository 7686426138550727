package dev.yubin.benchmarks;

import java.util.Base64;
import java.util.Random;
import java.util.function.IntFunction;

/** Messages of an exact size, the same each time: as people send them, with trace fields, prose and attachments. */
public final class Letters {
    private static final String PROSE =
            "The river was high after a week of rain, and the ferry did not run; so the post came over the bridge, late.";
    private static final int LINE_LENGTH = 76;

    private static final String TRACE = """
            Return-Path: <aaa@tokyo.test>
            Received: from mail.tokyo.test (mail.tokyo.test [192.0.2.25]) by
             mail.osaka.test with ESMTPS id 3k9x0q7w2; Sun, 1 Nov 2026 09:30:02 +0900
            Received: from [198.51.100.7] (client.tokyo.test [198.51.100.7]) by
             mail.tokyo.test with ESMTPSA id 1b4c8d; Sun, 1 Nov 2026 09:30:01 +0900
            Date: Sun, 1 Nov 2026 09:30:00 +0900
            From: "A. Aihara" <aaa@tokyo.test>
            To: B <bbb@osaka.test>, "C, D" <ccc@osaka.test>
            Subject: =?UTF-8?B?6YO15L6/?= and the ferry
            Message-ID: <20261101093000.12345@tokyo.test>
            In-Reply-To: <20261031180000.777@osaka.test>
            References: <20261030120000.1@tokyo.test> <20261031180000.777@osaka.test>
            MIME-Version: 1.0
            """;

    private Letters() {}

    /** Plain prose, in which one line in twenty begins with a dot. */
    public static String plain(int octets) {
        StringBuilder text = new StringBuilder(TRACE).append("Content-Type: text/plain; charset=utf-8\n\n");
        return filled(crlf(text), octets, Letters::prose);
    }

    /** Prose with a picture behind it, base64 almost to the end. */
    static String withAttachment(int octets) {
        StringBuilder text = new StringBuilder(TRACE).append("""
                Content-Type: multipart/mixed; boundary="=_ferry_0001"

                This is a message in MIME format.
                --=_ferry_0001
                Content-Type: multipart/alternative; boundary="=_ferry_0002"

                --=_ferry_0002
                Content-Type: text/plain; charset=utf-8

                The picture shows the bridge.
                --=_ferry_0002
                Content-Type: text/html; charset=utf-8

                <p>The picture shows the bridge.</p>
                --=_ferry_0002--
                --=_ferry_0001
                Content-Type: image/jpeg; name="bridge.jpg"
                Content-Disposition: attachment; filename="bridge.jpg"
                Content-Transfer-Encoding: base64

                """);
        String end = "--=_ferry_0001--\r\n";
        String picture = picture();
        int lines = picture.length() / LINE_LENGTH;
        return filled(crlf(text), octets - end.length(), i -> line(picture, i % lines)) + end;
    }

    private static String prose(int number) {
        return (number % 20 == 19 ? "..." : "") + PROSE.substring(number % 32, number % 32 + 72);
    }

    private static String picture() {
        byte[] octets = new byte[64 * 1024];
        new Random(793).nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String line(String text, int number) {
        return text.substring(number * LINE_LENGTH, (number + 1) * LINE_LENGTH);
    }

    private static StringBuilder crlf(StringBuilder text) {
        return new StringBuilder(text.toString().replace("\n", "\r\n"));
    }

    private static String filled(StringBuilder text, int octets, IntFunction<String> lines) {
        for (int number = 0; text.length() < octets; number++) {
            String line = lines.apply(number);
            int left = octets - text.length() - 2;
            text.append(line.length() + 2 > left ? "x".repeat(left) : line).append("\r\n");
        }
        return text.toString();
    }
}
