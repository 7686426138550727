package dev.yubin.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What one side says, and what is heard of it: most of it from the examples of RFC 9051 sections 6 and 7. A line {@code C:} or {@code S:} ends with CR
 * LF; ␀ is NUL; {@code H:} is what a codec hands on.
 */
public final class ExampleTranscripts {
    private ExampleTranscripts() {}

    public static Stream<Arguments> ofClients() {
        return Stream.of(
                of("before login", """
                        C: abcd CAPABILITY
                        H: ImapRequest[tag=abcd, command=Bare[verb=CAPABILITY]]
                        C: a002 noop
                        H: ImapRequest[tag=a002, command=Bare[verb=NOOP]]
                        C: a002 AUTHENTICATE GSSAPI
                        H: ImapRequest[tag=a002, command=Authenticate[mechanism=GSSAPI, initialResponse=Optional.empty]]
                        C: YIIB+wYJKoZIhvcSAQICAQBuggHqMIIB5qADAgEFoQMCAQ6iBwMFACAAAAA=
                        H: ContinuationLine[text=[secret]]
                        C: a003 LOGIN {11+}
                        C: FRED FOOBAR {7+}
                        C: fat man
                        H: ImapRequest[tag=a003, command=Login[user=FRED FOOBAR, password=[secret]]]
                        C: a004 LOGIN SMITH SESAME
                        H: ImapRequest[tag=a004, command=Login[user=SMITH, password=[secret]]]
                        C: A023 LOGOUT
                        H: ImapRequest[tag=A023, command=Bare[verb=LOGOUT]]
                        """),
                of("mailboxes", """
                        C: a1 ENABLE CONDSTORE
                        H: ImapRequest[tag=a1, command=Enable[capabilities=[CONDSTORE]]]
                        C: A142 SELECT INBOX
                        H: ImapRequest[tag=A142, command=Select[mailbox=INBOX, readOnly=false, condstore=false, resync=Optional.empty]]
                        C: A932 EXAMINE {11+}
                        C: blurdybloop
                        H: ImapRequest[tag=A932, command=Select[mailbox=blurdybloop, readOnly=true, condstore=false, resync=Optional.empty]]
                        C: A003 CREATE owatagusiam/
                        H: ImapRequest[tag=A003, command=Create[mailbox=owatagusiam/, uses=[]]]
                        C: Z433 RENAME INBOX {8+}
                        C: old-mail
                        H: ImapRequest[tag=Z433, command=Rename[from=INBOX, to=old-mail]]
                        C: A682 LIST "" *
                        H: ImapRequest[tag=A682, command=ListMailboxes[extended=false, selecting=[], reference=, patterns=[*], returning=[], status=[], entries=[]]]
                        C: A042 STATUS blurdybloop (UIDNEXT MESSAGES)
                        H: ImapRequest[tag=A042, command=Status[mailbox=blurdybloop, items=[UIDNEXT, MESSAGES]]]
                        C: A001 IDLE
                        H: ImapRequest[tag=A001, command=Bare[verb=IDLE]]
                        C: done
                        H: ContinuationLine[text=[secret]]
                        C: A002 XFOO {3+}
                        C: abc bar
                        H: ImapRequest[tag=A002, command=Unrecognized[XFOO, 14 octets]]
                        """),
                of("append", """
                        C: A003 APPEND saved-messages (\\Seen) {22+}
                        C: Subject: hi
                        C:
                        C: hello
                        C:
                        H: ImapRequest[tag=A003, command=Append[mailbox=saved-messages, messages=[AppendMessage[flags=[\\Seen], received=Optional.empty, data=AppendLiteral[marker={22+}, utf8=false]]]]]
                        H: octets Subject: hi↵↵hello↵
                        H: REQUEST_END
                        C: A004 APPEND {7+}
                        C: Another (\\Draft) "17-Jul-1996 02:44:25 -0700" ~{5+}
                        C: ab␀cd {0+}
                        C:
                        H: ImapRequest[tag=A004, command=Append[mailbox=Another, messages=[AppendMessage[flags=[\\Draft], received=Optional[1996-07-17T02:44:25-07:00], data=AppendLiteral[marker=~{5+}, utf8=false]]]]]
                        H: octets ab␀cd
                        H: AppendMore[rest=Optional.empty, messages=[AppendMessage[flags=[], received=Optional.empty, data=AppendLiteral[marker={0+}, utf8=false]]]]
                        H: octets
                        H: REQUEST_END
                        C: A005 NOOP
                        H: ImapRequest[tag=A005, command=Bare[verb=NOOP]]
                        """),
                of("catenate", """
                        C: A003 APPEND Drafts (\\Seen) CATENATE (URL "/Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER" TEXT {4+}
                        C: abcd URL {6+}
                        C: /x/;UI TEXT ~{1+}
                        C: ␀) CATENATE (URL a URL b)
                        H: ImapRequest[tag=A003, command=Append[mailbox=Drafts, messages=[AppendMessage[flags=[\\Seen], received=Optional.empty, data=Catenation[urls=[/Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER], text=Optional[{4+}], utf8=false]]]]]
                        H: octets abcd
                        H: AppendMore[rest=Optional[Catenation[urls=[/x/;UI], text=Optional[~{1+}], utf8=false]], messages=[]]
                        H: octets ␀
                        H: AppendMore[rest=Optional[Catenation[urls=[], text=Optional.empty, utf8=false]], messages=[AppendMessage[flags=[], received=Optional.empty, data=Catenation[urls=[a, b], text=Optional.empty, utf8=false]]]]
                        C: A005 UID REPLACE 3002 Drafts CATENATE (TEXT {4+}
                        C: T:
                        C:  URL "/Drafts/;UID=3002")
                        H: ImapRequest[tag=A005, command=Replace[uid=true, replaced=3002, mailbox=Drafts, message=AppendMessage[flags=[], received=Optional.empty, data=Catenation[urls=[], text=Optional[{4+}], utf8=false]]]]
                        H: octets T:↵
                        H: AppendMore[rest=Optional[Catenation[urls=[/Drafts/;UID=3002], text=Optional.empty, utf8=false]], messages=[]]
                        C: A006 REPLACE 4 Drafts {1+}
                        C: x {1+}
                        C: y
                        H: ImapRequest[tag=A006, command=Replace[uid=false, replaced=4, mailbox=Drafts, message=AppendMessage[flags=[], received=Optional.empty, data=AppendLiteral[marker={1+}, utf8=false]]]]
                        H: octets x
                        H: RequestBroken[complaint=REPLACE brings one message (RFC 8508 section 4.7), tooBig=false]
                        C: A007 NOOP
                        H: ImapRequest[tag=A007, command=Bare[verb=NOOP]]
                        """),
                of("messages", """
                        C: A654 FETCH 2:4 (FLAGS BODY[HEADER.FIELDS (DATE {4+}
                        C: FROM)])
                        H: ImapRequest[tag=A654, command=Fetch[uid=false, messages=2:4, items=[FLAGS, Body[section=Section[part=[], text=HEADER_FIELDS, fields=[DATE, FROM]], peek=false, partial=Optional.empty]], changedSince=OptionalLong.empty, vanished=false, partial=Optional.empty]]
                        C: A284 SEARCH CHARSET UTF-8 TEXT {12+}
                        C: отпуск
                        H: ImapRequest[tag=A284, command=Search[uid=false, returning=Optional.empty, charset=Optional.empty, keys=[Text[place=TEXT, text=отпуск]]]]
                        C: A003 STORE 2:4 +FLAGS (\\Deleted)
                        H: ImapRequest[tag=A003, command=Store[uid=false, messages=2:4, unchangedSince=OptionalLong.empty, change=FlagChange[kind=ADD, flags=[\\Deleted]], silent=false]]
                        C: A999 UID FETCH 4827313:4828442 FLAGS
                        H: ImapRequest[tag=A999, command=Fetch[uid=true, messages=4827313:4828442, items=[FLAGS], changedSince=OptionalLong.empty, vanished=false, partial=Optional.empty]]
                        C: A341 FETCH 1 FLAGS GARBAGE {7+}
                        C: x NOOP (
                        H: ImapRequest[tag=A341, command=Malformed[intended=Optional[FETCH], complaint=FETCH: expected '(' at octet 20 but found "GARBAGE {7+}", tooBig=false]]
                        C:
                        H: ImapRequest[tag=*, command=Malformed[intended=Optional.empty, complaint=expected a tag at octet 1 but found the end of the line, tooBig=false]]
                        """));
    }

    public static Stream<Arguments> ofServers() {
        return Stream.of(
                of("greeting and login", """
                        S: * OK [CAPABILITY STARTTLS AUTH=SCRAM-SHA-256 LOGINDISABLED IMAP4rev2] IMAP4rev2 Service Ready
                        H: StatusReply[tag=*, condition=OK, code=Optional[Capabilities[capabilities=[STARTTLS, AUTH=SCRAM-SHA-256, LOGINDISABLED, IMAP4rev2]]], text=IMAP4rev2 Service Ready]
                        S: + YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEFoQMCAQ+iSzBJoAMC
                        H: ContinuationRequest[text=[secret]]
                        S: a002 OK LOGIN completed {5}
                        H: StatusReply[tag=a002, condition=OK, code=Optional.empty, text=LOGIN completed {5}]
                        S: * NO Disk is 98% full, please delete "unnecessary data {3}
                        H: StatusReply[tag=*, condition=NO, code=Optional.empty, text=Disk is 98% full, please delete "unnecessary data {3}]
                        """), of("select", """
                        S: * 172 EXISTS
                        H: NumberData[kind=EXISTS, number=172]
                        S: * OK [UIDVALIDITY 3857529045] UIDs valid
                        H: StatusReply[tag=*, condition=OK, code=Optional[Count[name=UIDVALIDITY, number=3857529045]], text=UIDs valid]
                        S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
                        H: FlagsData[flags=[\\Answered, \\Flagged, \\Deleted, \\Seen, \\Draft]]
                        S: * LIST () "/" {3}
                        S: foo ("OLDNAME" ({3}
                        S: bar))
                        H: ListData[lsub=false, attributes=[], delimiter=Optional[/], mailbox=foo, childInfo=[], oldName=Optional[bar]]
                        S: A142 OK [READ-WRITE] SELECT completed
                        H: StatusReply[tag=A142, condition=OK, code=Optional[READ_WRITE], text=SELECT completed]
                        """), of("fetch", """
                        S: * 12 FETCH (FLAGS (\\Seen) BODY[HEADER] {15}
                        S: Subject: hi
                        S:
                        S:  UID 7)
                        H: FetchOpening[number=12, byUid=false, data=[Flags[flags=[\\Seen], recent=false]], body=BodyName[form=BODY, section=Section[part=[], text=HEADER, fields=[]], origin=OptionalLong.empty], literal={15}]
                        H: octets Subject: hi↵↵
                        H: FetchClosing[data=[Number[kind=UID, number=7]]]
                        S: * 13 FETCH (BODY[1] {12}
                        S: ) * 1 EXISTS BODY[2]<5> ~{12}
                        S: ab␀cd {5} xy MODSEQ (9) BODY[3] {2}
                        S: hi)
                        H: FetchOpening[number=13, byUid=false, data=[], body=BodyName[form=BODY, section=Section[part=[1], text=ALL, fields=[]], origin=OptionalLong.empty], literal={12}]
                        H: octets ) * 1 EXISTS
                        H: FetchContinuing[data=[], body=BodyName[form=BODY, section=Section[part=[2], text=ALL, fields=[]], origin=OptionalLong[5]], literal=~{12}]
                        H: octets ab␀cd {5} xy
                        H: FetchClosing[data=[Number[kind=MODSEQ, number=9], Content[name=BodyName[form=BODY, section=Section[part=[3], text=ALL, fields=[]], origin=OptionalLong.empty], octets=Optional[hi]]]]
                        """), of("few octets are a value", """
                        S: * 14 FETCH (BODY[] {5}
                        S: hello UID 3)
                        H: FetchData[number=14, byUid=false, data=[Content[name=BodyName[form=BODY, section=Section[part=[], text=ALL, fields=[]], origin=OptionalLong.empty], octets=Optional[hello]], Number[kind=UID, number=3]]]
                        S: * 15 FETCH (ENVELOPE (NIL {12}
                        S: twelve chars NIL NIL NIL NIL NIL NIL NIL NIL) BODY[] {10}
                        S: 0123456789)
                        H: FetchOpening[number=15, byUid=false, data=[Enveloped[envelope=Envelope[date=Optional.empty, subject=Optional[twelve chars], from=[], sender=[], replyTo=[], to=[], cc=[], bcc=[], inReplyTo=Optional.empty, messageId=Optional.empty]]], body=BodyName[form=BODY, section=Section[part=[], text=ALL, fields=[]], origin=OptionalLong.empty], literal={10}]
                        H: octets 0123456789
                        H: FetchClosing[data=[]]
                        S: * 16 FETCH (BODY[] {9}
                        S: 123456789 ENVELOPE (NIL {9}
                        S: (subject) NIL NIL NIL NIL NIL NIL NIL NIL))
                        H: FetchOpening[number=16, byUid=false, data=[], body=BodyName[form=BODY, section=Section[part=[], text=ALL, fields=[]], origin=OptionalLong.empty], literal={9}]
                        H: octets 123456789
                        H: FetchClosing[data=[Enveloped[envelope=Envelope[date=Optional.empty, subject=Optional[(subject)], from=[], sender=[], replyTo=[], to=[], cc=[], bcc=[], inReplyTo=Optional.empty, messageId=Optional.empty]]]]
                        S: * 44 EXPUNGE
                        H: NumberData[kind=EXPUNGE, number=44]
                        S: * SEARCH 2 3 6
                        H: SearchData[numbers=2:3,6, modSeq=OptionalLong.empty]
                        S: * ESEARCH (TAG "A285") UID MIN 7 MAX 3800
                        H: EsearchData[tag=Optional[A285], source=Optional.empty, uid=true, data=[Number[name=MIN, number=7], Number[name=MAX, number=3800]]]
                        S: * XFOO {3}
                        S: abc bar
                        H: UnknownData[data=XFOO {3}\\x0D\\x0Aabc bar]
                        S: * STATUS
                        H: UnreadableData[complaint=expected "* STATUS " at octet 1 but found "* STATUS", line=* STATUS]
                        S: * BYE Autologout
                        H: StatusReply[tag=*, condition=BYE, code=Optional.empty, text=Autologout]
                        """));
    }

    private static Arguments of(String name, String transcript) {
        StringBuilder said = new StringBuilder();
        List<String> heard = new ArrayList<>();
        for (String line : transcript.split("\n")) {
            String rest = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("H:")) {
                heard.add(rest.equals("octets") ? "octets " : rest.replace('␀', '\0'));
            } else {
                said.append(rest).append('\n');
            }
        }
        return Arguments.of(name, said.toString(), heard);
    }
}
