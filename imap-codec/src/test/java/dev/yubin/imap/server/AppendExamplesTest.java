package dev.yubin.imap.server;

import dev.yubin.mailbox.memory.MemoryMailStore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The examples of MULTIAPPEND (RFC 3502 section 6.3.11), UIDPLUS (RFC 4315 sections 2.1 and 3) and MOVE (RFC 6851 section 3.3), with the UIDs
 * that they have.
 */
class AppendExamplesTest {
    private static final String HELLO_JOE = """
            C: Date: Mon, 7 Feb 1994 21:52:25 -0800 (PST)
            C: From: Fred Foobar <foobar@example.com>
            C: Subject: afternoon meeting
            C: To: mooch@example.com
            C: Message-Id: <B27397-0100000@example.com>
            C: MIME-Version: 1.0
            C: Content-Type: TEXT/PLAIN; CHARSET=US-ASCII
            C:
            C: Hello Joe, do you think we can meet at 3:30 tomorrow?
            """;

    @RegisterExtension
    final Office office = Office.with().keptIn(AppendExamplesTest::archive);

    private static MemoryMailStore archive() {
        Archive archive = Archive.of(
                        MemoryMailStore.builder().accountMessages(80).build())
                .mailbox("saved-messages", 38505)
                .next(3955)
                .mailbox("meeting", 38505)
                .next(3956)
                .mailbox("foo", 432432)
                .next(1202)
                .mailbox("INBOX", 1)
                .message(1, "", "a: 1\n\n1\n");
        for (long uid = 42; uid <= 69; uid++) {
            archive.message(uid, "", "a: 1\n\n1\n");
        }
        return archive.message(304, "", "a: 2\n\n2\n")
                .message(319, "", "a: 3\n\n3\n")
                .message(320, "", "a: 4\n\n4\n")
                .message(3000, "\\Deleted", "a: 5\n\n5\n")
                .message(3001, "\\Deleted", "a: 5\n\n5\n")
                .message(3002, "\\Deleted", "a: 5\n\n5\n")
                .message(3003, "\\Deleted", "a: 5\n\n5\n")
                .store();
    }

    private void play(String transcript) {
        office.wire().waiting().playUncut(office.afterLogin(transcript));
    }

    @Test
    void severalMessagesAreAppendedAtOnce() {
        play("""
                C: A003 APPEND saved-messages (\\Seen) {297}
                S: + Ready for literal data
                """ + HELLO_JOE + """
                C:  (\\Seen) " 7-Feb-1994 22:43:04 -0800" {295}
                S: + Ready for literal data
                C: Date: Mon, 7 Feb 1994 22:43:04 -0800 (PST)
                C: From: Joe Mooch <mooch@OWaTaGu.example.net>
                C: Subject: Re: afternoon meeting
                C: To: foobar@blurdybloop.example.com
                C: Message-Id: <a0434793874930@OWaTaGu.example.net>
                C: MIME-Version: 1.0
                C: Content-Type: TEXT/PLAIN; CHARSET=US-ASCII
                C:
                C: 3:30 is fine with me.
                C:
                S: A003 OK [APPENDUID 38505 3955:3956] APPEND done
                C: A004 APPEND bogusname (\\Flagged) {1023}
                S: A004 NO [TRYCREATE] ...
                C: A005 APPEND saved-messages (\\Flagged) {1}
                S: + Ready for literal data
                C: x (\\Deleted) {67108865}
                S: A005 NO [TOOBIG] ...
                C: A006 STATUS saved-messages (MESSAGES)
                S: * STATUS saved-messages (MESSAGES 2)
                S: A006 OK STATUS done
                """);
    }

    @Test
    void uidsAreToldOfWhatIsAppendedCopiedAndMoved() {
        String gone = IntStream.iterate(29, number -> number > 1, number -> number - 1)
                .mapToObj(number -> "S: * " + number + " EXPUNGE\n")
                .collect(Collectors.joining());
        play(Archive.select("INBOX", 36, 1) + """
                C: A003 APPEND saved-messages (\\Seen) {297+}
                """ + HELLO_JOE + """
                C:
                S: A003 OK [APPENDUID 38505 3955] APPEND done
                C: a UID MOVE 42:69 foo
                S: * OK [COPYUID 432432 42:69 1202:1229] moved
                """ + gone + """
                S: a OK UID MOVE done
                C: A004 COPY 2:4 meeting
                S: A004 OK [COPYUID 38505 304,319:320 3956:3958] COPY done
                C: A005 UID COPY 305:310 meeting
                S: A005 OK UID COPY done
                C: A003 UID EXPUNGE 3000:3002
                S: * 7 EXPUNGE
                S: * 6 EXPUNGE
                S: * 5 EXPUNGE
                S: A003 OK UID EXPUNGE done
                """);
    }
}
