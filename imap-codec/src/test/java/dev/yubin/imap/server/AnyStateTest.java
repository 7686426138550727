package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of any state, and commands in the wrong one: RFC 9051 sections 3, 6.1 and 5.5. */
class AnyStateTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n");

    /** ASTRING-CHARs other than +: RFC 9051 section 9. */
    @Test
    void aTagMayHaveABracketInIt() {
        office.play("""
                S: * OK [CAPABILITY ...] Yubin ready
                C: a]1 NOOP
                S: a]1 OK NOOP done
                """);
    }

    @Test
    void capabilitiesAreThoseOfTheMoment() {
        office.play("""
                S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE STARTTLS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN] Yubin ready
                C: a1 CAPABILITY
                S: * CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE STARTTLS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN
                S: a1 OK CAPABILITY done
                C: a2 LOGIN bbb@osaka.test tanuki
                S: a2 OK [CAPABILITY IMAP4rev2 ... IDLE ... APPENDLIMIT=67108864 MOVE] LOGIN done
                C: a3 CAPABILITY
                S: * CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE IDLE COMPRESS=DEFLATE NAMESPACE CHILDREN UNSELECT UIDPLUS MULTIAPPEND CATENATE BINARY CONDSTORE QRESYNC ESEARCH SEARCHRES PARTIAL CONTEXT=SEARCH CONTEXT=SORT MULTISEARCH SEARCH=FUZZY I18NLEVEL=1 WITHIN SORT SORT=DISPLAY ESORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE STATUS=SIZE UTF8=ACCEPT INPROGRESS UIDONLY UIDBATCHES APPENDLIMIT=67108864 MOVE
                S: a3 OK CAPABILITY done
                """);
    }

    @Test
    void noopAndIdAreAnsweredInEveryState() {
        office.wire().playEveryWay("""
                S: * OK ...
                C: a1 NOOP
                S: a1 OK NOOP done
                C: a2 ID NIL
                S: * ID ("name" "Yubin")
                S: a2 OK ID done
                C: a3 id ("name" "x" "version" NIL)
                S: * ID ("name" "Yubin")
                S: a3 OK ID done
                """);
        office.selected("""
                C: a1 NOOP
                S: a1 OK NOOP done
                C: a2 ID NIL
                S: * ID ("name" "Yubin")
                S: a2 OK ID done
                """);
    }

    @Test
    void logoutSaysGoodbyeAndHearsNothingMore() {
        office.play("""
                S: * OK ...
                C: a1 LOGOUT
                S: * BYE goodbye
                S: a1 OK LOGOUT done
                EOF
                """);
        office.selected("""
                C: a1 LOGOUT
                C: a2 NOOP
                C: a3 STORE 1 +FLAGS (\\Seen)
                S: * BYE goodbye
                S: a1 OK LOGOUT done
                EOF
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a1 XYZZY           | a1 BAD XYZZY is not known here
            a1 NOOP 1          | a1 BAD ...
            a1 CAPABILITY now  | a1 BAD ...
            a1 LOGOUT now      | a1 BAD ...
            a1 ID              | a1 BAD ...
            a1 ID ("name")     | a1 BAD ...
            a1 UID NOOP        | a1 BAD ...
            a1                 | a1 BAD ...
            a1  NOOP           | a1 BAD ...
            +1 NOOP            | * BAD ...
            a(1 NOOP           | a BAD ...
            ''                 | * BAD ...
            """)
    void whatIsNoCommandIsBadAndTheConversationGoesOn(String line, String answer) {
        office.play("""
                S: * OK ...
                C: %s
                S: %s
                C: a2 NOOP
                S: a2 OK NOOP done
                """.formatted(line, answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENABLE CONDSTORE",
                "SELECT INBOX",
                "EXAMINE INBOX",
                "CREATE a",
                "DELETE a",
                "RENAME a b",
                "SUBSCRIBE a",
                "UNSUBSCRIBE a",
                "LIST \"\" *",
                "LSUB \"\" *",
                "NAMESPACE",
                "STATUS INBOX (MESSAGES)",
                "IDLE",
                "FETCH 1 FLAGS"
            })
    void beforeLoginThereIsNoMailbox(String command) {
        office.play("""
                S: * OK ...
                C: a1 %s
                S: a1 BAD ... is not possible before login
                """.formatted(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLOSE",
                "UNSELECT",
                "CHECK",
                "EXPUNGE",
                "SEARCH ALL",
                "FETCH 1 FLAGS",
                "STORE 1 FLAGS ()",
                "COPY 1 INBOX",
                "MOVE 1 INBOX",
                "UID EXPUNGE 1",
                "UID SEARCH ALL",
                "UID FETCH 1 FLAGS",
                "UID STORE 1 FLAGS ()",
                "UID COPY 1 INBOX",
                "UID MOVE 1 INBOX"
            })
    void withoutASelectedMailboxThereAreNoMessages(String command) {
        office.loggedIn("""
                C: a1 %s
                S: a1 BAD ... is not possible with no mailbox selected
                """.formatted(command));
    }

    @Test
    void nobodyLogsInTwice() {
        office.loggedIn("""
                C: a1 LOGIN bbb@osaka.test tanuki
                S: a1 BAD LOGIN is not possible after login
                C: a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                S: a2 BAD AUTHENTICATE is not possible after login
                C: a3 STARTTLS
                S: a3 BAD STARTTLS is not possible after login
                C: a4 LANGUAGE ja
                S: * LANGUAGE (ja)
                S: a4 OK ...
                C: a5 LOGIN bbb@osaka.test tanuki
                S: a5 BAD LOGIN はログインの後には使えません
                """);
    }
}
