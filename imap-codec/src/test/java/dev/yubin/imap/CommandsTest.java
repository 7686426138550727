package dev.yubin.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on the wire and as values: RFC 9051 section 6, whose examples are among these. */
class CommandsTest {
    private static final ImapEncoding UTF8 = ImapEncoding.PLAIN.withUtf8();

    private static final String EACH_ONCE = """
            a NOOP                                                                      | Bare[verb=NOOP]
            [a]b] NOOP                                                                  | Bare[verb=NOOP]
            a LOGOUT                                                                    | Bare[verb=LOGOUT]
            a STARTTLS                                                                  | Bare[verb=STARTTLS]
            a LANGUAGE                                                                  | Language[ranges=[]]
            a LANGUAGE FR-CA EN-CA                                                      | Language[ranges=[FR-CA, EN-CA]]
            a UNAUTHENTICATE                                                            | Bare[verb=UNAUTHENTICATE]
            a COMPRESS DEFLATE                                                          | Compress[algorithm=DEFLATE]
            a CLOSE                                                                     | Bare[verb=CLOSE]
            a UNSELECT                                                                  | Bare[verb=UNSELECT]
            a CHECK                                                                     | Bare[verb=CHECK]
            a CAPABILITY                                                                | Bare[verb=CAPABILITY]
            a ID NIL                                                                    | Id[fields={}]
            a ID ("name" "Yubin" "version" NIL)                                         | Id[fields={name=Optional[Yubin], version=-}]
            a AUTHENTICATE SCRAM-SHA-256                                                | Authenticate[mechanism=SCRAM-SHA-256, initialResponse=-]
            a AUTHENTICATE PLAIN AGFubgBwZW5jaWw=                                       | Authenticate[mechanism=PLAIN, initialResponse=Optional[[secret]]]
            a AUTHENTICATE EXTERNAL =                                                   | Authenticate[mechanism=EXTERNAL, initialResponse=Optional[[secret]]]
            a LOGIN SMITH SESAME                                                        | Login[user=SMITH, password=[secret]]
            a LOGIN "a b" "c\\"d\\\\e"                                                  | Login[user=a b, password=[secret]]
            a LOGIN ann ""                                                              | Login[user=ann, password=[secret]]
            a ENABLE CONDSTORE X-GOOD-IDEA                                              | Enable[capabilities=[CONDSTORE, X-GOOD-IDEA]]
            a SELECT INBOX                                                              | Select[mailbox=INBOX, readOnly=false, condstore=false, resync=-]
            a EXAMINE blurdybloop                                                       | Select[mailbox=blurdybloop, readOnly=true, condstore=false, resync=-]
            a SELECT INBOX (CONDSTORE)                                                  | Select[mailbox=INBOX, readOnly=false, condstore=true, resync=-]
            a SELECT INBOX (QRESYNC (67890007 20050715194045000 41,43:211,214:541))     | Select[mailbox=INBOX, readOnly=false, condstore=false, resync=Optional[Resync[uidValidity=67890007, modSeq=20050715194045000, knownUids=Optional[41,43:211,214:541], knownNumbers=-, uidsOfNumbers=-]]]
            a EXAMINE INBOX (CONDSTORE QRESYNC (67890007 90060128194045115 1:29997 (1,3,9 1,5,29997))) | Select[mailbox=INBOX, readOnly=true, condstore=true, resync=Optional[Resync[uidValidity=67890007, modSeq=90060128194045115, knownUids=Optional[1:29997], knownNumbers=Optional[1,3,9], uidsOfNumbers=Optional[1,5,29997]]]]
            a SELECT INBOX (QRESYNC (1 2 (1 5)))                                        | Select[mailbox=INBOX, readOnly=false, condstore=false, resync=Optional[Resync[uidValidity=1, modSeq=2, knownUids=-, knownNumbers=Optional[1], uidsOfNumbers=Optional[5]]]]
            a CREATE owatagusiam/                                                       | Create[mailbox=owatagusiam/, uses=[]]
            a CREATE "a b"                                                              | Create[mailbox=a b, uses=[]]
            a CREATE &ZeVnLIqe-                                                         | Create[mailbox=日本語, uses=[]]
            a CREATE R&-D                                                               | Create[mailbox=R&D, uses=[]]
            a CREATE ""                                                                 | Create[mailbox=, uses=[]]
            a CREATE MySpecial (USE (\\Drafts \\Sent))                                  | Create[mailbox=MySpecial, uses=[\\Drafts, \\Sent]]
            a DELETE blurdybloop                                                        | MailboxCommand[verb=DELETE, mailbox=blurdybloop]
            a RENAME blurdybloop sarasoon                                               | Rename[from=blurdybloop, to=sarasoon]
            a SUBSCRIBE #news.comp.mail.mime                                            | MailboxCommand[verb=SUBSCRIBE, mailbox=#news.comp.mail.mime]
            a UNSUBSCRIBE #news.comp.mail.mime                                          | MailboxCommand[verb=UNSUBSCRIBE, mailbox=#news.comp.mail.mime]
            a LIST "" ""                                                                | ListMailboxes[extended=false, selecting=[], reference=, patterns=[], returning=[], status=[], entries=[]]
            a LIST /usr/staff/jones ""                                                  | ListMailboxes[extended=false, selecting=[], reference=/usr/staff/jones, patterns=[], returning=[], status=[], entries=[]]
            a LIST ~/Mail/ %                                                            | ListMailboxes[extended=false, selecting=[], reference=~/Mail/, patterns=[%], returning=[], status=[], entries=[]]
            a LIST (SUBSCRIBED) "" *                                                    | ListMailboxes[extended=true, selecting=[SUBSCRIBED], reference=, patterns=[*], returning=[], status=[], entries=[]]
            a LIST () "" *                                                              | ListMailboxes[extended=true, selecting=[], reference=, patterns=[*], returning=[], status=[], entries=[]]
            a LIST () "" ""                                                             | ListMailboxes[extended=true, selecting=[], reference=, patterns=[], returning=[], status=[], entries=[]]
            a LIST (SUBSCRIBED RECURSIVEMATCH) "" %                                     | ListMailboxes[extended=true, selecting=[SUBSCRIBED, RECURSIVEMATCH], reference=, patterns=[%], returning=[], status=[], entries=[]]
            a LIST (REMOTE) "" %                                                        | ListMailboxes[extended=true, selecting=[REMOTE], reference=, patterns=[%], returning=[], status=[], entries=[]]
            a LIST "" (INBOX Drafts Sent/%)                                             | ListMailboxes[extended=true, selecting=[], reference=, patterns=[INBOX, Drafts, Sent/%], returning=[], status=[], entries=[]]
            a LIST "" % RETURN (CHILDREN)                                               | ListMailboxes[extended=true, selecting=[], reference=, patterns=[%], returning=[CHILDREN], status=[], entries=[]]
            a LIST "" % RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UNSEEN))        | ListMailboxes[extended=true, selecting=[], reference=, patterns=[%], returning=[SUBSCRIBED, SPECIAL_USE], status=[MESSAGES, UNSEEN], entries=[]]
            a LIST "" % RETURN (STATUS (SIZE))                                          | ListMailboxes[extended=true, selecting=[], reference=, patterns=[%], returning=[], status=[SIZE], entries=[]]
            a LIST "" % RETURN (MYRIGHTS STATUS (APPENDLIMIT) METADATA (/shared/color "/private/a b")) | ListMailboxes[extended=true, selecting=[], reference=, patterns=[%], returning=[MYRIGHTS], status=[APPENDLIMIT], entries=[/shared/color, /private/a b]]
            a LSUB #news. comp.mail.*                                                   | Lsub[reference=#news., pattern=comp.mail.*]
            a NAMESPACE                                                                 | Bare[verb=NAMESPACE]
            a STATUS blurdybloop (UIDNEXT MESSAGES)                                     | Status[mailbox=blurdybloop, items=[UIDNEXT, MESSAGES]]
            a STATUS b (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ) | Status[mailbox=b, items=[MESSAGES, RECENT, UIDNEXT, UIDVALIDITY, UNSEEN, DELETED, SIZE, HIGHESTMODSEQ]]
            a STATUS foo (MAILBOXID)                                                    | Status[mailbox=foo, items=[MAILBOXID]]
            a STATUS b (DELETED-STORAGE)                                                | Status[mailbox=b, items=[DELETED_STORAGE]]
            a GETQUOTA "!partition sda4"                                                | GetQuota[root=!partition sda4]
            a SETQUOTA "" (STORAGE 512)                                                 | SetQuota[root=, limits={STORAGE=524288}]
            a SETQUOTA #user/alice (MESSAGE 10 ANNOTATION-STORAGE 1)                    | SetQuota[root=#user/alice, limits={MESSAGE=10, ANNOTATION_STORAGE=1024}]
            a SETQUOTA x ()                                                             | SetQuota[root=x, limits={}]
            a GETQUOTAROOT INBOX                                                        | MailboxCommand[verb=GETQUOTAROOT, mailbox=INBOX]
            a NOTIFY NONE                                                               | Notify[status=false, groups=[]]
            a NOTIFY SET STATUS (SELECTED (MessageNew (UID BODY.PEEK[HEADER.FIELDS (from to)]) MessageExpunge)) (SUBTREE Lists (MessageNew MessageExpunge)) | Notify[status=true, groups=[EventGroup[mailboxes=MailboxFilter[kind=SELECTED, mailboxes=[]], events=[MESSAGE_NEW, MESSAGE_EXPUNGE], fetched=[UID, Body[section=Section[part=[], text=HEADER_FIELDS, fields=[from, to]], peek=true, partial=-]], unknown=[]], EventGroup[mailboxes=MailboxFilter[kind=SUBTREE, mailboxes=[Lists]], events=[MESSAGE_NEW, MESSAGE_EXPUNGE], fetched=[], unknown=[]]]]
            a NOTIFY SET (SELECTED-DELAYED NONE) (MAILBOXES (a "b c") (MailboxName x-y)) | Notify[status=false, groups=[EventGroup[mailboxes=MailboxFilter[kind=SELECTED_DELAYED, mailboxes=[]], events=[], fetched=[], unknown=[]], EventGroup[mailboxes=MailboxFilter[kind=MAILBOXES, mailboxes=[a, b c]], events=[MAILBOX_NAME], fetched=[], unknown=[x-y]]]]
            a NOTIFY SET (INBOXES (SubscriptionChange)) (PERSONAL (MailboxMetadataChange)) (SUBSCRIBED (ServerMetadataChange)) | Notify[status=false, groups=[EventGroup[mailboxes=MailboxFilter[kind=INBOXES, mailboxes=[]], events=[SUBSCRIPTION_CHANGE], fetched=[], unknown=[]], EventGroup[mailboxes=MailboxFilter[kind=PERSONAL, mailboxes=[]], events=[MAILBOX_METADATA_CHANGE], fetched=[], unknown=[]], EventGroup[mailboxes=MailboxFilter[kind=SUBSCRIBED, mailboxes=[]], events=[SERVER_METADATA_CHANGE], fetched=[], unknown=[]]]]
            a GETMETADATA "" /shared/comment                                            | GetMetadata[mailbox=, maxSize=-, depth=0, entries=[/shared/comment]]
            a GETMETADATA (MAXSIZE 1024) INBOX (/shared/comment "/private/a b")         | GetMetadata[mailbox=INBOX, maxSize=OptionalLong[1024], depth=0, entries=[/shared/comment, /private/a b]]
            a GETMETADATA (MAXSIZE 0 DEPTH infinity) INBOX /private                     | GetMetadata[mailbox=INBOX, maxSize=OptionalLong[0], depth=2147483647, entries=[/private]]
            a GETMETADATA (DEPTH 1) INBOX /private/filters/values                       | GetMetadata[mailbox=INBOX, maxSize=-, depth=1, entries=[/private/filters/values]]
            a SETMETADATA INBOX (/private/comment NIL /shared/comment "NIL" /shared/x {4}↵a↵b) | SetMetadata[mailbox=INBOX, values={/private/comment=-, /shared/comment=Optional[NIL], /shared/x=Optional[a\\x0D\\x0Ab]}]
            a SETACL INBOX/Drafts John +r                                               | SetAcl[mailbox=INBOX/Drafts, identifier=John, change=RightsChange[kind=ADD, rights=[READ]]]
            a SETACL INBOX -fred -w                                                     | SetAcl[mailbox=INBOX, identifier=-fred, change=RightsChange[kind=REMOVE, rights=[WRITE]]]
            a SETACL INBOX "a b" ""                                                     | SetAcl[mailbox=INBOX, identifier=a b, change=RightsChange[kind=REPLACE, rights=[]]]
            a DELETEACL INBOX Fred                                                      | IdentifierCommand[verb=DELETEACL, mailbox=INBOX, identifier=Fred]
            a GETACL INBOX                                                              | MailboxCommand[verb=GETACL, mailbox=INBOX]
            a LISTRIGHTS ~/Mail/saved smith                                             | IdentifierCommand[verb=LISTRIGHTS, mailbox=~/Mail/saved, identifier=smith]
            a MYRIGHTS INBOX                                                            | MailboxCommand[verb=MYRIGHTS, mailbox=INBOX]
            a IDLE                                                                      | Bare[verb=IDLE]
            a FETCH 2:4 (FLAGS BODY[HEADER.FIELDS (DATE FROM)])                         | Fetch[uid=false, messages=2:4, items=[FLAGS, Body[section=Section[part=[], text=HEADER_FIELDS, fields=[DATE, FROM]], peek=false, partial=-]], changedSince=-, vanished=false, partial=-]
            a FETCH 1 BODY[]                                                            | Fetch[uid=false, messages=1, items=[Body[section=Section[part=[], text=ALL, fields=[]], peek=false, partial=-]], changedSince=-, vanished=false, partial=-]
            a FETCH 1 BODY                                                              | Fetch[uid=false, messages=1, items=[BODY], changedSince=-, vanished=false, partial=-]
            a FETCH 1:* (EMAILID THREADID)                                              | Fetch[uid=false, messages=1:*, items=[EMAILID, THREADID], changedSince=-, vanished=false, partial=-]
            a FETCH 1 PREVIEW                                                           | Fetch[uid=false, messages=1, items=[PREVIEW], changedSince=-, vanished=false, partial=-]
            a FETCH 1 PREVIEW (LAZY)                                                    | Fetch[uid=false, messages=1, items=[PREVIEW_LAZY], changedSince=-, vanished=false, partial=-]
            a FETCH 1 PREVIEW (CHANGEDSINCE 5)                                          | Fetch[uid=false, messages=1, items=[PREVIEW], changedSince=OptionalLong[5], vanished=false, partial=-]
            a FETCH 1:4 (ENVELOPE PREVIEW (LAZY) UID)                                   | Fetch[uid=false, messages=1:4, items=[ENVELOPE, PREVIEW_LAZY, UID], changedSince=-, vanished=false, partial=-]
            a FETCH 1 BODYSTRUCTURE                                                     | Fetch[uid=false, messages=1, items=[BODYSTRUCTURE], changedSince=-, vanished=false, partial=-]
            a FETCH 1 (UID RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE INTERNALDATE ENVELOPE MODSEQ) | Fetch[uid=false, messages=1, items=[UID, RFC822, RFC822_HEADER, RFC822_TEXT, RFC822_SIZE, INTERNALDATE, ENVELOPE, MODSEQ], changedSince=-, vanished=false, partial=-]
            a FETCH 1 BODY.PEEK[1.2.MIME]<0.2048>                                       | Fetch[uid=false, messages=1, items=[Body[section=Section[part=[1, 2], text=MIME, fields=[]], peek=true, partial=Optional[Partial[from=0, octets=2048]]]], changedSince=-, vanished=false, partial=-]
            a FETCH 1 (BODY[HEADER] BODY[TEXT] BODY[4.2.2.HEADER] BODY[1.2] BODY[3.HEADER.FIELDS.NOT (To "a b")]) | Fetch[uid=false, messages=1, items=[Body[section=Section[part=[], text=HEADER, fields=[]], peek=false, partial=-], Body[section=Section[part=[], text=TEXT, fields=[]], peek=false, partial=-], Body[section=Section[part=[4, 2, 2], text=HEADER, fields=[]], peek=false, partial=-], Body[section=Section[part=[1, 2], text=ALL, fields=[]], peek=false, partial=-], Body[section=Section[part=[3], text=HEADER_FIELDS_NOT, fields=[To, a b]], peek=false, partial=-]], changedSince=-, vanished=false, partial=-]
            a FETCH 1 (BINARY.PEEK[1]<0.1000> BINARY.SIZE[2] BINARY[])                  | Fetch[uid=false, messages=1, items=[Binary[part=[1], peek=true, partial=Optional[Partial[from=0, octets=1000]]], BinarySize[part=[2]], Binary[part=[], peek=false, partial=-]], changedSince=-, vanished=false, partial=-]
            a FETCH 1:* FLAGS (CHANGEDSINCE 12345)                                      | Fetch[uid=false, messages=1:*, items=[FLAGS], changedSince=OptionalLong[12345], vanished=false, partial=-]
            a UID FETCH 300:500 (UID FLAGS) (CHANGEDSINCE 12345 VANISHED)               | Fetch[uid=true, messages=300:500, items=[UID, FLAGS], changedSince=OptionalLong[12345], vanished=true, partial=-]
            a UID FETCH $ FLAGS                                                         | Fetch[uid=true, messages=$, items=[FLAGS], changedSince=-, vanished=false, partial=-]
            a STORE 2:4 +FLAGS (\\Deleted)                                              | Store[uid=false, messages=2:4, unchangedSince=-, change=FlagChange[kind=ADD, flags=[\\Deleted]], silent=false]
            a STORE 1 +FLAGS (\\Seen $Forwarded \\Flagged $Junk)                         | Store[uid=false, messages=1, unchangedSince=-, change=FlagChange[kind=ADD, flags=[\\Seen, $Forwarded, \\Flagged, $Junk]], silent=false]
            a STORE * FLAGS.SILENT ()                                                   | Store[uid=false, messages=*, unchangedSince=-, change=FlagChange[kind=REPLACE, flags=[]], silent=true]
            a UID STORE $ -FLAGS.SILENT ($Junk)                               | Store[uid=true, messages=$, unchangedSince=-, change=FlagChange[kind=REMOVE, flags=[$Junk]], silent=true]
            a STORE 7,5,9 (UNCHANGEDSINCE 320162338) +FLAGS.SILENT (\\Deleted)          | Store[uid=false, messages=7,5,9, unchangedSince=OptionalLong[320162338], change=FlagChange[kind=ADD, flags=[\\Deleted]], silent=true]
            a COPY 2:4 MEETING                                                          | Copy[uid=false, messages=2:4, target=MEETING]
            a UID COPY 1:* "a b"                                                        | Copy[uid=true, messages=1:*, target=a b]
            a MOVE 42:69 foo                                                            | Move[uid=false, messages=42:69, target=foo]
            a UID MOVE 42:69 foo                                                        | Move[uid=true, messages=42:69, target=foo]
            a UID EXPUNGE 3000:3002                                                     | UidExpunge[uids=3000:3002]
            a EXPUNGE                                                                   | Bare[verb=EXPUNGE]
            a XPRIVATE some {3}↵foo args                                                | Unrecognized[XPRIVATE, 19 octets]
            a XPRIVATE                                                                  | Unrecognized[XPRIVATE, 0 octets]
            a SEARCH ALL                                                                | Search[uid=false, returning=-, charset=-, keys=[And[keys=[]]]]
            a SEARCH TEXT "string not in mailbox"                                       | Search[uid=false, returning=-, charset=-, keys=[Text[place=TEXT, text=string not in mailbox]]]
            a UID SEARCH RETURN (ALL MAX) UID 1:* 3:7 $                                 | Search[uid=true, returning=Optional[ReturnOptions[options=[ALL, MAX], partial=-, fetched=[]]], charset=-, keys=[Messages[uid=true, messages=1:*], Messages[uid=false, messages=3:7], Messages[uid=false, messages=$]]]
            a SEARCH CHARSET UTF-8 TEXT {12}↵отпуск                                     | Search[uid=false, returning=-, charset=-, keys=[Text[place=TEXT, text=отпуск]]]
            a SEARCH OR SEEN OR FLAGGED (ANSWERED DRAFT)                                | Search[uid=false, returning=-, charset=-, keys=[Or[keys=[HasFlag[flag=\\Seen], HasFlag[flag=\\Flagged], And[keys=[HasFlag[flag=\\Answered], HasFlag[flag=\\Draft]]]]]]]
            a SEARCH OR (OR SEEN FLAGGED) DELETED                                       | Search[uid=false, returning=-, charset=-, keys=[Or[keys=[And[keys=[Or[keys=[HasFlag[flag=\\Seen], HasFlag[flag=\\Flagged]]]]], HasFlag[flag=\\Deleted]]]]]
            a SEARCH SAVEDATESUPPORTED SAVEDBEFORE 1-Jan-2015 SAVEDON 28-Dec-2014 SAVEDSINCE 28-Dec-2014 | Search[uid=false, returning=-, charset=-, keys=[SaveDateSupported[], Saved[when=BEFORE, date=2015-01-01], Saved[when=ON, date=2014-12-28], Saved[when=SINCE, date=2014-12-28]]]
            a UID SEARCH UIDAFTER 25000 UIDBEFORE 1                                     | Search[uid=true, returning=-, charset=-, keys=[UidBound[after=true, uid=25000], UidBound[after=false, uid=1]]]
            a FETCH 998 (SAVEDATE UID)                                                  | Fetch[uid=false, messages=998, items=[SAVEDATE, UID], changedSince=-, vanished=false, partial=-]
            a SEARCH LARGER 1000 SMALLER 2000 HEADER X-Spam "" ON 1-Jan-2000 BEFORE 1-Jan-2000 SENTSINCE 1-Jan-2000 SENTON 1-Jan-2000 | Search[uid=false, returning=-, charset=-, keys=[Size[larger=true, octets=1000], Size[larger=false, octets=2000], Header[name=X-Spam, text=], Date[sent=false, when=ON, date=2000-01-01], Date[sent=false, when=BEFORE, date=2000-01-01], Date[sent=true, when=SINCE, date=2000-01-01], Date[sent=true, when=ON, date=2000-01-01]]]
            a UID SEARCH RETURN (COUNT PARTIAL -1:-100) UNSEEN                          | Search[uid=true, returning=Optional[ReturnOptions[options=[COUNT], partial=Optional[-1:-100], fetched=[]]], charset=-, keys=[Not[key=HasFlag[flag=\\Seen]]]]
            a SEARCH RETURN (COUNT UPDATE (UID FLAGS)) FROM boss                        | Search[uid=false, returning=Optional[ReturnOptions[options=[COUNT, UPDATE], partial=-, fetched=[UID, FLAGS]]], charset=-, keys=[Text[place=FROM, text=boss]]]
            a UID SEARCH RETURN (UPDATE COUNT CONTEXT) DELETED                          | Search[uid=true, returning=Optional[ReturnOptions[options=[UPDATE, COUNT, CONTEXT], partial=-, fetched=[]]], charset=-, keys=[HasFlag[flag=\\Deleted]]]
            a ESEARCH IN (MAILBOXES folder1 SUBTREE folder2) UNSEEN                     | MultiSearch[scopes=[SearchScope[kind=MAILBOXES, mailboxes=[folder1]], SearchScope[kind=SUBTREE, mailboxes=[folder2]]], returning=-, charset=-, keys=[Not[key=HasFlag[flag=\\Seen]]]]
            a ESEARCH IN (SELECTED INBOXES PERSONAL SUBSCRIBED SUBTREE-ONE (a b)) RETURN (COUNT) SEEN | MultiSearch[scopes=[SearchScope[kind=SELECTED, mailboxes=[]], SearchScope[kind=INBOXES, mailboxes=[]], SearchScope[kind=PERSONAL, mailboxes=[]], SearchScope[kind=SUBSCRIBED, mailboxes=[]], SearchScope[kind=SUBTREE_ONE, mailboxes=[a, b]]], returning=Optional[ReturnOptions[options=[COUNT], partial=-, fetched=[]]], charset=-, keys=[HasFlag[flag=\\Seen]]]
            a ESEARCH RETURN (SAVE) SEEN                                                | MultiSearch[scopes=[], returning=Optional[ReturnOptions[options=[SAVE], partial=-, fetched=[]]], charset=-, keys=[HasFlag[flag=\\Seen]]]
            A143 UIDBATCHES 2000                                                        | UidBatches[size=2000, batches=-]
            A302 UIDBATCHES 2000 10:20                                                  | UidBatches[size=2000, batches=Optional[10:20]]
            A302 UIDBATCHES 2000 4:1                                                    | UidBatches[size=2000, batches=Optional[4:1]]
            a CANCELUPDATE "B01" "B02"                                                  | CancelUpdate[tags=[B01, B02]]
            a SORT RETURN (PARTIAL 500:1) (DATE) US-ASCII SEEN                          | Sort[uid=false, returning=Optional[ReturnOptions[options=[], partial=Optional[500:1], fetched=[]]], criteria=[SortCriterion[reverse=false, key=DATE]], charset=-, keys=[HasFlag[flag=\\Seen]]]
            a UID FETCH 25900:26600 (UID FLAGS) (PARTIAL -1:-3)                         | Fetch[uid=true, messages=25900:26600, items=[UID, FLAGS], changedSince=-, vanished=false, partial=Optional[-1:-3]]
            a UID FETCH 1:9 FLAGS (CHANGEDSINCE 98305 VANISHED PARTIAL 1:5)             | Fetch[uid=true, messages=1:9, items=[FLAGS], changedSince=OptionalLong[98305], vanished=true, partial=Optional[1:5]]
            a SEARCH RETURN (RELEVANCY ALL) FUZZY (TEXT Helo) SEEN                      | Search[uid=false, returning=Optional[ReturnOptions[options=[RELEVANCY, ALL], partial=-, fetched=[]]], charset=-, keys=[Fuzzy[key=And[keys=[Text[place=TEXT, text=Helo]]]], HasFlag[flag=\\Seen]]]
            a SORT (RELEVANCY) US-ASCII FUZZY SUBJECT Helo                              | Sort[uid=false, returning=-, criteria=[SortCriterion[reverse=false, key=RELEVANCY]], charset=-, keys=[Fuzzy[key=Text[place=SUBJECT, text=Helo]]]]
            a SEARCH UID 300:900 FILTER on-the-road                                     | Search[uid=false, returning=-, charset=-, keys=[Messages[uid=true, messages=300:900], Filter[name=on-the-road]]]
            a SEARCH OLDER 1 YOUNGER 259200                                             | Search[uid=false, returning=-, charset=-, keys=[Within[older=true, seconds=1], Within[older=false, seconds=259200]]]
            a SEARCH MODSEQ 620162338                                                   | Search[uid=false, returning=-, charset=-, keys=[ModSeq[modSeq=620162338]]]
            a SEARCH EMAILID M6d99_ac32-75 THREADID T64                                 | Search[uid=false, returning=-, charset=-, keys=[Text[place=EMAILID, text=M6d99_ac32-75], Text[place=THREADID, text=T64]]]
            a SEARCH BCC a CC b TO c BODY d                                             | Search[uid=false, returning=-, charset=-, keys=[Text[place=BCC, text=a], Text[place=CC, text=b], Text[place=TO, text=c], Text[place=BODY, text=d]]]
            a SORT (SUBJECT REVERSE DATE) US-ASCII ALL                                  | Sort[uid=false, returning=-, criteria=[SortCriterion[reverse=false, key=SUBJECT], SortCriterion[reverse=true, key=DATE]], charset=-, keys=[And[keys=[]]]]
            a UID SORT RETURN (ALL COUNT) (DISPLAYFROM) US-ASCII SEEN                   | Sort[uid=true, returning=Optional[ReturnOptions[options=[ALL, COUNT], partial=-, fetched=[]]], criteria=[SortCriterion[reverse=false, key=DISPLAYFROM]], charset=-, keys=[HasFlag[flag=\\Seen]]]
            a THREAD REFERENCES US-ASCII SINCE 5-Mar-2000                               | ThreadMessages[uid=false, algorithm=REFERENCES, charset=-, keys=[Date[sent=false, when=SINCE, date=2000-03-05]]]
            a UID THREAD ORDEREDSUBJECT US-ASCII TEXT gewp                              | ThreadMessages[uid=true, algorithm=ORDEREDSUBJECT, charset=-, keys=[Text[place=TEXT, text=gewp]]]
            a SEARCH 1:5,* UNSEEN                                                       | Search[uid=false, returning=-, charset=-, keys=[Messages[uid=false, messages=1:5,*], Not[key=HasFlag[flag=\\Seen]]]]
            """;

    @ParameterizedTest
    @CsvSource(textBlock = EACH_ONCE, delimiter = '|')
    void eachIsReadAndWrittenAsItCame(String wire, String reading) {
        ImapRequest request = Spoken.request(wire);
        assertThat(Spoken.shown(request.command())).isEqualTo(reading);
        assertThat(Spoken.written(request)).isEqualTo(wire);
        assertThat(Spoken.request(Spoken.written(request))).isEqualTo(request);
    }

    @Test
    void everyVerbIsAmongThem() {
        Set<Verb> shown = EnumSet.of(Verb.APPEND, Verb.REPLACE, Verb.UID_REPLACE, Verb.MALFORMED);
        for (String row : EACH_ONCE.split("\n")) {
            shown.add(Spoken.request(row.substring(0, row.lastIndexOf('|')).strip())
                    .command()
                    .verb());
        }
        assertThat(EnumSet.complementOf(EnumSet.copyOf(shown))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a noop                                                                | a NOOP
            a LOGIN {5}↵SMITH {3+}↵a"b                                            | a LOGIN SMITH "a\\"b"
            a LOGIN NIL NIL                                                       | a LOGIN "NIL" "NIL"
            a SELECT iNbOx                                                        | a SELECT INBOX
            a CREATE "Entw&APw-rfe]"                                              | a CREATE Entw&APw-rfe]
            a CREATE {3}↵foo                                                      | a CREATE foo
            a notify set (selected messagenew (uid) messageexpunge)               | a NOTIFY SET (SELECTED (MessageNew (UID) MessageExpunge))
            a GETMETADATA "INBOX" (DEPTH 1 MAXSIZE 9) ("/Shared/Comment")         | a GETMETADATA (MAXSIZE 9 DEPTH 1) INBOX /shared/comment
            a GETMETADATA "INBOX" /private/comment /shared/comment                | a GETMETADATA INBOX (/private/comment /shared/comment)
            a SETMETADATA "" (/SHARED/x {1}↵a /shared/y ~{1}↵b)                   | a SETMETADATA "" (/shared/x "a" /shared/y "b")
            a SETACL INBOX David lrswida                                          | a SETACL INBOX David lrswitea
            a SETACL INBOX Chris +cda                                             | a SETACL INBOX Chris +kxtea
            a LIST "" (INBOX)                                                     | a LIST () "" INBOX
            a LIST "" % RETURN ()                                                 | a LIST () "" %
            a FETCH 1 ALL                                                         | a FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)
            a FETCH 1 FAST                                                        | a FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)
            a FETCH 1 FULL                                                        | a FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY)
            a FETCH 1,3:5,* (FLAGS)                                               | a FETCH 1,3:5,* FLAGS
            a STORE 2:4 +FLAGS \\Deleted \\Deleted                                   | a STORE 2:4 +FLAGS (\\Deleted)
            a SEARCH FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith"                    | a SEARCH FLAGGED SINCE 1-Feb-1994 NOT FROM Smith
            a SEARCH RETURN (MIN COUNT) FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith" | a SEARCH RETURN (MIN COUNT) FLAGGED SINCE 1-Feb-1994 NOT FROM Smith
            a uid search return (partial -1:-2) ALL                               | a UID SEARCH RETURN (PARTIAL -1:-2) ALL
            a UID FETCH 1:9 FLAGS (PARTIAL 1:5 CHANGEDSINCE 9)                    | a UID FETCH 1:9 FLAGS (CHANGEDSINCE 9 PARTIAL 1:5)
            a SEARCH RETURN () UNSEEN                                             | a SEARCH RETURN (ALL) UNSEEN
            a SEARCH RETURN (SAVE) SENTBEFORE "25-Jul-2009"                       | a SEARCH RETURN (SAVE) SENTBEFORE 25-Jul-2009
            a SEARCH CHARSET UTF-8 TEXT "отпуск"                                  | a SEARCH CHARSET UTF-8 TEXT {12}↵отпуск
            a SEARCH SUBJECT "отпуск"                                             | a SEARCH CHARSET UTF-8 SUBJECT {12}↵отпуск
            a SEARCH CHARSET KOI8-R TEXT x                                        | a SEARCH TEXT x
            a SEARCH CHARSET ISO-8859-1 TEXT "ä"                                  | a SEARCH CHARSET UTF-8 TEXT {4}↵Ã¤
            a SEARCH CHARSET X-NONE TEXT "ä"                                      | a SEARCH CHARSET X-NONE TEXT {2}↵ä
            a SEARCH CHARSET KOI8-R FILTER a TEXT "ä"                             | a SEARCH CHARSET KOI8-R FILTER a TEXT {2}↵ä
            a SEARCH CHARSET US-ASCII TEXT "ä"                                    | a SEARCH CHARSET UTF-8 TEXT {2}↵ä
            a UID SORT (DATE) "UTF-8" SINCE 5-MAR-2000                            | a UID SORT (DATE) US-ASCII SINCE 5-Mar-2000
            a SORT (reverse size) KOI8-R TEXT x                                   | a SORT (REVERSE SIZE) US-ASCII TEXT x
            a SORT RETURN () (DATE) UTF-8 SUBJECT "отпуск"                        | a SORT RETURN (ALL) (DATE) UTF-8 SUBJECT {12}↵отпуск
            a THREAD references X-NONE TEXT "ä"                                   | a THREAD REFERENCES X-NONE TEXT {2}↵ä
            a SEARCH NOT NOT SEEN NOT NEW NOT OLD NOT (SEEN)                      | a SEARCH NOT UNSEEN NOT (RECENT UNSEEN) NOT OLD NOT (SEEN)
            a SEARCH UNSEEN UNANSWERED UNDELETED UNFLAGGED UNDRAFT OLD NEW RECENT | a SEARCH UNSEEN UNANSWERED UNDELETED UNFLAGGED UNDRAFT OLD (RECENT UNSEEN) RECENT
            a SEARCH KEYWORD $Junk UNKEYWORD $Junk KEYWORD \\Seen                 | a SEARCH KEYWORD $Junk UNKEYWORD $Junk SEEN
            a SEARCH MODSEQ "/flags/\\\\draft" all 620162338                      | a SEARCH MODSEQ 620162338
            a LIST "" * RETURN (STATUS (MESSAGES) CHILDREN)                       | a LIST "" * RETURN (CHILDREN STATUS (MESSAGES))
            a SEARCH CHARSET UTF-8 NOT (OR SUBJECT "ж" HEADER X "ж")              | a SEARCH CHARSET UTF-8 NOT (OR SUBJECT {2}↵ж HEADER X {2}↵ж)
            """, delimiter = '|')
    void whatIsReadInSeveralWaysIsWrittenInOne(String wire, String written) {
        ImapRequest request = Spoken.request(wire);
        assertThat(Spoken.written(request)).isEqualTo(written);
        assertThat(Spoken.request(written)).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a APPEND saved-messages (\\Seen) {310}                         | a APPEND saved-messages (\\Seen) {310}↵
            a APPEND x {1+}                                               | a APPEND x {1+}↵
            a APPEND x () "17-Jul-1996 02:44:25 -0700" ~{1+}              | a APPEND x "17-Jul-1996 02:44:25 -0700" ~{1+}↵
            a APPEND x (\\Seen $Junk) " 7-Jul-1996 02:44:25 +0000" {0}    | a APPEND x (\\Seen $Junk) " 7-Jul-1996 02:44:25 +0000" {0}↵
            a APPEND x "7-Jul-1996 02:44:60 +0000" {0}                    | a APPEND x " 7-Jul-1996 02:44:59 +0000" {0}↵
            """, delimiter = '|')
    void anAppendIsReadUpToItsMarker(String wire, String written) {
        ImapRequest request = Spoken.request(wire);
        assertThat(request.command()).isInstanceOf(Append.class);
        assertThat(Spoken.written(request)).isEqualTo(written);
        assertThat(Spoken.request(written.substring(0, written.length() - 1))).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a                                           | expected a space at octet 2 but found the end of the line
            'a '                                        | expected a verb at octet 3 but found the end of the line
            a  NOOP                                     | expected a verb at octet 3 but found " NOOP"
            + NOOP                                      | expected a tag at octet 1 but found "+ NOOP"
            a+b NOOP                                    | expected a space at octet 2 but found "+b NOOP"
            * NOOP                                      | expected a tag at octet 1 but found "* NOOP"
            'a NOOP '                                   | NOOP: expected the end of the line at octet 7 but found " "
            a NOOP x                                    | NOOP: expected the end of the line at octet 7 but found " x"
            a (                                         | expected a verb at octet 3 but found "("
            a UID                                       | expected "UID " at octet 3 but found "UID"
            a UID NOOP                                  | expected COPY, EXPUNGE, FETCH, MOVE, REPLACE, SEARCH, SORT, STORE or THREAD behind UID at octet 7 but found "NOOP"
            a UID FETCH                                 | UID FETCH: expected a space and arguments
            a CREATE                                    | CREATE: expected a space and arguments
            'a CREATE '                                 | CREATE: expected a mailbox name at octet 10 but found the end of the line
            a CREATE a b                                | CREATE: expected "(USE " at octet 12 but found "b"
            a CREATE &                                  | CREATE: expected a mailbox name in modified UTF-7 (RFC 3501 section 5.1.3), where & itself is written &-
            a CREATE &-&                                | CREATE: expected a mailbox name in modified UTF-7 (RFC 3501 section 5.1.3), where & itself is written &-
            a CREATE "Ü"                                | CREATE: expected a mailbox name in modified UTF-7 (RFC 3501 section 5.1.3), but it has an octet that is not printable ASCII
            a CREATE "open                              | CREATE: expected the end of a quoted string at octet 15 but found the end of the line
            a CREATE "a\\b"                             | CREATE: expected \\" or \\\\ in a quoted string at octet 13 but found "b""
            a CREATE {3}↵ab                             | CREATE: expected a literal of 3 octets but they are not there
            a CREATE {3}                                | CREATE: expected a literal of 3 octets but they are not there yet
            a CREATE {x}↵abc                            | CREATE: expected a number at octet 11 but found "x}\\x0D\\x0Aabc"
            a CREATE {99999999999999999999}↵a           | CREATE: expected a number of at most 9223372036854775807 at octet 11 but found "99999999999999999999}\\x0D\\x0Aa"
            a CREATE %                                  | CREATE: expected a mailbox name at octet 10 but found "%"
            a CREATE a (USE \\Sent)                      | CREATE: expected '(' at octet 17 but found "\\\\Sent)"
            a CREATE a (USE (Sent))                     | CREATE: a special use is a backslash and an atom, not Sent
            a CREATE a (FOO (x))                        | CREATE: expected "(USE " at octet 12 but found "(FOO (x))"
            a SETQUOTA x (X-OTHER 5)                    | SETQUOTA: expected one of STORAGE, MESSAGE, MAILBOX, ANNOTATION-STORAGE at octet 15 but found "X-OTHER 5)"
            a RENAME a                                  | RENAME: expected a space at octet 11 but found the end of the line
            a LOGIN secret                              | LOGIN: expected a space
            a LOGIN "secret" "pass                      | LOGIN: expected the end of a quoted string
            a LOGIN"secret" x                           | LOGIN: expected a space and arguments
            a AUTHENTICATE                              | AUTHENTICATE: expected a space and arguments
            a AUTHENTICATE PLAIN c2Vj!                  | AUTHENTICATE: expected the end of the line
            a AUTHENTICATE PLAIN  c2Vj                  | AUTHENTICATE: expected the end of the line
            a ENABLE                                    | ENABLE: expected a space and arguments
            a SELECT x ()                               | SELECT: expected CONDSTORE or QRESYNC at octet 13 but found ")"
            a SELECT x (FOO)                            | SELECT: expected CONDSTORE or QRESYNC at octet 13 but found "FOO)"
            a SELECT x (QRESYNC (0 1))                  | SELECT: expected a number of at least 1 at octet 22 but found "0 1))"
            a SELECT x (QRESYNC (1 0))                  | SELECT: expected a number of at least 1 at octet 24 but found "0))"
            a SELECT x (QRESYNC (1 2 *))                | SELECT: expected known numbers, among which * and $ cannot be (RFC 7162 section 7)
            a SELECT x (QRESYNC (1 2 $))                | SELECT: expected known numbers, among which * and $ cannot be (RFC 7162 section 7)
            a SELECT x (QRESYNC (1 2) QRESYNC (1 2))    | SELECT: expected CONDSTORE or QRESYNC at octet 27 but found "QRESYNC (1 2))"
            a STATUS x ()                               | STATUS: expected a list that is not empty at octet 12 but found "()"
            a STATUS x (FOO)                            | STATUS: expected one of MESSAGES, RECENT, UIDNEXT, UIDVALIDITY, UNSEEN, DELETED, SIZE, HIGHESTMODSEQ, DELETED-STORAGE, APPENDLIMIT, MAILBOXID at octet 13 but found "FOO)"
            a STATUS x MESSAGES                         | STATUS: expected '(' at octet 12 but found "MESSAGES"
            a LIST ""                                   | LIST: expected a space at octet 10 but found the end of the line
            a LIST "" % RETURN                          | LIST: expected "RETURN " at octet 13 but found "RETURN"
            a LIST "" % RETURN (FOO)                    | LIST: expected one of SUBSCRIBED, CHILDREN, SPECIAL-USE, MYRIGHTS at octet 21 but found "FOO)"
            a LIST (FOO) "" %                           | LIST: expected one of SUBSCRIBED, REMOTE, SPECIAL-USE, RECURSIVEMATCH at octet 9 but found "FOO) "" %"
            a FETCH                                     | FETCH: expected a space and arguments
            a FETCH 0 FLAGS                             | FETCH: expected a number of at least 1 at octet 9 but found "0 FLAGS"
            a FETCH 1: FLAGS                            | FETCH: expected a number of at least 1 at octet 11 but found " FLAGS"
            a FETCH 4294967296 FLAGS                    | FETCH: expected a number of at most 4294967295 at octet 9 but found "4294967296 FLAGS"
            a FETCH 1, FLAGS                            | FETCH: expected a number of at least 1 at octet 11 but found " FLAGS"
            a FETCH 1 ()                                | FETCH: expected a list that is not empty at octet 11 but found "()"
            a FETCH 1 (ALL)                             | FETCH: expected a fetch item such as FLAGS or BODY[] at octet 12 but found "ALL)"
            a FETCH 1 FLAGS UID                         | FETCH: expected '(' at octet 17 but found "UID"
            a FETCH 1 BODY[                             | FETCH: expected HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT or TEXT at octet 16 but found the end of the line
            a FETCH 1 BODY[MIME]                        | FETCH: expected HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT or TEXT at octet 16 but found "MIME]"
            a FETCH 1 BODY[1.]                          | FETCH: expected HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME at octet 18 but found "]"
            a FETCH 1 BODY[0]                           | FETCH: expected a number of at least 1 at octet 16 but found "0]"
            a FETCH 1 BODY[HEADER.FIELDS]               | FETCH: expected a space at octet 29 but found "]"
            a FETCH 1 BODY[HEADER.FIELDS ()]            | FETCH: expected a list that is not empty at octet 30 but found "()]"
            a FETCH 1 BODY[]<0>                         | FETCH: expected '.' at octet 19 but found ">"
            a FETCH 1 BODY[]<0.0>                       | FETCH: expected a number of at least 1 at octet 20 but found "0>"
            a FETCH 1 BINARY[1.MIME]                    | FETCH: expected a part's number at octet 20 but found "MIME]"
            a FETCH 1 FOO                               | FETCH: expected a fetch item such as FLAGS or BODY[] at octet 11 but found "FOO"
            a FETCH 1 FOO[]                             | FETCH: expected BODY[, BODY.PEEK[, BINARY[, BINARY.PEEK[ or BINARY.SIZE[ at octet 11 but found "FOO[]"
            a FETCH 1 FLAGS (VANISHED)                  | FETCH: VANISHED goes with UID FETCH and CHANGEDSINCE (RFC 7162 section 3.2.6)
            a FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)   | FETCH: VANISHED goes with UID FETCH and CHANGEDSINCE (RFC 7162 section 3.2.6)
            a FETCH 1 (PREVIEW (EAGER))                 | FETCH: expected a fetch item such as FLAGS or BODY[] at octet 20 but found "(EAGER))"
            a LANGUAGE de_DE                            | LANGUAGE: a language range is such as de or zh-Hant (RFC 4647 section 2)
            a FETCH 1 FLAGS (FOO)                       | FETCH: expected CHANGEDSINCE, VANISHED or PARTIAL at octet 18 but found "FOO)"
            a STORE 1 FLAGS                             | STORE: expected a space at octet 16 but found the end of the line
            a STORE 1 FOO (\\Seen)                      | STORE: expected FLAGS, +FLAGS or -FLAGS at octet 11 but found "FOO (\\\\Seen)"
            a STORE 1 FLAGS (\\Recent)                  | STORE: \\Recent cannot be set by a client (RFC 3501 section 2.3.2)
            a STORE 1 FLAGS (a]b)                       | STORE: expected ')' at octet 19 but found "]b)"
            a STORE 1 (UNCHANGEDSINCE) FLAGS ()         | STORE: expected "UNCHANGEDSINCE " at octet 12 but found "UNCHANGEDSINCE) FLAGS ()"
            a SEARCH                                    | SEARCH: expected a space and arguments
            a SEARCH FOO                                | SEARCH: expected a search key at octet 10 but found "FOO"
            a SEARCH ()                                 | SEARCH: expected a list that is not empty at octet 10 but found "()"
            a SEARCH OR SEEN                            | SEARCH: expected a space at octet 17 but found the end of the line
            a SEARCH NOT                                | SEARCH: expected a space at octet 13 but found the end of the line
            a SEARCH SEENX                              | SEARCH: expected a search key at octet 10 but found "SEENX"
            a SEARCH SINCE 32-Jan-2000                  | SEARCH: there is no day 32-Jan-2000
            a SEARCH SINCE 29-Feb-2001                  | SEARCH: there is no day 29-Feb-2001
            a SEARCH SINCE 1-Foo-2000                   | SEARCH: expected a month such as Jan at octet 18 but found "Foo-2000"
            a SEARCH SINCE 1-Jan-00                     | SEARCH: expected 4 digits at octet 22 but found "00"
            a SEARCH RETURN (FOO) ALL                   | SEARCH: expected one of MIN, MAX, ALL, COUNT, SAVE, UPDATE, CONTEXT, RELEVANCY at octet 18 but found "FOO) ALL"
            a SEARCH RETURN ALL                         | SEARCH: expected '(' at octet 17 but found "ALL"
            a SEARCH CHARSET UTF-8                      | SEARCH: expected a space at octet 23 but found the end of the line
            a SEARCH EMAILID "x"                        | SEARCH: expected an object identifier at octet 18 but found ""x""
            a SEARCH EMAILID a+b                        | SEARCH: an object identifier has 1 to 255 of A-Z a-z 0-9 _ -
            a SEARCH RETURN (PARTIAL 1:-2) ALL          | SEARCH: expected a number of at least 1 at octet 28 but found "-2) ALL"
            a SEARCH RETURN (PARTIAL -1:2) ALL          | SEARCH: expected ":-" at octet 28 but found ":2) ALL"
            a SEARCH RETURN (PARTIAL 1:*) ALL           | SEARCH: expected a number of at least 1 at octet 28 but found "*) ALL"
            a SEARCH RETURN (PARTIAL 0:1) ALL           | SEARCH: expected a number of at least 1 at octet 26 but found "0:1) ALL"
            a SEARCH RETURN (PARTIAL 1:2 PARTIAL 3:4) 1 | SEARCH: PARTIAL stands once (RFC 9394 section 3.1)
            a SEARCH RETURN (PARTIAL 1:2 ALL) ALL       | SEARCH: PARTIAL does not stand beside ALL (RFC 9394 section 3.1)
            a FETCH 1 FLAGS (PARTIAL 1:2)               | FETCH: PARTIAL goes with UID FETCH (RFC 9394 section 3.3)
            a CANCELUPDATE                              | CANCELUPDATE: expected a space and arguments
            a CANCELUPDATE B01                          | CANCELUPDATE: expected a string at octet 16 but found "B01"
            a CANCELUPDATE "a b"                        | CANCELUPDATE: CANCELUPDATE names at least one command by its tag
            a ESEARCH IN () SEEN                        | ESEARCH: expected a list that is not empty at octet 14 but found "() SEEN"
            a ESEARCH IN (SELECTED-DELAYED) SEEN        | ESEARCH: expected one of SELECTED, INBOXES, PERSONAL, SUBSCRIBED, SUBTREE, SUBTREE-ONE, MAILBOXES at octet 15 but found "SELECTED-DELAYED) SEEN"
            a ESEARCH IN (PERSONAL) RETURN (SAVE) SEEN  | ESEARCH: SAVE and UPDATE go with the selected mailbox alone (RFC 7377 section 2.2)
            a SEARCH RETURN (RELEVANCY) SUBJECT x       | SEARCH: RELEVANCY goes with a FUZZY key (RFC 6203 section 4)
            a SORT (RELEVANCY) UTF-8 SUBJECT x          | SORT: RELEVANCY goes with a FUZZY key (RFC 6203 section 4)
            a SEARCH FILTER a/b                         | SEARCH: a filter's name is an atom without /
            a SEARCH OLDER 0                            | SEARCH: expected a number of at least 1 at octet 16 but found "0"
            a SEARCH YOUNGER 4294967296                 | SEARCH: expected a number of at most 4294967295 at octet 18 but found "4294967296"
            a SEARCH LARGER -1                          | SEARCH: expected a number at octet 17 but found "-1"
            a REPLACE 1:2 x {3}                         | REPLACE: REPLACE names one message, not 1:2
            a UID REPLACE $ x {3}                       | UID REPLACE: REPLACE names one message, not $
            a APPEND x CATENATE ()                      | APPEND: expected TEXT, UTF8 or URL at octet 22 but found ")"
            a APPEND x CATENATE (TEXT "a")              | APPEND: expected a literal at octet 27 but found ""a")"
            a APPEND x CATENATE (URL a                  | APPEND: expected ')' at octet 27 but found the end of the line
            a APPEND x CATENATE (URL a) URL b           | APPEND: expected a literal at octet 29 but found "URL b"
            a APPEND x                                  | APPEND: expected a space at octet 11 but found the end of the line
            a APPEND x {3}↵abc                          | APPEND: expected the end of the line at octet 15 but found "\\x0D\\x0Aabc"
            a APPEND x "17-Jul-1996 02:44:25" {3}       | APPEND: expected a space at octet 33 but found "" {3}"
            a APPEND x "17-Jul-1996 24:44:25 +0000" {3} | APPEND: expected a time of day but found 24:44:25
            a APPEND x "17-Jul-1996 23:44:25 +1900" {3} | APPEND: expected a zone of -1800 to +1800 but found 1900
            a APPEND x (\\Recent) {3}                   | APPEND: \\Recent cannot be set by a client (RFC 3501 section 2.3.2)
            a ID                                        | ID: expected a space and arguments
            a ID ("a")                                  | ID: expected a space at octet 10 but found ")"
            a ID (name x)                               | ID: expected a string at octet 7 but found "name x)"
            a IDLE now                                  | IDLE: expected the end of the line at octet 7 but found " now"
            a CREATE a&AGIAYw-                          | CREATE: expected a mailbox name in modified UTF-7 (RFC 3501 section 5.1.3), where & itself is written &-
            a LIST (RECURSIVEMATCH) "" %                | LIST: RECURSIVEMATCH stands only beside an option such as SUBSCRIBED (RFC 9051 section 6.3.9.1)
            a LIST "" ()                                | LIST: expected a list that is not empty at octet 11 but found "()"
            a SEARCH SUBJECT "a" CHARSET                | SEARCH: expected a search key at octet 22 but found "CHARSET"
            a SEARCH CHARSET "x y" TEXT "ä"             | SEARCH: a charset's name is printable ASCII
            """, delimiter = '|')
    void whatBreaksTheGrammarSaysWhatWasExpected(String wire, String complaint) {
        assertThat(Spoken.request(wire).command()).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.complaint()).isEqualTo(complaint);
            assertThat(malformed.tooBig()).isFalse();
        });
    }

    @Test
    void noComplaintShowsASecret() {
        for (String wire : List.of(
                "a LOGIN ann sesame x",
                "a LOGIN \"ann\" \"sesame",
                "a LOGIN sesame",
                "a LOGIN\"sesame\"",
                "a LOGIN ann (sesame",
                "a AUTHENTICATE PLAIN sesame!",
                "a AUTHENTICATE PLAIN sesame==sesame")) {
            assertThat(Spoken.request(wire).toString()).doesNotContain("sesame").contains("Malformed");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a CREATE "日本語"            | a CREATE "日本語"
            a CREATE 日本語              | a CREATE "日本語"
            a CREATE &ZeVnLIqe-        | a CREATE &ZeVnLIqe-
            a CREATE R&D               | a CREATE R&D
            a LIST "" 日本%              | a LIST "" "日本%"
            a SEARCH SUBJECT "отпуск"  | a SEARCH SUBJECT "отпуск"
            a LOGIN "ü" x              | a LOGIN "ü" x
            """, delimiter = '|')
    void onceUtf8IsAgreedNamesAndStringsAreUtf8(String wire, String written) {
        ImapRequest request = Spoken.request(wire, UTF8, ImapLimits.standard());
        assertThat(Spoken.written(request, UTF8)).isEqualTo(written);
        assertThat(Spoken.request(written, UTF8, ImapLimits.standard())).isEqualTo(request);
    }

    /** {@code a SEARCH CHARSET ISO-8859-1 TEXT {1}↵\xE4} was written with the charset's name and octets of another. */
    @Test
    void aCharsetThatIsKnownIsReadIntoTextAndOneThatIsNotIsKept() {
        byte[] wire = Spoken.octets("a SEARCH CHARSET ISO-8859-1 TEXT {1}↵?");
        wire[wire.length - 1] = (byte) 0xe4;
        Search search = (Search)
                ImapRequest.read(ImapReader.command(wire, wire.length, ImapEncoding.PLAIN, ImapLimits.standard()))
                        .command();
        assertThat(search)
                .isEqualTo(Search.of(false, Optional.empty(), List.of(new SearchKey.Text(SearchKey.Place.TEXT, "ä"))));
        assertThat(search.knownCharset()).isTrue();
        Search unknown =
                (Search) Spoken.request("a SEARCH CHARSET X-NONE TEXT x").command();
        assertThat(unknown.charset()).contains("X-NONE");
        assertThat(unknown.knownCharset()).isFalse();
    }

    /** {@code a CREATE xxx...}, a line as long as the name, however long that was. */
    @Test
    void aLongStringIsALiteral() {
        String name = "x".repeat(1001);
        assertThat(Spoken.written(Spoken.request("a CREATE " + name))).isEqualTo("a CREATE {1001}↵" + name);
        assertThat(Spoken.written(Spoken.request("a LSUB \"\" " + name))).isEqualTo("a LSUB \"\" {1001}↵" + name);
        assertThat(Spoken.written(Spoken.request("a CREATE " + name.substring(1))))
                .doesNotContain("{");
    }

    @Test
    void nothingThatWouldEndTheLineCanBeBuilt() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImapName("a\r\nb NOOP"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tag("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tag("a\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spoken.written(new ImapRequest(new Tag("a"), new Enable(List.of("X\r\nb NOOP")))));
        assertThat(Spoken.written(new ImapRequest(new Tag("a"), Create.of(new ImapName("a\tb")))))
                .isEqualTo("a CREATE a&AAk-b");
        for (Verb verb : Arrays.asList(Verb.LOGIN, Verb.UNRECOGNIZED, Verb.MALFORMED)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Bare(verb));
        }
    }
}
