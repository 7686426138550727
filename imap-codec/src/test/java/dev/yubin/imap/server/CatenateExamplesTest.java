package dev.yubin.imap.server;

import dev.yubin.mailbox.memory.MemoryMailStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of CATENATE, with the mailboxes that their URLs name: RFC 4469 appendix A. */
class CatenateExamplesTest {
    /** "The original message in examples 1 and 2": a text and an application/x-zip-compressed. */
    private static final String DRAFT = """
            Date: Thu, 11 Nov 2004 16:57:07 +0000
            From: Bob Ar <bar@example.org>
            Subject: Our trip
            MIME-Version: 1.0
            Content-Type: multipart/mixed;
                          boundary="------------030308070208000400050907"

            --------------030308070208000400050907
            Content-Type: text/plain; charset=us-ascii

            Our travel agent has sent a schedule.
            --------------030308070208000400050907
            Content-Type: application/x-zip-compressed
            Content-Transfer-Encoding: base64

            UEsDBA==
            --------------030308070208000400050907--
            """;

    private static final String SLIDES =
            DRAFT.replace("050907", "050903").replace("x-zip-compressed", "vnd.ms-powerpoint");

    private static final String NEW_ATTACHMENT = "Content-Type: text/csv\n\n11,12\n\nx";

    @RegisterExtension
    final Office office = Office.with().keptIn(CatenateExamplesTest::archive);

    private static MemoryMailStore archive() {
        return Archive.empty()
                .mailbox("Drafts", 385759045)
                .message(20, "\\Draft", DRAFT)
                .message(21, "\\Draft", SLIDES)
                .message(30, "", NEW_ATTACHMENT)
                .next(45)
                .mailbox("Sent", 1)
                .mailbox("INBOX", 785799047)
                .message(11467, "", "Subject: first\n\n1\n")
                .message(11916, "", "Subject: last\n\n2\n")
                .store();
    }

    private void play(String transcript) {
        office.wire().waiting().playUncut(office.afterLogin(transcript));
    }

    /** The new message, which is the last of Drafts. */
    private static String drafts(int exists, String flags, String fetched) {
        return """
                C: x1 EXAMINE Drafts
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS ()] ...
                S: * %1$d EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY 385759045] ...
                S: * OK [UIDNEXT 46] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: x1 OK [READ-ONLY] EXAMINE done
                C: x2 UID FETCH 45 (FLAGS BODY[HEADER.FIELDS (Subject)] BODY[1] BODY[2.MIME] BODY[2])
                S: * %1$d FETCH (UID 45 FLAGS (%2$s) %3$s)
                S: x2 OK UID FETCH done
                """.formatted(exists, flags, fetched);
    }

    private static final String FLAGS = "$MDNSent \\Draft \\Seen";

    @Test
    void anAttachmentIsReplaced() {
        play("""
                C: A003 APPEND Drafts (\\Seen \\Draft $MDNSent) CATENATE (URL "/Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER" TEXT {42}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050907
                C:  URL "/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME" URL "/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1" TEXT {42}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050907
                C:  URL "/Drafts;UIDVALIDITY=385759045/;UID=30" TEXT {44}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050907--
                C: )
                S: A003 OK [APPENDUID 385759045 45] APPEND done
                """ + drafts(4, FLAGS, """
                BODY[HEADER.FIELDS (Subject)] {21}
                S: Subject: Our trip
                S:
                S:  BODY[1] {37}
                S: Our travel agent has sent a schedule. BODY[2.MIME] {26}
                S: Content-Type: text/csv
                S:
                S:  BODY[2] {10}
                S: 11,12
                S:
                S: x"""));
    }

    @Test
    void textAndHeaderAreWrittenAnew() {
        play("""
                C: A003 APPEND Drafts (\\Seen \\Draft $MDNSent) CATENATE (TEXT {721}
                S: + Ready for literal data
                C: Return-Path: <bar@example.org>
                C: Received: from [127.0.0.2]
                C:           by rufus.example.org via TCP (internal) with ESMTPA;
                C:           Thu, 11 Nov 2004 16:57:07 +0000
                C: Message-ID: <419399E1.6000505@example.org>
                C: Date: Thu, 12 Nov 2004 16:57:05 +0000
                C: From: Bob Ar <bar@example.org>
                C: X-Accept-Language: en-us, en
                C: MIME-Version: 1.0
                C: To: foo@example.net
                C: Subject: About our holiday trip
                C: Content-Type: multipart/mixed;
                C:               boundary="------------030308070208000400050907"
                C:
                C: --------------030308070208000400050907
                C: Content-Type: text/plain; charset=us-ascii; format=flowed
                C: Content-Transfer-Encoding: 7bit
                C:
                C: Our travel agent has sent the updated schedule.
                C:
                C: Cheers,
                C: Bob
                C: --------------030308070208000400050907
                C:  URL "/Drafts;UIDVALIDITY=385759045/;UID=20/;Section=2.MIME" URL "/Drafts;UIDVALIDITY=385759045/;UID=20/;Section=2" TEXT {44}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050907--
                C: )
                S: A003 OK [APPENDUID 385759045 45] APPEND done
                """ + Archive.select("Drafts", 4, 1) + """
                C: A004 UID STORE 20 +FLAGS.SILENT (\\Deleted)
                S: A004 OK UID STORE done
                C: u UNSELECT
                S: u OK UNSELECT done
                """ + drafts(4, FLAGS, """
                BODY[HEADER.FIELDS (Subject)] {35}
                S: Subject: About our holiday trip
                S:
                S:  BODY[1] {63}
                S: Our travel agent has sent the updated schedule.
                S:
                S: Cheers,
                S: Bob BODY[2.MIME] {81}
                S: Content-Type: application/x-zip-compressed
                S: Content-Transfer-Encoding: base64
                S:
                S:  BODY[2] {8}
                S: UEsDBA=="""));
    }

    @Test
    void anAttachmentIsStripped() {
        play("""
                C: A003 APPEND Drafts (\\Seen \\Draft $MDNSent) CATENATE (URL "/Drafts;UIDVALIDITY=385759045/;UID=21/;section=HEADER" TEXT {42}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050903
                C:  URL "/Drafts;UIDVALIDITY=385759045/;UID=21/;section=1.MIME" URL "/Drafts;UIDVALIDITY=385759045/;UID=21/;section=1" TEXT {255}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050903
                C: Content-type: text/plain; charset="us-ascii"
                C: Content-transfer-encoding: 7bit
                C:
                C: This body part contained a Power Point presentation that was
                C: deleted upon your request.
                C: --------------030308070208000400050903--
                C: )
                S: A003 OK [APPENDUID 385759045 45] APPEND done
                """ + drafts(4, FLAGS, """
                BODY[HEADER.FIELDS (Subject)] {21}
                S: Subject: Our trip
                S:
                S:  BODY[1] {37}
                S: Our travel agent has sent a schedule. BODY[2.MIME] {81}
                S: Content-type: text/plain; charset="us-ascii"
                S: Content-transfer-encoding: 7bit
                S:
                S:  BODY[2] {88}
                S: This body part contained a Power Point presentation that was
                S: deleted upon your request."""));
    }

    /** "Note that the server could have validated the URLs as they were received": this one does. */
    @Test
    void whatNamesNoMessageFailsTheDigest() {
        play("""
                C: A003 APPEND Sent (\\Seen $MDNSent) CATENATE (TEXT {540}
                S: + Ready for literal data
                C: Return-Path: <foo@example.org>
                C: Received: from [127.0.0.2]
                C:           by rufus.example.org via TCP (internal) with ESMTPA;
                C:           Thu, 11 Nov 2004 16:57:07 +0000
                C: Message-ID: <419399E1.6000505@example.org>
                C: Date: Thu, 21 Nov 2004 16:57:05 +0000
                C: From: Farren Oo <foo@example.org>
                C: X-Accept-Language: en-us, en
                C: MIME-Version: 1.0
                C: To: bar@example.org
                C: Subject: Digest of the mailing list for today
                C: Content-Type: multipart/digest;
                C:               boundary="------------030308070208000400050904"
                C:
                C: --------------030308070208000400050904
                C:  URL "/INBOX;UIDVALIDITY=785799047/;UID=11467" TEXT {42}
                S: + Ready for literal data
                C:
                C: --------------030308070208000400050904
                C:  URL "/INBOX;UIDVALIDITY=785799047/;UID=113330/;section=1.5.9" TEXT {42}
                S: A003 NO [BADURL /INBOX;UIDVALIDITY=785799047/;UID=113330/;section=1.5.9] ...
                C: A004 STATUS Sent (MESSAGES)
                S: * STATUS Sent (MESSAGES 0)
                S: A004 OK STATUS done
                """);
    }
}
