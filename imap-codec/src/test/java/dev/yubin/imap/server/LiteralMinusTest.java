package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LITERAL-: RFC 7888 section 5. */
class LiteralMinusTest {
    private static final String LONGEST = "x".repeat(4094);

    @RegisterExtension
    final Office office =
            Office.with().described(builder -> builder.plaintextLogin(true).literalMinus(true));

    @Test
    void itIsOfferedInPlaceOfTheOther() {
        office.play("""
                S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL- SASL-IR ...] Yubin ready
                C: a1 LOGIN {14+}
                C: bbb@osaka.test {6+}
                C: tanuki
                S: a1 OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL- SASL-IR ...] LOGIN done
                """);
    }

    @Test
    void whatIsLongerThan4096OctetsWaits() {
        office.loggedIn("""
                C: a1 APPEND INBOX {4096+}
                C: %1$s
                C:
                S: a1 OK ...
                C: a2 APPEND INBOX {4097+}
                C: %1$sx
                C:
                S: a2 BAD [TOOBIG] a literal of more than 4096 octets waits for the go-ahead (RFC 7888 section 5)
                C: a3 APPEND INBOX {4097}
                S: + Ready for literal data
                C: %1$sx
                C:
                S: a3 OK ...
                """.formatted(LONGEST));
    }

    @Test
    void soDoesTheNextMessageOfAnAppend() {
        office.loggedIn("""
                C: a1 APPEND INBOX {1+}
                C: x {4097+}
                C: %1$sx
                C:
                S: a1 BAD [TOOBIG] a literal of more than 4096 octets waits for the go-ahead (RFC 7888 section 5)
                C: a2 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 0)
                S: a2 OK STATUS done
                """.formatted(LONGEST));
    }
}
