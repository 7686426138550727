package dev.yubin.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.search.ThreadData;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses on the wire and as values: RFC 9051 section 7, whose examples are among these. */
class ResponsesTest {
    private static final ImapEncoding UTF8 = ImapEncoding.PLAIN.withUtf8();

    private static final String EACH_ONCE = """
            * OK IMAP4rev2 server ready                                                 | StatusReply[tag=*, condition=OK, code=-, text=IMAP4rev2 server ready]
            * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=GSSAPI] ready                      | StatusReply[tag=*, condition=OK, code=Optional[Capabilities[capabilities=[IMAP4rev1, STARTTLS, AUTH=GSSAPI]]], text=ready]
            * PREAUTH IMAP4rev2 server logged in as Smith                               | StatusReply[tag=*, condition=PREAUTH, code=-, text=IMAP4rev2 server logged in as Smith]
            * BYE Autologout; idle for too long                                         | StatusReply[tag=*, condition=BYE, code=-, text=Autologout; idle for too long]
            * BAD Disk crash, attempting salvage to a new disk!                         | StatusReply[tag=*, condition=BAD, code=-, text=Disk crash, attempting salvage to a new disk!]
            a NO [TRYCREATE] no such mailbox                                            | StatusReply[tag=a, condition=NO, code=Optional[TRYCREATE], text=no such mailbox]
            a OK [READ-WRITE] SELECT completed                                          | StatusReply[tag=a, condition=OK, code=Optional[READ_WRITE], text=SELECT completed]
            a OK done [not a code]                                                      | StatusReply[tag=a, condition=OK, code=-, text=done [not a code]]
            * OK [UIDVALIDITY 3857529045] UIDs valid                                    | StatusReply[tag=*, condition=OK, code=Optional[Count[name=UIDVALIDITY, number=3857529045]], text=UIDs valid]
            * OK [UIDNEXT 4392] Predicted next UID                                      | StatusReply[tag=*, condition=OK, code=Optional[Count[name=UIDNEXT, number=4392]], text=Predicted next UID]
            * OK [UNSEEN 12] first                                                      | StatusReply[tag=*, condition=OK, code=Optional[Count[name=UNSEEN, number=12]], text=first]
            * OK [HIGHESTMODSEQ 715194045007] ok                                        | StatusReply[tag=*, condition=OK, code=Optional[Count[name=HIGHESTMODSEQ, number=715194045007]], text=ok]
            * OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited                        | StatusReply[tag=*, condition=OK, code=Optional[PermanentFlags[flags=[\\Deleted, \\Seen], more=true]], text=Limited]
            * OK [PERMANENTFLAGS ()] none                                               | StatusReply[tag=*, condition=OK, code=Optional[PermanentFlags[flags=[], more=false]], text=none]
            * NO [BADCHARSET (UTF-8 "x y")] no                                          | StatusReply[tag=*, condition=NO, code=Optional[BadCharset[charsets=[UTF-8, x y]]], text=no]
            * NO [BADCHARSET] no                                                        | StatusReply[tag=*, condition=NO, code=Optional[BadCharset[charsets=[]]], text=no]
            a OK [APPENDUID 38505 3955] done                                            | StatusReply[tag=a, condition=OK, code=Optional[AppendUid[uidValidity=38505, uids=3955]], text=done]
            a OK [COPYUID 38505 304,319:320 3956:3958] Done                             | StatusReply[tag=a, condition=OK, code=Optional[CopyUid[uidValidity=38505, source=304,319:320, target=3956:3958]], text=Done]
            a OK [MODIFIED 7,9] Conditional STORE failed                                | StatusReply[tag=a, condition=OK, code=Optional[Modified[messages=7,9]], text=Conditional STORE failed]
            * OK [MAILBOXID (F2212ea87)] Ok                                             | StatusReply[tag=*, condition=OK, code=Optional[MailboxId[id=F2212ea87]], text=Ok]
            a NO [UNKNOWN-CTE] x                                                        | StatusReply[tag=a, condition=NO, code=Optional[UNKNOWN_CTE], text=x]
            a NO [XPRIVATE some thing] x                                                | StatusReply[tag=a, condition=NO, code=Optional[Other[name=XPRIVATE, arguments=some thing]], text=x]
            c NO [COMPRESSIONACTIVE] DEFLATE active via TLS                             | StatusReply[tag=c, condition=NO, code=Optional[COMPRESSIONACTIVE], text=DEFLATE active via TLS]
            * OK [INPROGRESS] Hang in there...                                          | StatusReply[tag=*, condition=OK, code=Optional[InProgress[tag=-, done=-, goal=-]], text=Hang in there...]
            * OK [INPROGRESS ("tag" NIL NIL)] Hang in there...                          | StatusReply[tag=*, condition=OK, code=Optional[InProgress[tag=Optional[tag], done=-, goal=-]], text=Hang in there...]
            * OK [INPROGRESS ("tag" 175 NIL)] Processed 175 items so far                | StatusReply[tag=*, condition=OK, code=Optional[InProgress[tag=Optional[tag], done=OptionalLong[175], goal=-]], text=Processed 175 items so far]
            * OK [INPROGRESS ("tag" 175 1000)] Processed 17% of the items               | StatusReply[tag=*, condition=OK, code=Optional[InProgress[tag=Optional[tag], done=OptionalLong[175], goal=OptionalLong[1000]]], text=Processed 17% of the items]
            * OK [INPROGRESS (NIL 0 1)] x                                               | StatusReply[tag=*, condition=OK, code=Optional[InProgress[tag=-, done=OptionalLong[0], goal=OptionalLong[1]]], text=x]
            * 25997 UIDFETCH (FLAGS (\\Flagged \\Answered))                             | FetchData[number=25997, byUid=true, data=[Flags[flags=[\\Flagged, \\Answered], recent=false]]]
            * 25900 UIDFETCH (FLAGS (\\Seen) UID 25900)                                 | FetchData[number=25900, byUid=true, data=[Flags[flags=[\\Seen], recent=false], Number[kind=UID, number=25900]]]
            * UIDBATCHES (TAG "A143") 215295:99696,99695:20351,20350:7830,7829:1        | UidBatchesData[tag=A143, batches=[Range[first=99696, last=215295], Range[first=20351, last=99695], Range[first=7830, last=20350], Range[first=1, last=7829]]]
            * UIDBATCHES (TAG "A302")                                                   | UidBatchesData[tag=A302, batches=[]]
            A302 NO [TOOFEW] Minimum batch size is 500                                  | StatusReply[tag=A302, condition=NO, code=Optional[TOOFEW], text=Minimum batch size is 500]
            A302 NO [TOOMANY] Too many messages                                         | StatusReply[tag=A302, condition=NO, code=Optional[TOOMANY], text=Too many messages]
            07 BAD [UIDREQUIRED] Message numbers are not allowed once UIDONLY is enabled | StatusReply[tag=07, condition=BAD, code=Optional[UIDREQUIRED], text=Message numbers are not allowed once UIDONLY is enabled]
            a] OK done                                                                  | StatusReply[tag=a], condition=OK, code=-, text=done]
            a OK [MESSAGELIMIT 1000 23221] done                                         | StatusReply[tag=a, condition=OK, code=Optional[MessageLimit[messages=1000, lowest=OptionalLong[23221]]], text=done]
            a NO [MESSAGELIMIT 1000] no                                                 | StatusReply[tag=a, condition=NO, code=Optional[MessageLimit[messages=1000, lowest=-]], text=no]
            * OK [CLOSED] Previous mailbox closed                                       | StatusReply[tag=*, condition=OK, code=Optional[CLOSED], text=Previous mailbox closed]
            a BAD [TOOBIG] x                                                            | StatusReply[tag=a, condition=BAD, code=Optional[TOOBIG], text=x]
            * OK [ALERT] System shutdown in 10 minutes                                  | StatusReply[tag=*, condition=OK, code=Optional[ALERT], text=System shutdown in 10 minutes]
            + Ready for literal data                                                    | ContinuationRequest[text=[secret]]
            + YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEF                                          | ContinuationRequest[text=[secret]]
            * CAPABILITY STARTTLS AUTH=GSSAPI IMAP4rev2 LITERAL+                        | CapabilityData[capabilities=[STARTTLS, AUTH=GSSAPI, IMAP4rev2, LITERAL+]]
            * ENABLED CONDSTORE                                                         | EnabledData[capabilities=[CONDSTORE]]
            * ENABLED                                                                   | EnabledData[capabilities=[]]
            * ID ("name" "Cyrus" "version" NIL)                                         | IdData[fields={name=Optional[Cyrus], version=-}]
            * ID NIL                                                                    | IdData[fields={}]
            * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)                     | FlagsData[flags=[\\Answered, \\Flagged, \\Deleted, \\Seen, \\Draft]]
            * FLAGS ()                                                                  | FlagsData[flags=[]]
            * LIST (\\Noselect) "/" ~/Mail/foo                                          | ListData[lsub=false, attributes=[\\Noselect], delimiter=Optional[/], mailbox=~/Mail/foo, childInfo=[], oldName=-]
            * LIST () "/" INBOX                                                         | ListData[lsub=false, attributes=[], delimiter=Optional[/], mailbox=INBOX, childInfo=[], oldName=-]
            * LIST () NIL ""                                                            | ListData[lsub=false, attributes=[], delimiter=-, mailbox=, childInfo=[], oldName=-]
            * LIST (\\HasNoChildren) "\\\\" "a\\\\b"                                    | ListData[lsub=false, attributes=[\\HasNoChildren], delimiter=Optional[\\], mailbox=a\\b, childInfo=[], oldName=-]
            * LIST (\\Subscribed) "/" foo ("CHILDINFO" ("SUBSCRIBED"))                  | ListData[lsub=false, attributes=[\\Subscribed], delimiter=Optional[/], mailbox=foo, childInfo=[SUBSCRIBED], oldName=-]
            * LIST () "/" x ("CHILDINFO" ("SUBSCRIBED") "OLDNAME" (y))                  | ListData[lsub=false, attributes=[], delimiter=Optional[/], mailbox=x, childInfo=[SUBSCRIBED], oldName=Optional[y]]
            * LSUB () "." #news.comp.mail.misc                                          | ListData[lsub=true, attributes=[], delimiter=Optional[.], mailbox=#news.comp.mail.misc, childInfo=[], oldName=-]
            * STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)                           | StatusData[mailbox=blurdybloop, items={MESSAGES=231, UIDNEXT=44292}, mailboxId=-]
            * STATUS foo (MESSAGES 3 MAILBOXID (F2212ea87-6097-4256-9d51-71338625))     | StatusData[mailbox=foo, items={MESSAGES=3}, mailboxId=Optional[F2212ea87-6097-4256-9d51-71338625]]
            * STATUS "" ()                                                              | StatusData[mailbox=, items={}, mailboxId=-]
            * LANGUAGE (EN DE IT i-default)                                             | LanguageData[tags=[EN, DE, IT, i-default]]
            * LANGUAGE (DE)                                                             | LanguageData[tags=[DE]]
            * NAMESPACE (("" "/")) (("Other Users/" "/" "TRANSLATION" ("Andere Ben&APw-tzer/"))) NIL | NamespaceData[personal=[Namespace[prefix=, delimiter=Optional[/], translation=-]], others=[Namespace[prefix=Other Users/, delimiter=Optional[/], translation=Optional[Andere Benützer/]]], shared=[]]
            * NAMESPACE (("" "/")) NIL NIL                                              | NamespaceData[personal=[Namespace[prefix=, delimiter=Optional[/], translation=-]], others=[], shared=[]]
            * NAMESPACE (("INBOX." NIL)) NIL NIL                                        | NamespaceData[personal=[Namespace[prefix=INBOX., delimiter=-, translation=-]], others=[], shared=[]]
            * STATUS INBOX (DELETED 4 DELETED-STORAGE 8)                                | StatusData[mailbox=INBOX, items={DELETED=4, DELETED_STORAGE=8}, mailboxId=-]
            * QUOTA "" (STORAGE 10 512)                                                 | QuotaData[quota=Quota[root=, resources={STORAGE=Usage[used=10240, limit=524288]}]]
            * QUOTA #user/alice (MESSAGE 42 1000 MAILBOX 3 7)                           | QuotaData[quota=Quota[root=#user/alice, resources={MESSAGE=Usage[used=42, limit=1000], MAILBOX=Usage[used=3, limit=7]}]]
            * QUOTA "" ()                                                               | QuotaData[quota=Quota[root=, resources={}]]
            * QUOTAROOT INBOX #user/alice "!partition sda4"                             | QuotaRootData[mailbox=INBOX, roots=[#user/alice, !partition sda4]]
            * QUOTAROOT comp.mail.mime                                                  | QuotaRootData[mailbox=comp.mail.mime, roots=[]]
            * METADATA "" (/shared/comment "My comment")                                | MetadataData[mailbox=, news=false, values={/shared/comment=Optional[My comment]}]
            * METADATA INBOX (/shared/comment NIL /private/x {4}↵a↵b)                   | MetadataData[mailbox=INBOX, news=false, values={/shared/comment=-, /private/x=Optional[a\\x0D\\x0Ab]}]
            * METADATA "" /shared/comment                                               | MetadataData[mailbox=, news=true, values={/shared/comment=-}]
            * METADATA INBOX /shared/comment /private/comment                           | MetadataData[mailbox=INBOX, news=true, values={/shared/comment=-, /private/comment=-}]
            * OK [NOTIFICATIONOVERFLOW] x                                               | StatusReply[tag=*, condition=OK, code=Optional[NOTIFICATIONOVERFLOW], text=x]
            a NO [BADEVENT (MessageNew MessageExpunge)] x                               | StatusReply[tag=a, condition=NO, code=Optional[BadEvent[events=[MessageNew, MessageExpunge]]], text=x]
            a OK [METADATA LONGENTRIES 2199] x                                          | StatusReply[tag=a, condition=OK, code=Optional[Metadata[matter=LONGENTRIES, octets=2199]], text=x]
            a NO [METADATA MAXSIZE 0] x                                                 | StatusReply[tag=a, condition=NO, code=Optional[Metadata[matter=MAXSIZE, octets=0]], text=x]
            a NO [METADATA TOOMANY] x                                                   | StatusReply[tag=a, condition=NO, code=Optional[Metadata[matter=TOOMANY, octets=0]], text=x]
            a NO [METADATA NOPRIVATE] x                                                 | StatusReply[tag=a, condition=NO, code=Optional[Metadata[matter=NOPRIVATE, octets=0]], text=x]
            * ACL INBOX Fred lrswipkxteacd -Fred wted $team w                           | AclData[mailbox=INBOX, rights={Fred=[LOOKUP, READ, SEEN, WRITE, INSERT, POST, CREATE, DELETE_MAILBOX, DELETE_MESSAGES, EXPUNGE, ADMINISTER], -Fred=[WRITE, DELETE_MESSAGES, EXPUNGE], $team=[WRITE]}]
            * STATUS INBOX (APPENDLIMIT 257890)                                         | StatusData[mailbox=INBOX, items={APPENDLIMIT=257890}, mailboxId=-]
            * STATUS INBOX (MESSAGES 3 APPENDLIMIT NIL)                                 | StatusData[mailbox=INBOX, items={MESSAGES=3, APPENDLIMIT=9223372036854775807}, mailboxId=-]
            * ACL INBOX                                                                 | AclData[mailbox=INBOX, rights={}]
            * MYRIGHTS INBOX ""                                                         | MyRightsData[mailbox=INBOX, rights=[]]
            * MYRIGHTS INBOX lrswi                                                      | MyRightsData[mailbox=INBOX, rights=[LOOKUP, READ, SEEN, WRITE, INSERT]]
            * LISTRIGHTS ~/Mail/saved smith la r                                        | ListRightsData[mailbox=~/Mail/saved, identifier=smith, required=[LOOKUP, ADMINISTER], optional=[[READ]]]
            * LISTRIGHTS archive/imap anyone "" l r s w i p k x te c d                  | ListRightsData[mailbox=archive/imap, identifier=anyone, required=[], optional=[[LOOKUP], [READ], [SEEN], [WRITE], [INSERT], [POST], [CREATE], [DELETE_MAILBOX], [DELETE_MESSAGES, EXPUNGE]]]
            * SEARCH                                                                    | SearchData[numbers=, modSeq=-]
            * SEARCH 2 3 6                                                              | SearchData[numbers=2:3,6, modSeq=-]
            * SEARCH 2 5 6 7 11 12 18 19 20 23 (MODSEQ 917162500)                       | SearchData[numbers=2,5:7,11:12,18:20,23, modSeq=OptionalLong[917162500]]
            * SORT                                                                      | SortData[numbers=[], modSeq=-]
            * SORT 5 3 4 1 2 (MODSEQ 7)                                                 | SortData[numbers=[5, 3, 4, 1, 2], modSeq=OptionalLong[7]]
            * THREAD                                                                    | ThreadData[threads=[]]
            * THREAD (2)(3 6 (4 23)(44 7 96))                                           | ThreadData[threads=[MessageThread[members=[2], branches=[]], MessageThread[members=[3, 6], branches=[MessageThread[members=[4, 23], branches=[]], MessageThread[members=[44, 7, 96], branches=[]]]]]]
            * THREAD ((3)(5))                                                           | ThreadData[threads=[MessageThread[members=[], branches=[MessageThread[members=[3], branches=[]], MessageThread[members=[5], branches=[]]]]]]
            * SEARCH (MODSEQ 5)                                                         | SearchData[numbers=, modSeq=OptionalLong[5]]
            * ESEARCH (TAG "A282") MIN 2 COUNT 3                                        | EsearchData[tag=Optional[A282], source=-, uid=false, data=[Number[name=MIN, number=2], Number[name=COUNT, number=3]]]
            * ESEARCH (TAG "A283") ALL 2,10:11                                          | EsearchData[tag=Optional[A283], source=-, uid=false, data=[All[numbers=2,10:11]]]
            * ESEARCH UID MAX 5 ALL 1:5 MODSEQ 12                                       | EsearchData[tag=-, source=-, uid=true, data=[Number[name=MAX, number=5], All[numbers=1:5], Number[name=MODSEQ, number=12]]]
            * ESEARCH                                                                   | EsearchData[tag=-, source=-, uid=false, data=[]]
            * ESEARCH (TAG "A01") UID PARTIAL (-1:-100 4,9:12)                          | EsearchData[tag=Optional[A01], source=-, uid=true, data=[Partial[range=-1:-100, numbers=Optional[4,9:12]]]]
            * ESEARCH (TAG "A04") UID PARTIAL (24000:24500 NIL)                         | EsearchData[tag=Optional[A04], source=-, uid=true, data=[Partial[range=24000:24500, numbers=-]]]
            * ESEARCH (TAG "B01") UID ADDTO (0 32768:32769)                             | EsearchData[tag=Optional[B01], source=-, uid=true, data=[Change[added=true, places=[Placed[position=0, numbers=32768:32769]]]]]
            * ESEARCH (TAG "C01") UID ADDTO (1 2733 1 2732 1 2731)                      | EsearchData[tag=Optional[C01], source=-, uid=true, data=[Change[added=true, places=[Placed[position=1, numbers=2733], Placed[position=1, numbers=2732], Placed[position=1, numbers=2731]]]]]
            * ESEARCH (TAG "C01") UID ADDTO (1 2733) ADDTO (1 2731:2732)                | EsearchData[tag=Optional[C01], source=-, uid=true, data=[Change[added=true, places=[Placed[position=1, numbers=2733]]], Change[added=true, places=[Placed[position=1, numbers=2731:2732]]]]]
            * ESEARCH (TAG "B01") UID REMOVEFROM (0 32768)                              | EsearchData[tag=Optional[B01], source=-, uid=true, data=[Change[added=false, places=[Placed[position=0, numbers=32768]]]]]
            * NO [NOUPDATE "B02"] Too many contexts                                     | StatusReply[tag=*, condition=NO, code=Optional[NoUpdate[tag=B02]], text=Too many contexts]
            * ESEARCH (TAG "tag1" MAILBOX folder2/banana UIDVALIDITY 503) UID ALL 3002,4004 | EsearchData[tag=Optional[tag1], source=Optional[Source[mailbox=folder2/banana, uidValidity=503]], uid=true, data=[All[numbers=3002,4004]]]
            * ESEARCH (TAG "B1") ALL 1,5,10 RELEVANCY (4 99 42)                         | EsearchData[tag=Optional[B1], source=-, uid=false, data=[All[numbers=1,5,10], Relevancy[scores=[4, 99, 42]]]]
            a NO [UNDEFINED-FILTER on-the-road] x                                       | StatusReply[tag=a, condition=NO, code=Optional[UndefinedFilter[name=on-the-road]], text=x]
            * VANISHED (EARLIER) 41,43:116,118,120:211,214:540                          | VanishedData[earlier=true, uids=41,43:116,118,120:211,214:540]
            * VANISHED 405,407,410,425                                                  | VanishedData[earlier=false, uids=405,407,410,425]
            * 23 EXISTS                                                                 | NumberData[kind=EXISTS, number=23]
            * 0 RECENT                                                                  | NumberData[kind=RECENT, number=0]
            * 44 EXPUNGE                                                                | NumberData[kind=EXPUNGE, number=44]
            * 23 FETCH (FLAGS (\\Seen) RFC822.SIZE 44827)                               | FetchData[number=23, byUid=false, data=[Flags[flags=[\\Seen], recent=false], Number[kind=RFC822_SIZE, number=44827]]]
            * 23 FETCH (FLAGS (\\Seen \\Recent) UID 4827313 MODSEQ (12121231000))       | FetchData[number=23, byUid=false, data=[Flags[flags=[\\Seen], recent=true], Number[kind=UID, number=4827313], Number[kind=MODSEQ, number=12121231000]]]
            * 1 FETCH (FLAGS (\\Recent))                                                | FetchData[number=1, byUid=false, data=[Flags[flags=[], recent=true]]]
            * 1 FETCH ()                                                                | FetchData[number=1, byUid=false, data=[]]
            * 12 FETCH (BODY[HEADER] {2}↵hi)                                            | FetchData[number=12, byUid=false, data=[Content[name=BodyName[form=BODY, section=Section[part=[], text=HEADER, fields=[]], origin=-], octets=Optional[hi]]]]
            * 12 FETCH (BODY[TEXT]<10> {2}↵hi BODY[] NIL)                               | FetchData[number=12, byUid=false, data=[Content[name=BodyName[form=BODY, section=Section[part=[], text=TEXT, fields=[]], origin=OptionalLong[10]], octets=Optional[hi]], Content[name=BodyName[form=BODY, section=Section[part=[], text=ALL, fields=[]], origin=-], octets=-]]]
            * 12 FETCH (BODY[HEADER.FIELDS (DATE FROM)] {4}↵a↵b)                        | FetchData[number=12, byUid=false, data=[Content[name=BodyName[form=BODY, section=Section[part=[], text=HEADER_FIELDS, fields=[DATE, FROM]], origin=-], octets=Optional[a\\x0D\\x0Ab]]]]
            * 12 FETCH (RFC822 {2}↵hi RFC822.HEADER {1}↵h RFC822.TEXT NIL)              | FetchData[number=12, byUid=false, data=[Content[name=BodyName[form=RFC822, section=Section[part=[], text=ALL, fields=[]], origin=-], octets=Optional[hi]], Content[name=BodyName[form=RFC822_HEADER, section=Section[part=[], text=HEADER, fields=[]], origin=-], octets=Optional[h]], Content[name=BodyName[form=RFC822_TEXT, section=Section[part=[], text=TEXT, fields=[]], origin=-], octets=-]]]
            * 12 FETCH (BINARY[1]<3> {3}↵abc)                                           | FetchData[number=12, byUid=false, data=[Content[name=BodyName[form=BINARY, section=Section[part=[1], text=ALL, fields=[]], origin=OptionalLong[3]], octets=Optional[abc]]]]
            * 1 FETCH (EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9))            | FetchData[number=1, byUid=false, data=[Text[kind=EMAILID, text=Optional[M6d99ac3275bb4e]], Text[kind=THREADID, text=Optional[T64b478a75b7ea9]]]]
            * 1 FETCH (EMAILID (M00000001) THREADID NIL)                                | FetchData[number=1, byUid=false, data=[Text[kind=EMAILID, text=Optional[M00000001]], Text[kind=THREADID, text=-]]]
            * 1 FETCH (PREVIEW "Preview text!" UID 7)                                  | FetchData[number=1, byUid=false, data=[Text[kind=PREVIEW, text=Optional[Preview text!]], Number[kind=UID, number=7]]]
            * 1 FETCH (PREVIEW {7}↵größe)                                               | FetchData[number=1, byUid=false, data=[Text[kind=PREVIEW, text=Optional[größe]]]]
            * 998 FETCH (SAVEDATE " 1-Jan-2015 18:50:53 +0100")                        | FetchData[number=998, byUid=false, data=[SaveDate[saved=Optional[2015-01-01T18:50:53+01:00]]]]
            * 998 FETCH (SAVEDATE NIL UID 9)                                            | FetchData[number=998, byUid=false, data=[SaveDate[saved=-], Number[kind=UID, number=9]]]
            * 1 FETCH (PREVIEW NIL)                                                     | FetchData[number=1, byUid=false, data=[Text[kind=PREVIEW, text=-]]]
            * 12 FETCH (INTERNALDATE "17-Jul-1996 02:44:25 -0700")                      | FetchData[number=12, byUid=false, data=[InternalDate[received=1996-07-17T02:44:25-07:00]]]
            * 12 FETCH (X-GM-MSGID 1278455344230334865 X-GM-LABELS (\\Inbox \\Sent Important "Muy Importante")) | FetchData[number=12, byUid=false, data=[Other[name=X-GM-MSGID, value=1278455344230334865], Other[name=X-GM-LABELS, value=(\\\\Inbox \\\\Sent Important "Muy Importante")]]]
            * XFOO bar {3}↵foo baz                                                      | UnknownData[data=XFOO bar {3}\\x0D\\x0Afoo baz]
            * 12 XFOO bar                                                               | UnknownData[data=12 XFOO bar]
            * 12                                                                        | UnknownData[data=12]
            a NO [UNDEFINED-FILTER "a b"] x                                             | StatusReply[tag=a, condition=NO, code=Optional[UndefinedFilter[name=a b]], text=x]
            """;

    @ParameterizedTest
    @CsvSource(textBlock = EACH_ONCE, delimiter = '|')
    void eachIsReadAndWrittenAsItCame(String wire, String reading) {
        ImapResponse response = Spoken.response(wire);
        assertThat(Spoken.shown(response)).isEqualTo(reading);
        assertThat(Spoken.written(response)).isEqualTo(wire);
    }

    @Test
    void everyKindIsAmongThem() {
        Set<ResponseKind> shown = EnumSet.of(ResponseKind.UNREADABLE);
        for (String row : EACH_ONCE.split("\n")) {
            shown.add(Spoken.response(row.substring(0, row.lastIndexOf('|')).strip())
                    .kind());
        }
        assertThat(EnumSet.complementOf(EnumSet.copyOf(shown))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 12 FETCH (ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\" ((\"Terry Gray\" NIL \"gray\" \"cac.washington.example\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.example\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.example\")) ((NIL NIL \"imap\" \"cac.washington.example\")) ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US.example\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU.example\")) NIL NIL \"<B27397-0100000@cac.washington.example>\"))",
                "* 12 FETCH (ENVELOPE (NIL NIL NIL NIL NIL ((NIL NIL \"group\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL)) NIL NIL NIL NIL))",
                "* 12 FETCH (BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92))",
                "* 12 FETCH (BODY ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\" \"NAME\" \"cc.diff\") \"<960723163407.20117h@cac.washington.example>\" \"Compiler diff\" \"BASE64\" 4554 73) \"MIXED\"))",
                "* 12 FETCH (BODYSTRUCTURE (\"APPLICATION\" \"PDF\" NIL NIL NIL \"BASE64\" 10 \"md5\" (\"attachment\" (\"filename\" \"a.pdf\")) (\"en\" \"de\") \"http://x/\"))",
                "* 12 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1 NIL NIL NIL NIL)(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 300 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) (\"TEXT\" \"HTML\" NIL NIL NIL \"7BIT\" 2 1 NIL NIL NIL NIL) 10 NIL NIL NIL NIL) \"MIXED\" (\"BOUNDARY\" \"x\") NIL NIL NIL))"
            })
    void envelopesAndBodiesAreReadAndWrittenAsTheyCame(String wire) {
        ImapResponse response = Spoken.response(wire);
        assertThat(response).isInstanceOf(FetchData.class);
        assertThat(Spoken.written(response)).isEqualTo(wire);
        assertThat(Spoken.response(Spoken.written(response))).isEqualTo(response);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a NO [UIDNEXT x] odd                                                        | a NO odd
            * CAPABILITY  IMAP4rev1                                                     | * CAPABILITY IMAP4rev1
            * ID ()                                                                     | * ID NIL
            * FLAGS (\\Seen \\Recent \\*)                                               | * FLAGS (\\Seen)
            * FLAGS NIL                                                                 | * FLAGS ()
            * LIST () "/" "Entw&APw-rfe]"                                               | * LIST () "/" Entw&APw-rfe]
            * LIST () "/" bad&name                                                      | * LIST () "/" bad&-name
            * LIST () "/" "NewMailbox" ("OLDNAME" ("OldMailbox"))                       | * LIST () "/" NewMailbox ("OLDNAME" (OldMailbox))
            * LIST () "/" x ("color:" (red "blue" (x 1)) OLDNAME (y))                   | * LIST () "/" x ("OLDNAME" (y))
            * STATUS x (MESSAGES 1 XFOO (a b) SIZE 9223372036854775807)                 | * STATUS x (MESSAGES 1 SIZE 9223372036854775807)
            * NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("FLAG1" "FLAG2"))) (("~" "/")) (("#shared/" "/")("#public/" "/")) | * NAMESPACE (("" "/")("#mh/" "/")) (("~" "/")) (("#shared/" "/")("#public/" "/"))
            * THREAD (1 (2 (3)(4)))                                                     | * THREAD (1 2 (3)(4))
            * SEARCH 6 3 2                                                              | * SEARCH 2 3 6
            * ESEARCH (UIDVALIDITY 1 MAILBOX "a" TAG x) UID                              | * ESEARCH (TAG "x" MAILBOX a UIDVALIDITY 1) UID
            * ESEARCH (TAG "A301") UID COUNT 0 XPARTIAL (a b)                           | * ESEARCH (TAG "A301") UID COUNT 0
            * 12 FETCH (BODY[1.2.MIME] "quoted")                                        | * 12 FETCH (BODY[1.2.MIME] {6}↵quoted)
            * 12 FETCH (BINARY[1] ~{3}↵a b BINARY.SIZE[1.2] 5)                          | * 12 FETCH (BINARY[1] {3}↵a b BINARY.SIZE[1.2] 5)
            * 12 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 10 1 NIL NIL "en" NIL)) | * 12 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 10 1 NIL NIL ("en") NIL))
            * 12 FETCH (BODYSTRUCTURE ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 300))      | * 12 FETCH (BODYSTRUCTURE ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 300 NIL NIL NIL NIL))
            a OK [] x                                                                   | a OK x
            * STATUS x (MAILBOXID (F1) SIZE 2)                                          | * STATUS x (SIZE 2 MAILBOXID (F1))
            * QUOTA "x" (X-SESSIONS 1 10 message 2 3)                                   | * QUOTA x (MESSAGE 2 3)
            * QUOTA x (STORAGE 5 9223372036854775807)                                   | * QUOTA x (STORAGE 5 9007199254740991)
            * ACL INBOX Fred rwipslda7q Chris ""                                        | * ACL INBOX Fred lrswipa Chris ""
            * LISTRIGHTS x y la r swicdkxte                                             | * LISTRIGHTS x y la r swikxte c d
            * MYRIGHTS INBOX cd                                                         | * MYRIGHTS INBOX ""
            a OK [UIDNEXT] x                                                            | a OK x
            """, delimiter = '|')
    void whatServersWriteInSeveralWaysIsWrittenInOne(String wire, String written) {
        ImapResponse response = Spoken.response(wire);
        assertThat(Spoken.written(response)).isEqualTo(written);
        assertThat(Spoken.response(written)).isEqualTo(response);
    }

    /** resp-text may be missing; we always write some, which is what every client can read. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            a OK             | ''           | a OK .
            'a OK '          | ''           | a OK .
            a OK [not a code | [not a code  | a OK .[not a code
            * OK [           | [            | * OK .[
            """, delimiter = '|')
    void wordsMayBeMissingOrLookLikeACode(String wire, String words, String written) {
        StatusReply reply = (StatusReply) Spoken.response(wire);
        assertThat(reply.code()).isEmpty();
        assertThat(reply.text()).isEqualTo(words);
        assertThat(Spoken.written(reply)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            * METADATA INBOX ()                          | expected a list that is not empty at octet 18 but found "()"
            * STATUS x (MAILBOXID 1)                     | expected '(' at octet 23 but found "1)"
            * STATUS x (MESSAGES 4294967296)             | expected a number of at most 4294967295 at octet 22 but found "4294967296)"
            * 0 EXPUNGE                                  | EXPUNGE is 1 to 2^32-1, not 0
            * 4294967296 EXISTS                          | expected a number of at most 4294967295 at octet 3 but found "4294967296 EXISTS"
            * 12 FETCH (FLAGS (\\Seen)                   | expected ')' at octet 26 but found the end of the line
            foo                                          | expected a space at octet 4 but found the end of the line
            *                                            | expected a space at octet 2 but found the end of the line
            """, delimiter = '|')
    void whatBreaksTheGrammarIsAValueThatSaysSo(String wire, String complaint) {
        assertThat(Spoken.response(wire)).isInstanceOfSatisfying(UnreadableData.class, unreadable -> {
            assertThat(unreadable.complaint()).isEqualTo(complaint);
            assertThat(unreadable.line().text()).isEqualTo(new String(Spoken.octets(wire), StandardCharsets.UTF_8));
            assertThatIllegalArgumentException().isThrownBy(() -> Spoken.written(unreadable));
        });
    }

    @Test
    void aMultipartIsReadWithAllItsParts() {
        FetchData fetch =
                (FetchData) Spoken.response("* 1 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"UTF-8\")"
                        + " \"<id>\" \"text\" \"8BIT\" 12 1 NIL (\"inline\" NIL) \"en\" NIL)(\"IMAGE\" \"PNG\" NIL NIL NIL \"BASE64\" 99"
                        + " NIL NIL NIL NIL \"future\" (1 2)) \"MIXED\" (\"BOUNDARY\" \"x\") NIL NIL NIL))");
        FetchDatum.Structure structure = (FetchDatum.Structure) fetch.data().get(0);
        assertThat(structure.extended()).isTrue();
        Part root = structure.root();
        assertThat(root.isMultipart()).isTrue();
        assertThat(root.children()).hasSize(2);
        Part text = root.children().get(0);
        assertThat(text.isText()).isTrue();
        assertThat(text.id()).contains("<id>");
        assertThat(text.description()).contains("text");
        assertThat(text.bodyOctets()).isEqualTo(12);
        assertThat(text.lines()).isEqualTo(1);
        assertThat(text.languages()).containsExactly("en");
        assertThat(text.disposition().orElseThrow().type()).isEqualTo("inline");
        assertThat(root.children().get(1).encoding()).isEqualTo("BASE64");
    }

    /** Servers that are not to be changed any more. What a row becomes is how it would be written here. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # spaces where the grammar has none, and the reverse
            * LIST  () "."  "INBOX"                                       | * LIST () "." INBOX
            *  3  EXISTS                                                  | * 3 EXISTS
            '*  STATUS "INBOX"  ( MESSAGES 17  UNSEEN  16 ) '             | * STATUS INBOX (MESSAGES 17 UNSEEN 16)
            * STATUS INBOX(MESSAGES 17)                                   | * STATUS INBOX (MESSAGES 17)
            * NAMESPACE (("INBOX." ".")) NIL  ((""  NIL))                 | * NAMESPACE (("INBOX." ".")) NIL (("" NIL))
            '* NAMESPACE ( ("" "/") )  NIL NIL  '                         | * NAMESPACE (("" "/")) NIL NIL
            * 12 FETCH (UID 19436 )                                       | * 12 FETCH (UID 19436)
            * 12 FETCH ( FLAGS( \\Seen  \\Flagged )  UID 7  BODY[]  {2}↵hi ) | * 12 FETCH (FLAGS (\\Seen \\Flagged) UID 7 BODY[] {2}↵hi)
            '* 1 FETCH (FLAGS (\\Seen)) '                                 | * 1 FETCH (FLAGS (\\Seen))
            '* FLAGS (\\Seen) '                                           | * FLAGS (\\Seen)
            '* SEARCH 1  2  '                                             | * SEARCH 1 2
            '* CAPABILITY IMAP4rev1 IDLE '                                | * CAPABILITY IMAP4rev1 IDLE
            '* QUOTAROOT INBOX x '                                        | * QUOTAROOT INBOX x
            * ESEARCH  (TAG  "a" )  UID  COUNT  3                         | * ESEARCH (TAG "a") UID COUNT 3
            a  OK  [ALERT]  done                                          | a OK [ALERT] done
            # words
            * OK [UNSEEN 25]no space                                      | * OK [UNSEEN 25] no space
            [COPYUID 124 10 233] done                                     | * OK [COPYUID 124 10 233] done
            * OK [PERMANENTFLAGS (\\Seen OIB-Seen-[Gmail]/All Mail \\*)] x | * OK [PERMANENTFLAGS (\\Seen Mail \\*)] x
            * OK [PERMANENTFLAGS \\*] x                                   | * OK x
            * OK [APPENDUID 1 0] x                                        | * OK x
            * FLAGS ("\\\\Deleted" \\Answered a]b)                        | * FLAGS (\\Answered)
            # names
            * LIST (\\HasNoChildren) "/" INBOX/Da Oggetto                 | * LIST (\\HasNoChildren) "/" "INBOX/Da Oggetto"
            '* LIST () "/" Attivit&AOA- a '                               | * LIST () "/" "Attivit&AOA- a"
            * LIST () "/" TESTfolder(S)C                                  | * LIST () "/" "TESTfolder(S)C"
            * LIST () "/" Entwürfe                                        | * LIST () "/" Entw&APw-rfe
            * LIST () "/" INBOX.[Gmail]                                   | * LIST () "/" INBOX.[Gmail]
            # numbers
            * 0 FETCH (FLAGS ())                                          | * 0 FETCH (FLAGS ())
            * STATUS x (UIDNEXT 1 UIDVALIDITY 1666390893380)              | * STATUS x (UIDNEXT 1 UIDVALIDITY 1666390893380)
            * 3 FETCH (BODY[]<0.5> {2}↵hi)                                | * 3 FETCH (BODY[]<0> {2}↵hi)
            """, delimiter = '|')
    void someServersAreForgiven(String wire, String written) {
        ImapResponse response = Spoken.response(wire);
        assertThat(Spoken.written(response)).isEqualTo(written);
        assertThat(Spoken.response(written)).isEqualTo(response);
    }

    private static final String TEXT = "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1)";
    private static final String CHILDLESS = "(\"multipart\" \"ALTERNATIVE\" NIL NIL NIL \"7BIT\" 0)";

    /** TEXT stands for one part, CHILDLESS for a multipart without parts as it is written here. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            BODY (TEXT TEXT "MIXED")                                      | BODY (TEXTTEXT "MIXED")
            BODY (TEXT"MIXED")                                            | -
            BODY ( TEXT  "MIXED" )                                        | BODY (TEXT "MIXED")
            BODY ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 300)              | BODY ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 300)
            BODY ("TEXT" "PLAIN" NIL NIL NIL NIL 1 1)                     | BODY TEXT
            BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" -1 NIL)               | BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)
            BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1)                    | BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 0)
            BODY ("TEXT" "PLAIN" ("boundary" NIL) NIL NIL "7BIT" 1 1)     | BODY ("TEXT" "PLAIN" ("boundary" "") NIL NIL "7BIT" 1 1)
            BODY (NIL NIL NIL NIL NIL "7BIT" 5)                           | BODY ("application" "octet-stream" NIL NIL NIL "7BIT" 5)
            BODY ("multipart" "signed" NIL NIL NIL "7BIT" -1)             | BODY ("multipart" "signed" NIL NIL NIL "7BIT" 0)
            BODY ("ALTERNATIVE")                                          | BODY CHILDLESS
            BODY (NIL "ALTERNATIVE")                                      | BODY CHILDLESS
            BODY (TEXT("ALTERNATIVE") "MIXED")                            | BODY (TEXTCHILDLESS "MIXED")
            BODYSTRUCTURE ("A" "B" NIL NIL NIL "7BIT" 9 NIL "inline" NIL NIL) | BODYSTRUCTURE ("A" "B" NIL NIL NIL "7BIT" 9 NIL ("inline" NIL) NIL NIL)
            BODYSTRUCTURE ("A" "B" NIL NIL NIL "7BIT" 9)                  | BODYSTRUCTURE ("A" "B" NIL NIL NIL "7BIT" 9 NIL NIL NIL NIL)
            ENVELOPE (NIL NIL (NIL) () (NIL (NIL NIL "a" "b")) ((NIL NIL "a" "b") (NIL NIL "c" "d")) NIL NIL NIL NIL) | ENVELOPE (NIL NIL NIL NIL ((NIL NIL "a" "b")) ((NIL NIL "a" "b")(NIL NIL "c" "d")) NIL NIL NIL NIL)
            ENVELOPE (NIL "C:\\temp" NIL NIL NIL NIL NIL NIL NIL NIL)     | ENVELOPE (NIL "C:\\\\temp" NIL NIL NIL NIL NIL NIL NIL NIL)
            ENVELOPE (NIL "größe" NIL NIL NIL NIL NIL NIL NIL ~{2}↵hi)    | ENVELOPE (NIL {7}↵größe NIL NIL NIL NIL NIL NIL NIL "hi")
            (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))          | ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)
            """, delimiter = '|')
    void someServersStructuresAreForgiven(String item, String written) {
        String wire = "* 1 FETCH (" + shortened(item) + " UID 7)";
        FetchData fetch = (FetchData) Spoken.response(wire);
        assertThat(fetch.data()).contains(FetchDatum.uid(7));
        assertThat(Spoken.written(fetch))
                .isEqualTo(written.equals("-") ? wire : "* 1 FETCH (" + shortened(written) + " UID 7)");
        assertThat(Spoken.response(Spoken.written(fetch))).isEqualTo(fetch);
    }

    private static String shortened(String item) {
        return item.replace("(TEXT", "(" + TEXT)
                .replace(" TEXT", " " + TEXT)
                .replace(TEXT + "TEXT", TEXT + TEXT)
                .replace("CHILDLESS", CHILDLESS);
    }

    /** What no grammar has is told as it came, and costs nothing that stands beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENVELOPE NIL",
                "ENVELOPE (NIL NIL ((NIL NIL {3}↵a b \"facility\" \"a\" \"b\")) NIL)",
                "BODY (\"text\" \"html\" NIL NIL \"\"\"\" \"base64\" 65322)",
                "BODYSTRUCTURE ()",
                "INTERNALDATE \"Fri, 05 Jul 2019 23:29:19 GMT\"",
                "INTERNALDATE NIL",
                "RFC822.SIZE -1",
                "UID 0",
                "EMAILID NIL",
                "MODSEQ 5"
            })
    void anItemThatCannotBeReadLeavesTheOthers(String item) {
        String wire = "* 1 FETCH (FLAGS (\\Seen) " + item + " PREVIEW NIL)";
        FetchData fetch = (FetchData) Spoken.response(wire);
        assertThat(fetch.data())
                .extracting(FetchDatum::kind)
                .containsExactly(FetchDatum.Kind.FLAGS, FetchDatum.Kind.OTHER, FetchDatum.Kind.PREVIEW);
        assertThat(Spoken.written(fetch)).isEqualTo(wire);
    }

    /** A client's command is read as strictly as ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a  NOOP",
                "a SELECT  INBOX",
                "a STATUS INBOX (MESSAGES )",
                "a STATUS INBOX ( MESSAGES)",
                "a FETCH 1(UID)"
            })
    void noCommandIsForgiven(String wire) {
        assertThat(Spoken.request(wire).command()).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            * LIST () "/" "日本語"          | * LIST () "/" "日本語"
            * LIST () "/" 日本語            | * LIST () "/" "日本語"
            * LIST () "/" R&D             | * LIST () "/" R&D
            * STATUS "é" (MESSAGES 1)     | * STATUS "é" (MESSAGES 1)
            * OK grüß dich                | * OK grüß dich
            """, delimiter = '|')
    void onceUtf8IsAgreedNamesAndStringsAreUtf8(String wire, String written) {
        ImapResponse response = Spoken.response(wire, UTF8, ImapLimits.client());
        assertThat(Spoken.written(response, UTF8)).isEqualTo(written);
        assertThat(Spoken.response(written, UTF8, ImapLimits.client())).isEqualTo(response);
    }

    @Test
    void wordsForPeopleNeverBeginALineOfTheirOwn() {
        StatusReply reply = StatusReply.of(new Tag("a"), Condition.OK, "one\r\n* BYE two\0 ü \uD800");
        assertThat(Spoken.written(reply)).isEqualTo("a OK one  * BYE two  ? ?");
        assertThat(Spoken.written(reply, UTF8)).isEqualTo("a OK one  * BYE two  ü ?");
    }

    @Test
    void whatCannotBeSaidCannotBeBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusReply.of(new Tag("a"), Condition.BYE, "only untagged"));
        assertThatIllegalArgumentException().isThrownBy(() -> new CapabilityData(List.of("A B")));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponseCode.Other("X", "a]b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spoken.written(new ContinuationRequest(Secret.of("a\r\nb"))));
        assertThat(new StatusReply(Tag.UNTAGGED, Condition.BYE, Optional.empty(), "").kind())
                .isEqualTo(ResponseKind.STATUS_REPLY);
    }

    /** A THREAD response of 200 branchings on one way was unreadable to a client. */
    @Test
    void aTalkMayBranchOftenOnOneWay() {
        StringBuilder wire = new StringBuilder("* THREAD ");
        int depth = 400;
        for (int i = 1; i <= depth; i++) {
            wire.append('(').append(2 * i).append(" (").append(2 * i + 1).append(')');
        }
        wire.append("(1)").append(")".repeat(depth));
        ImapResponse response = Spoken.response(wire.toString());
        assertThat(response).isInstanceOf(ThreadData.class);
        assertThat(Spoken.written(response)).isEqualTo(wire.toString());
    }
}
