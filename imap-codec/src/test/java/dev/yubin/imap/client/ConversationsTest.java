package dev.yubin.imap.client;

import static dev.yubin.imap.fetch.FetchItem.Attribute.BODY;
import static dev.yubin.imap.fetch.FetchItem.Attribute.BODYSTRUCTURE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.EMAILID;
import static dev.yubin.imap.fetch.FetchItem.Attribute.ENVELOPE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.FLAGS;
import static dev.yubin.imap.fetch.FetchItem.Attribute.INTERNALDATE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.PREVIEW_LAZY;
import static dev.yubin.imap.fetch.FetchItem.Attribute.RFC822_SIZE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.THREADID;
import static dev.yubin.imap.fetch.FetchItem.Attribute.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.acl.SetAcl;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Resync;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.quota.QuotaData;
import dev.yubin.imap.search.MessageThread;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.SortCriterion;
import dev.yubin.imap.search.ThreadMessages;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is asked and what a server may make of it, with a server that says what is written here. */
class ConversationsTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");
    private static final FetchItem.Body WHOLE = new FetchItem.Body(Section.ALL, true, Optional.empty());

    private static ImapClient.Builder to(int port) {
        return ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT);
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    /** What the client does once it is greeted. */
    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private static ScriptedServer.Client client(Use use) {
        return client(ImapNews.NONE, use);
    }

    private static ScriptedServer.Client client(ImapNews news, Use use) {
        return port -> {
            try (ImapClient imap = to(port).news(news).connect().await()) {
                use.of(imap);
            }
        };
    }

    private static ScriptedServer preauth(String transcript) {
        return greeted("IMAP4rev1", transcript);
    }

    private static ScriptedServer greeted(String capabilities, String transcript) {
        return ScriptedServer.of("S: * PREAUTH [CAPABILITY " + capabilities + "] ready\n" + transcript);
    }

    private static ReadableByteChannel octets(String text) {
        return Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    // ------------------------------------------------------------------ the RFC's own

    /** RFC 9051 section 8, with the mechanism PLAIN, whose words are always the same. */
    @Test
    void theSampleOfTheRfc() throws Exception {
        ScriptedServer.of("""
                S: * OK [CAPABILITY STARTTLS AUTH=PLAIN LOGINDISABLED IMAP4rev2] IMAP4rev2 Service Ready
                C: A1 STARTTLS
                S: A1 OK Proceed with TLS negotiation
                TLS
                C: A2 CAPABILITY
                S: * CAPABILITY AUTH=PLAIN IMAP4rev2
                S: A2 OK done
                C: A3 AUTHENTICATE PLAIN AHVzZXIAcGVuY2ls
                S: A3 OK PLAIN authentication successful
                C: A4 CAPABILITY
                S: * CAPABILITY IMAP4rev2
                S: A4 OK done
                C: A5 ENABLE IMAP4rev2
                S: * ENABLED IMAP4rev2
                S: A5 OK Some capabilities enabled
                C: A6 SELECT INBOX
                S: * 18 EXISTS
                S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
                S: * OK [UIDVALIDITY 3857529045] UIDs valid
                S: * LIST () "/" INBOX ("OLDNAME" ("inbox"))
                S: A6 OK [READ-WRITE] SELECT completed
                C: A7 FETCH 12 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY)
                S> * 12 FETCH (FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 4286 ENVELOPE (
                S> "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)"
                S>  "IMAP4rev2 WG mtg summary and minutes"
                S>  (("Terry Gray" NIL "gray" "cac.washington.edu"))
                S>  (("Terry Gray" NIL "gray" "cac.washington.edu"))
                S>  (("Terry Gray" NIL "gray" "cac.washington.edu"))
                S>  ((NIL NIL "imap" "cac.washington.edu"))
                S>  ((NIL NIL "minutes" "CNRI.Reston.VA.US")
                S> ("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL
                S>  "<B27397-0100000@cac.washington.ed>")
                S>  BODY ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92)
                S: )
                S: A7 OK FETCH completed
                C: A8 FETCH 12 BODY[HEADER]
                S: * 12 FETCH (BODY[HEADER] {342}
                S: Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                S: From: Terry Gray <gray@cac.washington.edu>
                S: Subject: IMAP4rev2 WG mtg summary and minutes
                S: To: imap@cac.washington.edu
                S: cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
                S: Message-Id: <B27397-0100000@cac.washington.edu>
                S: MIME-Version: 1.0
                S: Content-Type: TEXT/PLAIN; CHARSET=US-ASCII
                S:
                S: )
                S: A8 OK FETCH completed
                C: A9 STORE 12 +FLAGS (\\Deleted)
                S: * 12 FETCH (FLAGS (\\Seen \\Deleted))
                S: A9 OK +FLAGS completed
                C: A10 LOGOUT
                S: * BYE IMAP4rev2 server terminating connection
                S: A10 OK LOGOUT completed
                EOF
                """)
                .identity(IDENTITY.key(), IDENTITY.certificates())
                .playUncut(
                        port -> { // cut at every place, it would shake hands six hundred times
                            ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.STARTTLS_REQUIRED)
                                    .trust(TlsTrust.in(IDENTITY))
                                    .connect()
                                    .await();
                            imap.login(Credentials.of("user", Secret.of("pencil")))
                                    .await();
                            assertThat(imap.enable("IMAP4rev2").await()).containsExactly("IMAP4rev2");

                            Selected inbox =
                                    imap.select(Select.of(ImapName.INBOX)).await();
                            assertThat(inbox.exists()).isEqualTo(18);
                            assertThat(inbox.uidValidity()).hasValue(3857529045L);
                            assertThat(inbox.permanentFlags())
                                    .isEqualTo(inbox.flags())
                                    .hasSize(5);

                            Fetched full = imap.fetch(Fetch.of(
                                            false,
                                            SequenceSet.of(12),
                                            FLAGS,
                                            INTERNALDATE,
                                            RFC822_SIZE,
                                            ENVELOPE,
                                            BODY))
                                    .await()
                                    .get(0);
                            assertThat(full.received()).contains(OffsetDateTime.parse("1996-07-17T02:44:25-07:00"));
                            assertThat(full.size()).hasValue(4286);
                            assertThat(full.envelope().orElseThrow().cc()).hasSize(2);
                            assertThat(full.structure().orElseThrow().lines()).isEqualTo(92);

                            FetchItem.Body header = new FetchItem.Body(Section.HEADER, false, Optional.empty());
                            Fetched second = imap.fetch(Fetch.of(false, SequenceSet.of(12), header))
                                    .await()
                                    .get(0);
                            assertThat(second.content(Section.HEADER)
                                            .orElseThrow()
                                            .size())
                                    .isEqualTo(342);

                            FlagChange deleted = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.DELETED));
                            Stored stored = imap.store(
                                            new Store(false, SequenceSet.of(12), OptionalLong.empty(), deleted, false))
                                    .await();
                            assertThat(stored.messages().get(0).flags().orElseThrow())
                                    .containsExactlyInAnyOrder(Flag.SEEN, Flag.DELETED);
                            imap.logout().await();
                        });
    }

    // ------------------------------------------------------------------ what may come

    @Test
    void literalsMayStandWhereverStringsMay() throws Exception {
        greeted("IMAP4rev1", """
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 LIST "" *
                S: * LIST (\\HasNoChildren) {1}
                S: / {7}
                S: a "b" c
                S: * LIST () NIL INBOX
                S: A2 OK done
                C: A3 FETCH 1 (ENVELOPE BODY.PEEK[] BODY.PEEK[1])
                S: * 1 FETCH (ENVELOPE ({3}
                S: day {8}
                S: a "q"
                S: x (({5}
                S: Jo "n NIL {1}
                S: a {1}
                S: b)) NIL NIL NIL NIL NIL NIL NIL) BODY[] {4}
                S: a
                S> b BODY[1] "few" UID 7)
                S:
                S: A3 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            List<ListData> mailboxes = imap.list(ListMailboxes.of("", "*")).await();
            assertThat(mailboxes.get(0).mailbox().text()).isEqualTo("a \"b\" c");
            assertThat(mailboxes.get(0).delimiter()).contains('/');
            assertThat(mailboxes.get(1).delimiter()).isEmpty();

            Fetched message = imap.fetch(Fetch.of(
                            false,
                            SequenceSet.of(1),
                            ENVELOPE,
                            WHOLE,
                            new FetchItem.Body(Section.part(1), true, Optional.empty())))
                    .await()
                    .get(0);
            Envelope envelope = message.envelope().orElseThrow();
            assertThat(envelope.date()).contains("day");
            assertThat(envelope.subject()).contains("a \"q\"\r\nx");
            assertThat(envelope.from().get(0).name()).contains("Jo \"n");
            assertThat(message.content(Section.ALL).orElseThrow().text()).isEqualTo("a\r\nb");
            assertThat(message.content(Section.part(1)).orElseThrow().text()).isEqualTo("few");
            assertThat(message.uid()).hasValue(7);
        }));
    }

    @Test
    void aPreviewMayComeLater() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7:9 PREVIEW (LAZY)
                S: * 1 FETCH (UID 7 PREVIEW {7}
                S: größe)
                S: * 2 FETCH (UID 8 PREVIEW NIL)
                S: * 3 FETCH (UID 9 PREVIEW "")
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            List<Fetched> messages = imap.fetch(Fetch.of(true, SequenceSet.range(7, 9), PREVIEW_LAZY))
                    .await();
            assertThat(messages.get(0).preview()).contains("größe");
            assertThat(messages.get(1).preview()).isEmpty();
            assertThat(messages.get(2).preview()).contains("");
        }));
    }

    @Test
    void rightsAreGivenAndTold() throws Exception {
        preauth("""
                C: A1 SETACL Work bob +lr
                S: A1 OK done
                C: A2 GETACL Work
                S: * ACL Work ann lrswipkxteacd bob lr
                S: A2 OK done
                C: A3 MYRIGHTS Work
                S: * MYRIGHTS Work lrswipkxteacd
                S: A3 OK done
                C: A4 LISTRIGHTS Work bob
                S: * LISTRIGHTS Work bob l r swted
                S: A4 OK done
                C: A5 DELETEACL Work bob
                S: A5 OK done
                EOF
                """).play(client(imap -> {
            ImapName work = new ImapName("Work");
            Set<Right> some = Set.of(Right.LOOKUP, Right.READ);
            imap.rights(new SetAcl(work, "bob", new RightsChange(FlagChange.Kind.ADD, some)))
                    .await();
            assertThat(imap.rights(work).await().rights()).containsEntry("bob", some);
            assertThat(imap.myRights(work).await().rights()).containsExactly(Right.values());
            assertThat(imap.listRights(work, "bob").await().optional())
                    .containsExactly(
                            Set.of(Right.READ), Set.of(Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES, Right.EXPUNGE));
            imap.deleteRights(work, "bob").await();
        }));
    }

    @Test
    void annotationsAreSetAndTold() throws Exception {
        preauth("""
                C: A1 SETMETADATA "" (/shared/comment "new" /private/x NIL)
                S: A1 OK done
                C: A2 GETMETADATA (MAXSIZE 9) "" (/shared/comment /private/x /private/y)
                S: * METADATA "" (/shared/comment {3}
                S: new)
                S: * METADATA INBOX /shared/other
                S: * METADATA "" (/private/x NIL)
                S: A2 OK [METADATA LONGENTRIES 10] done
                EOF
                """).play(client(imap -> {
            ImapName server = new ImapName("");
            Map<String, Optional<Octets>> values = new LinkedHashMap<>();
            values.put("/shared/comment", Optional.of(Octets.of("new")));
            values.put("/private/x", Optional.empty());
            imap.metadata(new SetMetadata(server, values)).await();
            assertThat(imap.metadata(new GetMetadata(
                                    server,
                                    OptionalLong.of(9),
                                    0,
                                    List.of("/shared/comment", "/private/x", "/private/y")))
                            .await())
                    .isEqualTo(new Annotations(values, OptionalLong.of(10)));
        }));
    }

    @Test
    void whatBoundsAMailboxIsTold() throws Exception {
        Quota alice = new Quota("#user/alice", Map.of(Resource.MESSAGE, new Usage(42, 1000)));
        preauth("""
                C: A1 GETQUOTAROOT INBOX
                S: * QUOTAROOT INBOX #user/alice "!partition/sda4"
                S: * QUOTA #user/alice (MESSAGE 42 1000)
                S: * QUOTA "!partition/sda4" (STORAGE 104 10923847)
                S: A1 OK done
                C: A2 GETQUOTA #user/alice
                S: * QUOTA #user/alice (MESSAGE 42 1000)
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            QuotaRoots bounds = imap.quotas(ImapName.INBOX).await();
            assertThat(bounds.roots()).containsExactly("#user/alice", "!partition/sda4");
            List<QuotaData> quotas = bounds.quotas();
            assertThat(quotas.get(0).quota()).isEqualTo(alice);
            assertThat(quotas.get(1).quota().resources())
                    .containsEntry(Resource.STORAGE, new Usage(104 * 1024, 10923847L * 1024));
            assertThat(imap.quota("#user/alice").await().quota()).isEqualTo(alice);
        }));
    }

    @Test
    void aMessageIsKnownByItsIdentifiers() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7:8 (EMAILID THREADID)
                S: * 1 FETCH (UID 7 EMAILID (M1) THREADID (T1))
                S: * 2 FETCH (UID 8 EMAILID (M2) THREADID NIL)
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            List<Fetched> messages = imap.fetch(Fetch.of(true, SequenceSet.range(7, 8), EMAILID, THREADID))
                    .await();
            assertThat(messages.get(0).emailId()).contains("M1");
            assertThat(messages.get(0).threadId()).contains("T1");
            assertThat(messages.get(1).emailId()).contains("M2");
            assertThat(messages.get(1).threadId()).isEmpty();
        }));
    }

    @Test
    void nilIsNothing() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7 (ENVELOPE BODYSTRUCTURE BODY.PEEK[])
                S: * 1 FETCH (UID 7 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE ("a" "b" NIL NIL NIL NIL 0 NIL NIL NIL NIL) BODY[] NIL)
                S: A2 OK done
                C: A3 UID FETCH 7 BODY.PEEK[]
                S: * 1 FETCH (UID 7 BODY[] NIL)
                S: A3 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            Fetched message = imap.fetch(Fetch.of(true, SequenceSet.of(7), ENVELOPE, BODYSTRUCTURE, WHOLE))
                    .await()
                    .get(0);
            assertThat(message.envelope().orElseThrow().subject()).isEmpty();
            assertThat(message.structure().orElseThrow().encoding()).isEqualTo("7BIT");
            assertThat(message.content(Section.ALL)).isEmpty();
            assertThat(imap.fetch(
                                    Fetch.of(true, SequenceSet.of(7), WHOLE),
                                    Channels.newChannel(new ByteArrayOutputStream()))
                            .await())
                    .isZero();
        }));
    }

    @Test
    void whatIsUnknownIsPassedOver() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                S: * 3 FROBNICATED {3}
                S: )
                S> x
                S:
                C: A2 UID FETCH 7:8 (UID FLAGS)
                S: * METADATA "INBOX" (/shared/comment "x")
                S: * 1 FETCH (X-GM-MSGID 1278455344230334865 UID 7 X-LIST ("a" (NIL {1}
                S: b)) FLAGS (\\Seen $Later))
                S: * OK [XNEW (1 2)] hello
                S: * 2 FETCH (UID 8 FLAGS ())
                S: * 2 FETCH (UID 8 FLAGS (\\Seen))
                S: * 3 FETCH (UID 9 FLAGS (\\Draft))
                S: * 4 FETCH (FLAGS (\\Answered))
                S: A2 OK [XDONE] done
                EOF
                """).playEveryWay(port -> {
            ImapClientTest.Heard heard = new ImapClientTest.Heard();
            client(heard, imap -> {
                        imap.select(Select.of(ImapName.INBOX)).await();
                        List<Fetched> messages = imap.fetch(Fetch.of(true, SequenceSet.range(7, 8), UID, FLAGS))
                                .await();

                        assertThat(messages).extracting(Fetched::number).containsExactly(1L, 2L);
                        assertThat(messages.get(0).flags().orElseThrow())
                                .containsExactlyInAnyOrder(Flag.SEEN, Flag.of("$Later"));
                        assertThat(messages.get(1).flags().orElseThrow()).containsExactly(Flag.SEEN);
                        assertThat(heard.next()).isEqualTo("3 FETCH [\\Draft]");
                        assertThat(heard.next()).isEqualTo("4 FETCH [\\Answered]");
                    })
                    .on(port);
        });
    }

    @Test
    void aSearchIsAnsweredInEitherWay() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID SEARCH ALL
                S: * SEARCH 2 84
                S: * SEARCH 882 (MODSEQ 917162500)
                S: A2 OK done
                C: A3 UID SEARCH ALL
                S: * ESEARCH (TAG "A3") UID MIN 2 COUNT 3 ALL 2,10:11
                S: A3 OK done
                C: A4 UID SEARCH ALL
                S: * ESEARCH (TAG "A4") UID
                S: A4 OK done
                C: A5 UID SEARCH ALL
                S: * SEARCH
                S: A5 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            Search all = Search.of(true, Optional.empty(), List.of(SearchKey.all()));
            Found first = imap.search(all).await();
            assertThat(first.numbers()).isEqualTo(UidSet.of(2, 84, 882));
            assertThat(first.modSeq()).hasValue(917162500L);
            Found second = imap.search(all).await();
            assertThat(second.numbers()).isEqualTo(UidSet.of(2, 10, 11));
            assertThat(second.min()).hasValue(2);
            assertThat(second.count()).hasValue(3);
            assertThat(imap.search(all).await().numbers()).isEqualTo(UidSet.EMPTY);
            assertThat(imap.search(all).await().numbers()).isEqualTo(UidSet.EMPTY);
        }));
    }

    @Test
    void whatASortAndAThreadFoundIsTold() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID SORT (REVERSE DATE) US-ASCII ALL
                S: * SORT 84 2 882
                S: A2 OK done
                C: A3 UID SORT RETURN (ALL COUNT MIN) (REVERSE DATE) US-ASCII ALL
                S: * ESEARCH (TAG "A3") UID MIN 84 COUNT 4 ALL 84,10:11,2
                S: A3 OK done
                C: A4 THREAD REFERENCES US-ASCII ALL
                S: * THREAD (2)(3 6 (4 23)(44 7 96))((8)(9))
                S: A4 OK done
                C: A5 THREAD REFERENCES US-ASCII ALL
                S: * THREAD
                S: A5 OK done
                C: A6 UID SORT (REVERSE DATE) US-ASCII ALL
                S: A6 BAD unknown
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            List<SearchKey> all = List.of(SearchKey.all());
            List<SortCriterion> late = List.of(SortCriterion.reverse(SortCriterion.Key.DATE));
            assertThat(imap.sort(Sort.of(true, late, all)).await().numbers()).containsExactly(84L, 2L, 882L);
            ReturnOptions returning = ReturnOptions.of(SearchReturn.ALL, SearchReturn.COUNT, SearchReturn.MIN);
            Sorted sorted = imap.sort(new Sort(true, Optional.of(returning), late, Optional.empty(), all))
                    .await();
            assertThat(sorted.numbers()).containsExactly(84L, 10L, 11L, 2L);
            assertThat(sorted.first()).hasValue(84);
            assertThat(sorted.last()).isEmpty();
            assertThat(sorted.count()).hasValue(4);
            ThreadMessages talks = ThreadMessages.of(false, ThreadMessages.Algorithm.REFERENCES, all);
            assertThat(imap.thread(talks).await())
                    .containsExactly(
                            MessageThread.of(List.of(2L)),
                            new MessageThread(
                                    List.of(3L, 6L),
                                    List.of(
                                            MessageThread.of(List.of(4L, 23L)),
                                            MessageThread.of(List.of(44L, 7L, 96L)))),
                            new MessageThread(
                                    List.of(), List.of(MessageThread.of(List.of(8L)), MessageThread.of(List.of(9L)))));
            assertThat(imap.thread(talks).await()).isEmpty();
            assertThatThrownBy(() -> imap.sort(Sort.of(true, late, all)).await())
                    .isInstanceOf(FaultException.class);
        }));
    }

    @Test
    void aMailboxIsNotMistakenForTheOneBefore() throws Exception {
        preauth("""
                C: A1 SELECT Sent (CONDSTORE)
                S: * 23 EXISTS
                S: * OK [CLOSED] the one before
                S: * 3 EXISTS
                S: * 1 RECENT
                S: * OK [UNSEEN 2] first
                S: * OK [UIDVALIDITY 5] valid
                S: * NO [UIDNOTSTICKY] but only for now
                S: * OK [UIDNEXT 9] next
                S: * OK [HIGHESTMODSEQ 77] mod
                S: * OK [MAILBOXID (F2212ea87)] Ok
                S: * FLAGS (\\Seen \\Deleted)
                S: * OK [PERMANENTFLAGS (\\Seen \\*)] limited
                S: A1 OK [READ-ONLY] done
                EOF
                """)
                .playEveryWay(client(imap -> assertThat(
                                imap.select(new Select(new ImapName("Sent"), false, true, Optional.empty()))
                                        .await())
                        .isEqualTo(new Selected(
                                3,
                                1,
                                Set.of(Flag.SEEN, Flag.DELETED),
                                Set.of(Flag.SEEN),
                                true,
                                OptionalLong.of(5),
                                true,
                                OptionalLong.of(9),
                                OptionalLong.of(2),
                                OptionalLong.of(77),
                                Optional.of("F2212ea87"),
                                true))));
    }

    @Test
    void aMoveTellsWhichBecameWhichBeforeTheMessagesGo() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID MOVE 42:44 Archive
                S: * OK [COPYUID 432 42:44 1:3]
                S: * 2 EXPUNGE
                S: * VANISHED 43:44
                S: A2 OK done
                EOF
                """).playEveryWay(port -> {
            ImapClientTest.Heard heard = new ImapClientTest.Heard();
            client(heard, imap -> {
                        imap.select(Select.of(ImapName.INBOX)).await();
                        assertThat(imap.move(new Move(true, SequenceSet.range(42, 44), new ImapName("Archive")))
                                        .await()
                                        .orElseThrow()
                                        .target())
                                .isEqualTo(SequenceSet.range(1, 3));
                        assertThat(heard.next()).isEqualTo("2 EXPUNGE");
                        assertThat(heard.next()).isEqualTo("VANISHED 43:44");
                    })
                    .on(port);
        });
    }

    @Test
    void anAnswerThatCannotBeReadFailsItsCommandAlone() throws Exception {
        preauth("""
                C: A1 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES many)
                S: A1 OK done
                C: A2 STATUS INBOX (MESSAGES)
                S: A2 OK done
                C: A3 NOOP
                S: * 1 FETCH FLAGS
                S: A3 OK done
                EOF
                """).playEveryWay(client(imap -> {
            Status status = new Status(ImapName.INBOX, Set.of(StatusItem.MESSAGES));
            assertThat(fault(imap.status(status)))
                    .returns(Cause.PROTOCOL_BROKEN, Fault::cause)
                    .satisfies(fault -> assertThat(fault.detail()).contains("MESSAGES many"));
            assertThat(fault(imap.status(status)).detail())
                    .isEqualTo("the server says OK but has not told what was asked");
            imap.noop().await();
        }));
    }

    @Test
    void onlyOneCommandIsUnderWayAtATime() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 NOOP
                S: A2 OK done
                C: A3 EXPUNGE
                S: * 3 EXPUNGE
                S: * 3 EXPUNGE
                S: A3 OK done
                C: A4 CLOSE
                S: A4 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            Pending<Void> first = imap.noop();
            Pending<List<Long>> second = imap.expunge();
            imap.closeMailbox().await();
            assertThat(second.await()).containsExactly(3L, 3L);
            first.await();
        }));
    }

    // ------------------------------------------------------------------ IDLE

    @Test
    void idleTellsNewsUntilItIsDone() throws Exception {
        preauth("""
                C: A1 IDLE
                S: + idling
                S: * 4 EXISTS
                S: * 4 FETCH (FLAGS (\\Recent))
                S: * OK [ALERT] call this number
                S: * 2 EXPUNGE
                C: DONE
                S: * 3 EXISTS
                S: A1 OK done
                EOF
                """).playEveryWay(port -> {
            ImapClientTest.Heard heard = new ImapClientTest.Heard();
            client(heard, imap -> {
                        Idle idle = imap.idle().await();
                        assertThat(heard.next()).isEqualTo("4 EXISTS");
                        assertThat(heard.next()).isEqualTo("4 FETCH []");
                        assertThat(heard.next()).isEqualTo("2 EXPUNGE");
                        idle.done().await();
                        assertThat(heard.next()).isEqualTo("3 EXISTS");
                    })
                    .on(port);
        });
    }

    /** What some servers say where the grammar has no place for it: news before the client is told to go on, a message numbered 0, NIL for no flags, no words. */
    @Test
    void aServerWithWaysOfItsOwnIsUnderstood() throws Exception {
        preauth("""
                C: A1 IDLE
                S: * 4 EXISTS
                S: * OK
                S: * 0 FETCH (FLAGS ())
                S: +
                S: * 4 FETCH (FLAGS NIL)
                C: DONE
                S: A1 OK
                EOF
                """).playEveryWay(port -> {
            ImapClientTest.Heard heard = new ImapClientTest.Heard();
            client(heard, imap -> {
                        Idle idle = imap.idle().await();
                        assertThat(heard.next()).isEqualTo("4 EXISTS");
                        assertThat(heard.next()).isEqualTo("4 FETCH []");
                        idle.done().await();
                    })
                    .on(port);
        });
    }

    /** What was seen of Exchange, Gmail, QQ, SmarterMail and Winmail, each in a place where it cost a client the answer or the connection. */
    @Test
    void aServerWithWaysOfItsOwnIsReadToTheEnd() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: * OK [UIDVALIDITY 1]
                S: * OK [UIDNEXT 0] none
                S:
                S: * 2 EXISTS
                S: A1 OK [READ-WRITE]
                C: A2 LIST "" *
                S: * LIST (\\HasNoChildren)  "/" INBOX/Da Oggetto
                S: * LIST  () "/"  "Sent"
                S: A2 OK
                C: A3 FETCH 1:2 (UID ENVELOPE BODYSTRUCTURE)
                S: * 1 FETCH (UID 19436 ENVELOPE (NIL "one") BODYSTRUCTURE ("ALTERNATIVE") )
                S: * 2 FETCH ( UID 19437  ENVELOPE (NIL "two" (NIL) NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE "")
                S: A3 OK done
                C: A4 FETCH 1 BODY.PEEK[]
                S: * 1 FETCH ( UID 19436 BODY[]  {9}
                S: Subject: )
                S: A4 OK done
                C: A5 MOVE 2 Sent
                S: [COPYUID 124 19437 233]
                S: * 2 EXPUNGE
                S: A5 OK done
                EOF
                """).playEveryWay(client(imap -> {
            Selected inbox = imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(inbox.uidNext()).isEmpty();
            assertThat(inbox.exists()).isEqualTo(2);
            assertThat(imap.list(ListMailboxes.of("", "*")).await())
                    .extracting(each -> each.mailbox().text())
                    .containsExactly("INBOX/Da Oggetto", "Sent");
            SequenceSet both = SequenceSet.range(1, 2);
            List<Fetched> fetched = imap.fetch(Fetch.of(false, both, UID, ENVELOPE, BODYSTRUCTURE))
                    .await();
            assertThat(fetched).extracting(each -> each.uid().orElseThrow()).containsExactly(19436L, 19437L);
            assertThat(fetched.get(0).envelope()).isEmpty();
            assertThat(fetched.get(0).structure().orElseThrow().type()).isEqualTo("multipart");
            assertThat(fetched.get(1).envelope().orElseThrow().subject()).contains("two");
            assertThat(fetched.get(1).structure()).isEmpty();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            imap.fetch(Fetch.of(false, SequenceSet.of(1), WHOLE), Channels.newChannel(octets))
                    .await();
            assertThat(octets.toString(StandardCharsets.US_ASCII)).isEqualTo("Subject: ");
            assertThat(imap.move(new Move(false, SequenceSet.of(2), new ImapName("Sent")))
                            .await()
                            .orElseThrow()
                            .target())
                    .isEqualTo(SequenceSet.of(233));
        }));
    }

    @Test
    void aCommandEndsIdle() throws Exception {
        preauth("""
                C: A1 IDLE
                S: + idling
                C: DONE
                S: A1 OK done
                C: A2 NOOP
                S: A2 OK done
                C: A3 IDLE
                S: A3 BAD no
                EOF
                """).playEveryWay(client(imap -> {
            Idle idle = imap.idle().await();
            imap.noop().await();
            idle.done().await();
            assertThat(fault(imap.idle()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
        }));
    }

    @Test
    void aCommandThatComesBeforeIdleHasBegunEndsItOnceItHas() throws Exception {
        preauth("""
                C: A1 IDLE
                S: + idling
                C: DONE
                S: A1 OK done
                C: A2 NOOP
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            Pending<Idle> idle = imap.idle();
            imap.noop().await();
            idle.await().done().await();
        }));
    }

    // ------------------------------------------------------------------ APPEND

    @Test
    void aMessageWaitsForTheGoAhead() throws Exception {
        preauth("""
                C: A1 APPEND INBOX (\\Seen) "26-Nov-2026 12:00:00 +0900" {5}
                S: * 1 EXISTS
                S: + go on
                C: hey
                C:
                S: A1 OK [APPENDUID 7 42] done
                EOF
                """)
                .playEveryWay(client(imap -> assertThat(
                                imap.append(ImapName.INBOX, Set.of(Flag.SEEN), NOON, 5, octets("hey\r\n"))
                                        .await()
                                        .orElseThrow()
                                        .uids())
                        .isEqualTo(SequenceSet.of(42))));
    }

    @Test
    void aMessageNeedNotWaitWhereTheServerTakesIt() throws Exception {
        greeted("IMAP4rev1 LITERAL-", """
                C: A1 APPEND "a \\"b\\"" "26-Nov-2026 12:00:00 +0900" {5+}
                C: hey
                C:
                S: A1 OK done
                C: A2 APPEND INBOX "26-Nov-2026 12:00:00 +0900" {5000}
                S: + go on
                C# 5000
                C:
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            assertThat(imap.append(new ImapName("a \"b\""), Set.of(), NOON, 5, octets("hey\r\n"))
                            .await())
                    .isEmpty();
            imap.append(ImapName.INBOX, Set.of(), NOON, 5000, octets("x".repeat(5000)))
                    .await();
        }));
    }

    @Test
    void aMessageThatIsRefusedStaysHere() throws Exception {
        preauth("""
                C: A1 APPEND Sent "26-Nov-2026 12:00:00 +0900" {5}
                S: A1 NO [TRYCREATE] no such mailbox
                C: A2 NOOP
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            assertThat(fault(imap.append(new ImapName("Sent"), Set.of(), NOON, 5, octets("hey\r\n"))))
                    .returns("the server refuses [TRYCREATE]", Fault::detail)
                    .returns("appending a message", Fault::step);
            imap.noop().await();
        }));
    }

    @Test
    void aServerThatSaysOkToAMessageItHasNotAskedForIsNotBelieved() throws Exception {
        preauth("""
                C: A1 APPEND INBOX "26-Nov-2026 12:00:00 +0900" {5}
                S: A1 OK done
                EOF
                """).playEveryWay(client(imap -> {
            assertThat(fault(imap.append(ImapName.INBOX, Set.of(), NOON, 5, octets("hey\r\n")))
                            .cause())
                    .isEqualTo(Cause.PROTOCOL_BROKEN);
            assertThat(fault(imap.noop()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
        }));
    }

    @Test
    void aMessageThatIsRefusedTooLateIsSentToItsEnd() throws Exception {
        int size = 30_000_000;
        greeted("IMAP4rev1 LITERAL+", """
                C: A1 APPEND INBOX "26-Nov-2026 12:00:00 +0900" {30000000+}
                S: A1 NO [OVERQUOTA] too much
                C# 30000000
                C:
                C: A2 NOOP
                S: A2 OK done
                EOF
                """)
                .playUncut(client(
                        imap -> { // 30 MB are too many for every place of a cut
                            Pending<?> append =
                                    imap.append(ImapName.INBOX, Set.of(), NOON, size, octets("x".repeat(size)));
                            Pending<Void> noop = imap.noop();
                            assertThat(fault(append).detail()).isEqualTo("the server refuses [OVERQUOTA]");
                            noop.await();
                        }));
    }

    @Test
    void aSourceThatFailsEndsTheConnection() throws Exception {
        ReadableByteChannel broken = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                throw new IOException("the disk is on fire");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        preauth("""
                C: A1 APPEND INBOX "26-Nov-2026 12:00:00 +0900" {5}
                S: + go on
                EOF
                """)
                .playEveryWay(client(imap -> assertThat(fault(imap.append(ImapName.INBOX, Set.of(), NOON, 5, broken)))
                        .returns(Cause.CLOSED_HERE, Fault::cause)
                        .satisfies(fault -> assertThat(fault.detail()).contains("the disk is on fire"))));
    }

    // ------------------------------------------------------------------ octets of one message

    @Test
    void octetsGoToAChannel() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7 BODY.PEEK[]
                S: * 2 FETCH (FLAGS (\\Seen))
                S: * 1 FETCH (BODY[] {10}
                S: 12345
                S> 678 UID 7)
                S:
                S: A2 OK done
                C: A3 UID FETCH 7 BODY.PEEK[]
                S: * 1 FETCH (UID 7 BODY[] "quoted")
                S: A3 OK done
                EOF
                """).playEveryWay(port -> {
            ImapClientTest.Heard heard = new ImapClientTest.Heard();
            client(heard, imap -> {
                        imap.select(Select.of(ImapName.INBOX)).await();
                        ByteArrayOutputStream into = new ByteArrayOutputStream();
                        Fetch fetch = Fetch.of(true, SequenceSet.of(7), WHOLE);
                        assertThat(imap.fetch(fetch, Channels.newChannel(into)).await())
                                .isEqualTo(10);
                        assertThat(imap.fetch(fetch, Channels.newChannel(into)).await())
                                .isEqualTo(6);
                        assertThat(into).hasToString("12345\r\n678quoted");
                        assertThat(heard.next()).isEqualTo("2 FETCH [\\Seen]");
                    })
                    .on(port);
        });
    }

    @Test
    void aSinkThatFailsEndsTheConnection() throws Exception {
        WritableByteChannel broken = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                throw new IOException("the disk is full");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7 BODY.PEEK[]
                S: * 1 FETCH (UID 7 BODY[] {1}
                S: x)
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(fault(imap.fetch(Fetch.of(true, SequenceSet.of(7), WHOLE), broken)))
                    .returns(Cause.CLOSED_HERE, Fault::cause)
                    .satisfies(fault -> assertThat(fault.detail()).contains("the disk is full"));
            assertThat(fault(imap.noop()).cause()).isEqualTo(Cause.CLOSED_HERE);
        }));
    }

    // ------------------------------------------------------------------ the end

    @Test
    void aConnectionThatIsLostWithinALiteralFailsAllThatIsUnderWay() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 NOOP
                S: A2 OK fine so far
                C: A3 FETCH 1 BODY.PEEK[]
                S: * 1 FETCH (BODY[] {10}
                S> half
                CLOSE
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            imap.noop().await();
            ByteArrayOutputStream into = new ByteArrayOutputStream();
            Pending<?> fetch = imap.fetch(Fetch.of(false, SequenceSet.of(1), WHOLE), Channels.newChannel(into));
            Pending<?> behind = imap.expunge();

            assertThat(fault(fetch))
                    .returns(Cause.CONNECTION_LOST, Fault::cause)
                    .returns("fetching a message", Fault::step)
                    .returns(Optional.of("A2 OK fine so far"), Fault::lastReply);
            assertThat(fault(behind))
                    .returns(Cause.CONNECTION_LOST, Fault::cause)
                    .returns("waiting for the answer to EXPUNGE", Fault::step);
            assertThat(fault(imap.noop()).cause()).isEqualTo(Cause.CONNECTION_LOST);
        }));
    }

    @Test
    void aServerThatSaysByeEndsWhatIsUnderWay() throws Exception {
        preauth("""
                C: A1 NOOP
                S: * BYE out for lunch
                EOF
                """).playEveryWay(port -> {
            ImapClientTest.Heard heard = new ImapClientTest.Heard();
            client(heard, imap -> {
                        assertThat(fault(imap.noop()))
                                .returns(Cause.REFUSED_FOR_NOW, Fault::cause)
                                .returns(Optional.of("* BYE out for lunch"), Fault::lastReply);
                        assertThat(heard.next()).isEqualTo("BYE out for lunch");
                    })
                    .on(port);
        });
    }

    @Test
    void aServerThatBreaksTheProtocolIsLeft() throws Exception {
        for (String nonsense : List.of("A7 OK whose?", "+ go on", "what?", "* 1 FETCH (BODY[] {1}\nS: x y")) {
            preauth("C: A1 NOOP\nS: " + nonsense + "\nEOF")
                    .playEveryWay(client(
                            imap -> assertThat(fault(imap.noop()).cause()).isEqualTo(Cause.PROTOCOL_BROKEN)));
        }
    }

    @Test
    void whatIsCancelledClosesTheConnection() throws Exception {
        preauth("C: A1 NOOP\nEOF").playEveryWay(client(imap -> {
            imap.noop().cancel(true);
            assertThat(fault(imap.noop()).cause()).isEqualTo(Cause.CLOSED_HERE);
        }));
    }

    @Test
    void whatCannotBeWrittenIsTheCallersMistake() throws Exception {
        preauth("EOF")
                .playEveryWay(client(imap -> assertThatThrownBy(() -> imap.search(Search.of(
                                true, Optional.empty(), List.of(new SearchKey.Text(SearchKey.Place.TO, "a\0b")))))
                        .isInstanceOf(IllegalArgumentException.class)));
    }

    // ------------------------------------------------------------------ the witness

    @Test
    void aWitnessIsToldTheSizeOfContentAlone() throws Exception {
        preauth("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 FETCH 1 (BODY.PEEK[] BODY.PEEK[1])
                S: * 1 FETCH (BODY[] {10}
                S: 12345
                S> 678 BODY[1] "few" UID 7)
                S:
                S: A2 OK done
                C: A3 FETCH 1 BODY.PEEK[1]
                S: * 1 FETCH (BODY[1] "few")
                S: A3 OK done
                C: A4 APPEND INBOX "26-Nov-2026 12:00:00 +0900" {5}
                S: + go on
                C: hey
                C:
                S: A4 OK done
                C: A5 IDLE
                S: + idling
                C: DONE
                S: * 1 FETCH (what
                S: A5 OK done
                EOF
                """).playEveryWay(port -> {
            List<String> heard = new CopyOnWriteArrayList<>();
            try (ImapClient imap = to(port).witness(
                            (speaker, line) -> heard.add(speaker.name().charAt(0) + ": " + line))
                    .connect()
                    .await()) {
                imap.select(Select.of(ImapName.INBOX)).await();
                FetchItem.Body part = new FetchItem.Body(Section.part(1), true, Optional.empty());
                imap.fetch(Fetch.of(false, SequenceSet.of(1), WHOLE, part)).await();
                imap.fetch(Fetch.of(false, SequenceSet.of(1), part)).await();
                imap.append(ImapName.INBOX, Set.of(), NOON, 5, octets("hey\r\n"))
                        .await();
                imap.idle().await().done().await();
            }
            assertThat(String.join("\n", heard) + "\n").isEqualTo("""
                    S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                    C: A1 SELECT INBOX
                    S: A1 OK [READ-WRITE] done
                    C: A2 FETCH 1 (BODY.PEEK[] BODY.PEEK[1])
                    S: * 1 FETCH (BODY[] {10}
                    S: [10 octets of content]
                    S:  BODY [3 octets of content] UID 7)
                    S: A2 OK done
                    C: A3 FETCH 1 BODY.PEEK[1]
                    S: * 1 FETCH (BODY [3 octets of content])
                    S: A3 OK done
                    C: A4 APPEND INBOX "26-Nov-2026 12:00:00 +0900" {5}
                    S: + go on
                    C: [5 octets of content]
                    S: A4 OK done
                    C: A5 IDLE
                    S: + idling
                    C: DONE
                    S: * 1 FETCH (what
                    S: A5 OK done
                    """);
        });
    }

    /** RFC 7162 section 3.2.5.1, shortened. */
    @Test
    void whoComesBackHearsWhatHappenedMeanwhile() throws Exception {
        ImapClientTest.Heard heard = new ImapClientTest.Heard();
        preauth("""
                C: A1 ENABLE QRESYNC
                S: * ENABLED QRESYNC
                S: A1 OK done
                C: A2 SELECT INBOX (QRESYNC (67890007 90060115194045000 41:211,214:541))
                S: * 100 EXISTS
                S: * OK [UIDVALIDITY 67890007] UIDVALIDITY
                S: * OK [HIGHESTMODSEQ 90060115205545359] Highest mailbox mod-sequence
                S: * VANISHED (EARLIER) 41,43:116,118
                S: * 49 FETCH (UID 117 FLAGS (\\Seen) MODSEQ (90060115194045001))
                S: A2 OK [READ-WRITE] mailbox selected
                C: A3 NOOP
                S: * VANISHED 505,507
                S: A3 OK [HIGHESTMODSEQ 90060115205545360] done
                """).playEveryWay(client(heard, imap -> {
            assertThat(imap.enable("QRESYNC").await()).containsExactly("QRESYNC");
            SequenceSet known = SequenceSet.of(UidSet.range(41, 211).or(UidSet.range(214, 541)));
            Resync resync =
                    new Resync(67890007, 90060115194045000L, Optional.of(known), Optional.empty(), Optional.empty());
            Selected selected = imap.select(new Select(ImapName.INBOX, false, false, Optional.of(resync)))
                    .await();
            assertThat(selected.highestModSeq()).hasValue(90060115205545359L);
            imap.noop().await();
            assertThat(List.of(heard.next(), heard.next(), heard.next(), heard.next()))
                    .containsExactly(
                            "100 EXISTS", "VANISHED (EARLIER) 41,43:116,118", "49 FETCH [\\Seen]", "VANISHED 505,507");
        }));
    }
}
