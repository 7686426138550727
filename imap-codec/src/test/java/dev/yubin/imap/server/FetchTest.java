package dev.yubin.imap.server;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FETCH: RFC 9051 sections 6.4.5 and 7.5.2, its older names RFC 3501 section 6.4.5, BINARY RFC 3516. */
class FetchTest {
    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN, Letters.PARTS, Letters.HARD, Letters.WRONG);

    @Test
    void everyAttributeAndMacroIsAnswered() {
        office.selected("""
                C: a1 FETCH 1 FAST
                S: * 1 FETCH (FLAGS () INTERNALDATE " 1-Apr-2025 10:00:00 +0000" RFC822.SIZE %1$d)
                S: a1 OK FETCH done
                C: a2 FETCH 1 ALL
                S: * 1 FETCH (FLAGS () INTERNALDATE " 1-Apr-2025 10:00:00 +0000" RFC822.SIZE %1$d ENVELOPE ("Tue, 1 Apr 2025 10:11:12 +0900" "hello" (("Ann Smith" NIL "aaa" "tokyo.test")) (("Ann Smith" NIL "aaa" "tokyo.test")) (("Ann Smith" NIL "aaa" "tokyo.test")) ((NIL NIL "bbb" "osaka.test")) NIL NIL NIL "<1@tokyo.test>"))
                S: a2 OK FETCH done
                C: a3 FETCH 1 FULL
                S: * 1 FETCH (FLAGS () INTERNALDATE "..." RFC822.SIZE %1$d ENVELOPE (...) BODY ("text" "plain" ("charset" "us-ascii") NIL NIL "7BIT" 15 2))
                S: a3 OK FETCH done
                C: a4 FETCH 1 (UID MODSEQ)
                S: * OK [HIGHESTMODSEQ 5] ...
                S: * 1 FETCH (UID 1 MODSEQ (2))
                S: a4 OK FETCH done
                C: a5 UID FETCH 1 (FLAGS UID)
                S: * 1 FETCH (UID 1 FLAGS ())
                S: a5 OK UID FETCH done
                """.formatted(Letters.octets(Letters.PLAIN)));
    }

    @Test
    void bodiesAreTheOctetsThemselvesUnderEveryName() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 FETCH 1 BODY.PEEK[HEADER]
                S: * 1 FETCH (BODY[HEADER] {138}
                S: Date: Tue, 1 Apr 2025 10:11:12 +0900
                S: From: Ann Smith <aaa@tokyo.test>
                S: To: bbb@osaka.test
                S: Subject: hello
                S: Message-ID: <1@tokyo.test>
                S:
                S: )
                S: a1 OK FETCH done
                C: a2 FETCH 1 RFC822.TEXT
                S: * 1 FETCH (RFC822.TEXT {15}
                S: first
                S: second
                S:  FLAGS (\\Seen))
                S: a2 OK FETCH done
                """));
        office.selected("""
                C: a1 FETCH 1 (RFC822.HEADER)
                S: * 1 FETCH (RFC822.HEADER {138}
                S: Date: ...
                S: From: ...
                S: To: ...
                S: Subject: ...
                S: Message-ID: ...
                S:
                S: )
                S: a1 OK FETCH done
                C: a2 UID FETCH 1 RFC822
                S: * 1 FETCH (UID 1 RFC822 {153}
                S: Date: ...
                S: From: ...
                S: To: ...
                S: Subject: ...
                S: Message-ID: ...
                S:
                S: first
                S: second
                S:  FLAGS (\\Seen))
                S: a2 OK UID FETCH done
                """);
    }

    @Test
    void onlyABodyThatIsNotPeekedAtBecomesSeen() {
        office.selected("""
                C: a1 FETCH 1 (BODY.PEEK[TEXT] RFC822.HEADER BINARY.PEEK[1] BINARY.SIZE[1] BODYSTRUCTURE)
                S: * 1 FETCH (BODY[TEXT] {15}
                S: first
                S: second
                S:  RFC822.HEADER {138}
                S: Date: ...
                S: From: ...
                S: To: ...
                S: Subject: ...
                S: Message-ID: ...
                S:
                S:  BINARY[1] ~{15}
                S: first
                S: second
                S:  BINARY.SIZE[1] 15 BODYSTRUCTURE (...))
                S: a1 OK FETCH done
                C: a2 FETCH 1 FLAGS
                S: * 1 FETCH (FLAGS ())
                S: a2 OK FETCH done
                C: a3 FETCH 1 (FLAGS BODY[TEXT]<0.2>)
                S: * 1 FETCH (FLAGS (\\Seen) BODY[TEXT]<0> {2}
                S: fi)
                S: a3 OK FETCH done
                C: a4 FETCH 1 BODY[TEXT]<2.3>
                S: * 1 FETCH (BODY[TEXT]<2> {3}
                S: rst)
                S: a4 OK FETCH done
                """);
    }

    @Test
    void aRangeEndsWithTheOctetsThereAre() {
        office.selected("""
                C: a1 FETCH 1 BODY.PEEK[TEXT]<10.1000>
                S: * 1 FETCH (BODY[TEXT]<10> {5}
                S: ond
                S: )
                S: a1 OK FETCH done
                C: a2 FETCH 1 BODY.PEEK[TEXT]<15.10>
                S: * 1 FETCH (BODY[TEXT]<15> {0}
                S: )
                S: a2 OK FETCH done
                C: a3 FETCH 1 BODY.PEEK[]<4294967295.4294967295>
                S: * 1 FETCH (BODY[]<4294967295> {0}
                S: )
                S: a3 OK FETCH done
                C: a4 FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]<9.100>
                S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)]<9> {9}
                S: hello
                S:
                S: )
                S: a4 OK FETCH done
                """);
    }

    @Test
    void headerFieldsAreChosenByNameInAnyCase() {
        office.selected("""
                C: a1 FETCH 1 BODY.PEEK[HEADER.FIELDS (subject FROM X-None)]
                S: * 1 FETCH (BODY[HEADER.FIELDS (subject FROM X-None)] {52}
                S: From: Ann Smith <aaa@tokyo.test>
                S: Subject: hello
                S:
                S: )
                S: a1 OK FETCH done
                C: a2 FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (date from "to" MESSAGE-ID)]
                S: * 1 FETCH (BODY[HEADER.FIELDS.NOT (date from to MESSAGE-ID)] {18}
                S: Subject: hello
                S:
                S: )
                S: a2 OK FETCH done
                C: a3 FETCH 1 BODY.PEEK[HEADER.FIELDS (X-None)]
                S: * 1 FETCH (BODY[HEADER.FIELDS (X-None)] {2}
                S:
                S: )
                S: a3 OK FETCH done
                """);
    }

    @Test
    void partsAreFoundByTheirNumbers() {
        office.selected("""
                C: a1 FETCH 2 BODY.PEEK[1]
                S: * 2 FETCH (BODY[1] {4}
                S: text)
                S: a1 OK FETCH done
                C: a2 FETCH 2 BODY.PEEK[2.HEADER.FIELDS (From)]
                S: * 2 FETCH (BODY[2.HEADER.FIELDS (From)] {24}
                S: From: ccc@osaka.test
                S:
                S: )
                S: a2 OK FETCH done
                C: a3 FETCH 2 (BODY.PEEK[2.1] BODY.PEEK[2.2] BODY.PEEK[2.2.MIME])
                S: * 2 FETCH (BODY[2.1] {5}
                S: plain BODY[2.2] {11}
                S: <b>rich</b> BODY[2.2.MIME] {27}
                S: Content-Type: text/html
                S:
                S: )
                S: a3 OK FETCH done
                C: a4 FETCH 2 BODY.PEEK[2.TEXT]
                S: * 2 FETCH (BODY[2.TEXT] {...}
                S: --c
                S:
                S: plain
                S: --c
                S: Content-Type: text/html
                S:
                S: <b>rich</b>
                S: --c--
                S: )
                S: a4 OK FETCH done
                C: a5 FETCH 2 BODY.PEEK[2.MIME]
                S: * 2 FETCH (BODY[2.MIME] {32}
                S: Content-Type: message/rfc822
                S:
                S: )
                S: a5 OK FETCH done
                C: a6 FETCH 2 BODY.PEEK[2]<0.14>
                S: * 2 FETCH (BODY[2]<0> {14}
                S: Subject: inner)
                S: a6 OK FETCH done
                C: a7 FETCH 2 (BODY.PEEK[4] BODY.PEEK[1.1] BODY.PEEK[1.HEADER] BODY.PEEK[2.3])
                S: * 2 FETCH (BODY[4] NIL BODY[1.1] NIL BODY[1.HEADER] NIL BODY[2.3] NIL)
                S: a7 OK FETCH done
                C: a8 FETCH 1 (BODY.PEEK[1]<0.5> BODY.PEEK[1.MIME])
                S: * 1 FETCH (BODY[1]<0> {5}
                S: first BODY[1.MIME] {138}
                S: Date: ...
                S: From: ...
                S: To: ...
                S: Subject: ...
                S: Message-ID: ...
                S:
                S: )
                S: a8 OK FETCH done
                """);
    }

    @Test
    void binaryTakesTheTransferEncodingAway() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 FETCH 2 (BODY.PEEK[3] BINARY.SIZE[3] BINARY[3])
                S: * 2 FETCH (BODY[3] {8}
                S: AAEC/w== BINARY.SIZE[3] 4 BINARY[3] ~{4}
                S: \\x00\\x01\\x02\\xff FLAGS (\\Seen))
                S: a1 OK FETCH done
                C: a2 FETCH 2 BINARY.PEEK[3]<1.2>
                S: * 2 FETCH (BINARY[3]<1> ~{2}
                S: \\x01\\x02)
                S: a2 OK FETCH done
                """));
        office.selected("""
                C: a3 FETCH 4 BINARY.PEEK[1]
                S: a3 NO [UNKNOWN-CTE] ...
                C: a4 FETCH 4 BINARY.SIZE[1]
                S: a4 NO [UNKNOWN-CTE] ...
                C: a5 FETCH 2 BINARY.PEEK[7]
                S: * 2 FETCH (BINARY[7] NIL)
                S: a5 OK FETCH done
                """);
    }

    @Test
    void aStructureNamesEveryPart() {
        office.selected("""
                C: a1 FETCH 2 BODYSTRUCTURE
                S: * 2 FETCH (BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "7BIT" 4 0 NIL NIL NIL NIL)("message" "rfc822" NIL NIL NIL "7BIT" ... (NIL "inner" ((NIL NIL "ccc" "osaka.test")) ((NIL NIL "ccc" "osaka.test")) ((NIL NIL "ccc" "osaka.test")) NIL NIL NIL NIL NIL) (("text" "plain" ("charset" "us-ascii") NIL NIL "7BIT" 5 0 NIL NIL NIL NIL)("text" "html" NIL NIL NIL "7BIT" 11 0 NIL NIL NIL NIL) "alternative" ("boundary" "c") NIL NIL NIL) ... NIL NIL NIL NIL)("application" "octet-stream" ("name" "x.bin") NIL NIL "base64" 8 NIL ("attachment" ("filename" "x.bin")) NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))
                S: a1 OK FETCH done
                C: a2 FETCH 2 BODY
                S: * 2 FETCH (BODY (("text" "plain" ("charset" "utf-8") NIL NIL "7BIT" 4 0)("message" "rfc822" NIL NIL NIL "7BIT" ... (...) (...) ...)("application" "octet-stream" ("name" "x.bin") NIL NIL "base64" 8) "mixed"))
                S: a2 OK FETCH done
                C: a3 FETCH 4 BODY
                S: * 4 FETCH (BODY (... NIL NIL "x-nobody" 6...))
                S: a3 OK FETCH done
                """);
    }

    @Test
    void anEnvelopeOfAHardHeaderIsWellFormed() {
        office.selected("""
                C: a1 FETCH 3 ENVELOPE
                S: * 3 FETCH (ENVELOPE (NIL "=?UTF-8?B?w6TDtg==?= folded" (("=?UTF-8?Q?J=C3=BCrgen?=" NIL "j" "example.net")) (("a \\\\"quoted\\\\" name" NIL "s" "example.net")) (("=?UTF-8?Q?J=C3=BCrgen?=" NIL "j" "example.net")) ((NIL NIL "friends" NIL)(NIL NIL "one" "example.net")(NIL NIL "two" "example.net")(NIL NIL NIL NIL)(NIL NIL "last" "example.net")) ((NIL NIL "undisclosed" NIL)(NIL NIL NIL NIL)) NIL "<0@example.net>" NIL))
                S: a1 OK FETCH done
                C: a2 FETCH 3 BODY.PEEK[HEADER.FIELDS (X-Eight)]
                S: * 3 FETCH (BODY[HEADER.FIELDS (X-Eight)] {20}
                S: X-Eight: größe
                S:
                S: )
                S: a2 OK FETCH done
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 1",
                "FETCH 1 ()",
                "FETCH 1 WHAT",
                "FETCH 1 (FLAGS FAST)",
                "FETCH 1 (FLAGS",
                "FETCH 1 BODY[",
                "FETCH 1 BODY[WHAT]",
                "FETCH 1 BODY[MIME]",
                "FETCH 1 BODY[0]",
                "FETCH 1 BODY[HEADER.FIELDS ()]",
                "FETCH 1 BODY[]<1>",
                "FETCH 1 BODY[]<0.0>",
                "FETCH 1,,2 FLAGS",
                "FETCH 4294967296 FLAGS",
                "FETCH 1 FLAGS (CHANGEDSINCE x)",
                "UID FETCH 1"
            })
    void whatIsNoFetchIsBad(String command) {
        office.selected("""
                C: a1 %s
                S: a1 BAD ...
                C: a2 NOOP
                S: a2 OK NOOP done
                """.formatted(command));
    }

    @Test
    void setsAreAnsweredInTheMailboxesOrderAndEachMessageOnce() {
        office.selected("""
                C: a1 FETCH 3,1:2,2:1,*:4 UID
                S: * 1 FETCH (UID 1)
                S: * 2 FETCH (UID 2)
                S: * 3 FETCH (UID 3)
                S: * 4 FETCH (UID 4)
                S: a1 OK FETCH done
                C: a2 FETCH *:3 UID
                S: * 3 FETCH (UID 3)
                S: * 4 FETCH (UID 4)
                S: a2 OK FETCH done
                """);
    }

    @Nested
    class OfANewMessage {
        @RegisterExtension
        final Office office = Office.with();

        @Test
        void recentIsWhatCameWhileTheClientLooked() {
            office.wire().playEveryWay(office.afterSelect("""
                    C: a1 APPEND INBOX {3+}
                    C: x
                    C:
                    S: * 1 EXISTS
                    S: * 1 RECENT
                    S: a1 OK ...
                    C: a2 FETCH 1 FLAGS
                    S: * 1 FETCH (FLAGS (\\Recent))
                    S: a2 OK FETCH done
                    C: a3 SEARCH NEW
                    S: * SEARCH 1
                    S: a3 OK SEARCH done
                    C: a4 STORE 1 FLAGS (\\Seen)
                    S: * 1 FETCH (FLAGS (\\Seen \\Recent))
                    S: a4 OK STORE done
                    C: a5 SEARCH OLD
                    S: * SEARCH
                    S: a5 OK SEARCH done
                    C: a6 ENABLE IMAP4rev2
                    S: * ENABLED IMAP4rev2
                    S: a6 OK ENABLE done
                    C: a7 FETCH 1 FLAGS
                    S: * 1 FETCH (FLAGS (\\Seen))
                    S: a7 OK FETCH done
                    """));
        }
    }
}
