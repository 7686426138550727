package dev.yubin.imap.server;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF8=ACCEPT: RFC 6855. */
class Utf8AcceptTest {
    private static final String ENABLE = """
            C: e1 ENABLE UTF8=ACCEPT
            S: * ENABLED UTF8=ACCEPT
            S: e1 OK ENABLE done
            """;

    @RegisterExtension
    final Office office = Office.with("Subject: =?UTF-8?Q?gro=C3=9Fe?=\n\none\n");

    @Test
    void namesAreUtf8QuotedOrBareAndAnAmpersandIsItself() {
        office.wire().playEveryWay(office.afterLogin(ENABLE + """
                C: a1 CREATE "R&D größe"
                S: a1 OK CREATE done
                C: a2 CREATE R&B
                S: a2 OK CREATE done
                C: a3 CREATE &AOQ-
                S: a3 OK CREATE done
                C: a4 CREATE größe
                S: a4 OK CREATE done
                C: a5 LIST "" R*
                S: * LIST (\\HasNoChildren) "/" R&B
                S: * LIST (\\HasNoChildren) "/" "R&D größe"
                S: a5 OK LIST done
                C: a6 STATUS &AOQ- (MESSAGES)
                S: * STATUS &AOQ- (MESSAGES 0)
                S: a6 OK STATUS done
                C: a7 STATUS "größe" (MESSAGES)
                S: * STATUS "größe" (MESSAGES 0)
                S: a7 OK STATUS done
                """));
    }

    /** Section 3: "any octet sequences with the high bit set that fail to comply"; and no line separators in names. */
    @Test
    void whatIsNoUtf8IsBadAndNotAllOfUnicodeIsAName() {
        office.loggedIn(ENABLE + """
                C: a1 CREATE "gr\\xF6\\xDFe"
                S: a1 BAD CREATE: expected text in UTF-8
                C: a2 CREATE "a\\xE2\\x80\\xA8b"
                S: a2 NO [CANNOT] a mailbox's name has no U+2028
                """);
    }

    /** RFC 9051 section 5.1: "MUST prohibit the creation of 8-bit mailbox names that do not comply with Net-Unicode", in which there is one way to write an e with its accent. */
    @Test
    void aNameInAnotherFormThanNetUnicodesIsNotMade() {
        office.loggedIn(ENABLE + """
                C: a1 CREATE "cafe\\xCC\\x81"
                S: a1 NO [CANNOT] a mailbox's name is in normalization form C
                C: a2 CREATE "caf\\xC3\\xA9"
                S: a2 OK CREATE done
                C: a3 RENAME "caf\\xC3\\xA9" "bu\\xCC\\x88ro"
                S: a3 NO [CANNOT] a mailbox's name is in normalization form C
                """);
    }

    @Test
    void aSearchNamesNoCharset() {
        office.selected("""
                C: a1 SEARCH CHARSET UTF-8 SUBJECT {6+}
                C: große
                S: * SEARCH 1
                S: a1 OK SEARCH done
                """ + ENABLE + """
                C: a2 SEARCH CHARSET UTF-8 SUBJECT "große"
                S: a2 BAD SEARCH: no CHARSET is named once UTF8=ACCEPT is enabled (RFC 6855 section 3)
                C: a3 UID SEARCH RETURN (ALL) CHARSET US-ASCII ALL
                S: a3 BAD UID SEARCH: no CHARSET ...
                C: a4 SEARCH SUBJECT "große"
                S: * SEARCH 1
                S: a4 OK SEARCH done
                C: a5 SORT (DATE) UTF-8 SUBJECT "große"
                S: * SORT 1
                S: a5 OK SORT done
                """);
    }

    @Test
    void messagesWithHeadersInUtf8ComeAsUtf8Data() {
        office.wire().playEveryWay(office.afterSelect(ENABLE + """
                C: a1 APPEND INBOX (\\Seen) UTF8 (~{20+}
                C: Subject: größe
                C:
                C: )
                S: * 2 EXISTS
                S: * 1 RECENT
                S: a1 OK [APPENDUID ... 2] APPEND done
                C: a2 APPEND INBOX UTF8 (~{20+}
                C: Subject: größe
                C:
                C: ) {3+}
                C: a
                C:  UTF8 (~{20+}
                C: Subject: größe
                C:
                C: )
                S: * 5 EXISTS
                S: * 4 RECENT
                S: a2 OK [APPENDUID ... 3:5] APPEND done
                C: a3 FETCH 2,4 RFC822.SIZE
                S: * 2 FETCH (RFC822.SIZE 20)
                S: * 4 FETCH (RFC822.SIZE 3)
                S: a3 OK FETCH done
                """));
    }

    @Test
    void itWaitsForTheGoAheadWhereTheClientDoes() {
        office.wire().play(office.afterLogin(ENABLE + """
                C: a1 APPEND INBOX UTF8 (~{20}
                S: + Ready for literal data
                C: Subject: größe
                C:
                C: )
                S: a1 OK [APPENDUID ... 2] APPEND done
                """));
    }

    @Test
    void brokenUtf8DataAppendNothing() {
        office.wire().play(office.afterLogin(ENABLE + """
                C: a1 APPEND INBOX UTF8 (~{3+}
                C: a
                C:
                S: a1 BAD ... expected ')' at octet 1 but found the end of the line
                C: a2 APPEND INBOX UTF8 ({3+}
                C: a
                C: )
                S: a2 BAD APPEND: expected a literal8 ...
                C: a3 APPEND INBOX {3+}
                C: a
                C: )
                S: a3 BAD ...
                C: a4 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 1)
                S: a4 OK STATUS done
                """));
    }

    @Test
    void whoDidNotEnableItSendsNoUtf8Data() {
        office.loggedIn("""
                C: a1 APPEND INBOX UTF8 (~{20+}
                C: Subject: größe
                C:
                C: )
                S: a1 BAD UTF8 data need ENABLE UTF8=ACCEPT (RFC 6855 section 4)
                C: a2 NOOP
                S: a2 OK NOOP done
                """);
    }

    /** Whoever moves old mail here would lose it otherwise. */
    @Test
    void whatIsNotQuiteRightIsTakenAllTheSame() {
        office.loggedIn("""
                C: a1 APPEND INBOX {20+}
                C: Subject: größe
                C:
                C:
                S: a1 OK [APPENDUID ... 2] APPEND done
                """);
    }

    /** CATENATE takes them as well: cat-part =/ utf8-literal. */
    @Test
    void piecesOfMessagesComeAsUtf8Data() {
        office.wire().playEveryWay(office.afterSelect(ENABLE + """
                C: a1 APPEND INBOX CATENATE (UTF8 (~{18+}
                C: Subject: größe
                C: ) TEXT {2+}
                C:
                C:  UTF8 (~{3+}
                C: one) URL "/INBOX/;UID=1/;SECTION=TEXT")
                S: * 2 EXISTS
                S: * 1 RECENT
                S: a1 OK [APPENDUID ... 2] APPEND done
                C: a2 FETCH 2 BODY.PEEK[]
                S: * 2 FETCH (BODY[] {28}
                S: Subject: größe
                S:
                S: oneone
                S: )
                S: a2 OK FETCH done
                C: a3 APPEND INBOX CATENATE (UTF8 (~{3+}
                C: one TEXT {1+}
                C: x)
                S: a3 BAD ...
                """));
    }

    /** Section 4: "the server MUST reject, with a NO response, an APPEND command that includes any 8-bit character in message header fields". */
    @Nested
    class WhereHeadersAreAscii {
        @RegisterExtension
        final Office strict = Office.with("Subject: one\n\none\n").described(builder -> builder.asciiHeaders(true));

        @Test
        void whoDidNotEnableItSendsThemSo() {
            strict.wire().playEveryWay(strict.afterLogin("""
                    C: a1 APPEND INBOX {20+}
                    C: Subject: größe
                    C:
                    C:
                    S: a1 NO [CANNOT] a header with octets above 127 needs ENABLE UTF8=ACCEPT
                    C: a2 APPEND INBOX {10+}
                    C: A: b
                    C:
                    C: ß
                    S: a2 OK [APPENDUID ... 2] APPEND done
                    C: a3 APPEND INBOX CATENATE (TEXT {6+}
                    C: A: b
                    C:  TEXT {7+}
                    C: B: ß
                    C: )
                    S: a3 NO [CANNOT] a header ...
                    """));
        }

        @ParameterizedTest
        @ValueSource(strings = {"IMAP4rev2", "UTF8=ACCEPT"})
        void whoEnabledUtf8InAnyWayMaySendThemAsTheyAre(String capability) {
            strict.loggedIn("""
                    C: e1 ENABLE %1$s
                    S: * ENABLED %1$s
                    S: e1 OK ENABLE done
                    C: a1 APPEND INBOX {20+}
                    C: Subject: größe
                    C:
                    C:
                    S: a1 OK [APPENDUID ... 2] APPEND done
                    """.formatted(capability));
        }
    }
}
