package dev.yubin.imap.client;

import static dev.yubin.imap.fetch.FetchItem.Attribute.SAVEDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Metadata.Matter;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.ListReturn;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.quota.SetQuota;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client asks about mailboxes and when mail came into them, with a server that says what is written here. */
class MailboxConversationsTest {
    /** What the client does once it is greeted. */
    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private static void play(String transcript, Use use) throws Exception {
        ScriptedServer.of("S: * PREAUTH [CAPABILITY IMAP4rev1] ready\n" + transcript + "EOF\n")
                .playEveryWay(port -> {
                    try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                            .connect()
                            .await()) {
                        use.of(imap);
                    }
                });
    }

    /** RFC 8474 section 4.1. */
    @Test
    void whatIdentifiesANewMailboxIsTold() throws Exception {
        play("""
                C: A1 CREATE foo
                S: A1 OK [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] Completed
                C: A2 CREATE bar
                S: * 1 FETCH (what
                S: A2 OK done
                """, imap -> {
            assertThat(imap.create(new ImapName("foo")).await().orElseThrow().id())
                    .isEqualTo("F2212ea87-6097-4256-9d51-71338625");
            assertThat(imap.create(new ImapName("bar")).await()).isEmpty();
        });
    }

    @Test
    void whyAnnotationsAndFiltersAreRefusedIsTold() throws Exception {
        play("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 SETMETADATA INBOX (/private/x "y")
                S: A2 NO [METADATA MAXSIZE 1024] too long
                C: A3 SETMETADATA INBOX (/private/x "y")
                S: A3 NO [METADATA NOPRIVATE] not here
                C: A4 SEARCH FILTER on-the-road
                S: A4 NO [UNDEFINED-FILTER on-the-road] which?
                """, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            SetMetadata set = new SetMetadata(ImapName.INBOX, Map.of("/private/x", Optional.of(Octets.of("y"))));
            assertThat(refusal(imap.metadata(set))).isEqualTo(new ResponseCode.Metadata(Matter.MAXSIZE, 1024));
            assertThat(refusal(imap.metadata(set))).isEqualTo(new ResponseCode.Metadata(Matter.NOPRIVATE, 0));
            List<SearchKey> filter = List.of(new SearchKey.Filter("on-the-road"));
            assertThat(refusal(imap.search(Search.of(false, Optional.empty(), filter))))
                    .isEqualTo(new ResponseCode.UndefinedFilter("on-the-road"));
        });
    }

    private static ResponseCode refusal(Pending<?> pending) {
        return catchThrowableOfType(RefusedException.class, pending::await)
                .code()
                .orElseThrow();
    }

    /** RFC 3516 section 4.3. */
    @Test
    void howLargeAPartIsWithoutItsEncodingIsTold() throws Exception {
        play("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 FETCH 7 (BINARY.SIZE[1] BINARY.SIZE[2.1])
                S: * 7 FETCH (BINARY.SIZE[1] 30 BINARY.SIZE[2.1] 4000000000)
                S: A2 OK done
                """, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            FetchItem first = new FetchItem.BinarySize(List.of(1));
            FetchItem second = new FetchItem.BinarySize(List.of(2, 1));
            Fetched message = imap.fetch(Fetch.of(false, SequenceSet.of(7), first, second))
                    .await()
                    .get(0);
            assertThat(message.binarySize(1)).hasValue(30);
            assertThat(message.binarySize(2, 1)).hasValue(4_000_000_000L);
            assertThat(message.binarySize(2)).isEmpty();
        });
    }

    /** RFC 8514 sections 4.2 and 4.3. */
    @Test
    void whenAMessageWasSavedIsTold() throws Exception {
        play("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 FETCH 998:999 SAVEDATE
                S: * 998 FETCH (SAVEDATE "01-Jan-2015 18:50:53 +0100")
                S: * 999 FETCH (SAVEDATE NIL)
                S: A2 OK Fetch completed.
                C: A3 SEARCH SAVEDON 28-Dec-2014
                S: * SEARCH 993 994
                S: A3 OK Search completed.
                """, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            List<Fetched> messages = imap.fetch(Fetch.of(false, SequenceSet.range(998, 999), SAVEDATE))
                    .await();
            assertThat(messages.get(0).saved()).contains(OffsetDateTime.parse("2015-01-01T18:50:53+01:00"));
            assertThat(messages.get(1).saved()).isEmpty();
            SearchKey on = new SearchKey.Saved(SearchKey.When.ON, LocalDate.of(2014, 12, 28));
            assertThat(imap.search(Search.of(false, Optional.empty(), List.of(on)))
                            .await()
                            .numbers())
                    .isEqualTo(UidSet.of(993, 994));
        });
    }

    /** RFC 6154 section 5.3; RFC 8440 section 4 and RFC 9590 section 3 in one. */
    @Test
    void mailboxesAreMadeForSomethingAndListedWithAllThatIsAsked() throws Exception {
        play(
                """
                C: A1 CREATE MySpecial (USE (\\Drafts \\Sent))
                S: A1 OK MySpecial created
                C: A2 LIST "" % RETURN (MYRIGHTS STATUS (APPENDLIMIT MESSAGES) METADATA (/shared/color))
                S: * LIST () "." "INBOX"
                S: * MYRIGHTS "INBOX" lrswipkxtecda
                S: * STATUS "INBOX" (APPENDLIMIT 257890 MESSAGES 17)
                S: * METADATA "INBOX" ("/shared/color" "#b71c1c")
                S: * LIST () "." "foo"
                S: * METADATA "foo" ("/shared/color" NIL)
                S: * STATUS "foo" (APPENDLIMIT NIL)
                S: * LIST (\\NonExistent) "." "bar"
                S: A2 OK List completed.
                """,
                imap -> {
                    Set<Flag> uses = new LinkedHashSet<>(List.of(Flag.of("\\Drafts"), Flag.of("\\Sent")));
                    imap.create(new Create(new ImapName("MySpecial"), uses)).await();
                    Set<StatusItem> status = new LinkedHashSet<>(List.of(StatusItem.APPENDLIMIT, StatusItem.MESSAGES));
                    List<Listed> listed = imap.listed(new ListMailboxes(
                                    true,
                                    Set.of(),
                                    "",
                                    List.of("%"),
                                    Set.of(ListReturn.MYRIGHTS),
                                    status,
                                    List.of("/shared/color")))
                            .await();
                    Listed inbox = listed.get(0);
                    assertThat(inbox.rights().orElseThrow()).containsExactly(Right.values());
                    assertThat(inbox.status().orElseThrow().items())
                            .isEqualTo(Map.of(StatusItem.APPENDLIMIT, 257_890L, StatusItem.MESSAGES, 17L));
                    assertThat(inbox.metadata()).isEqualTo(Map.of("/shared/color", Optional.of(Octets.of("#b71c1c"))));
                    assertThat(listed.get(1).metadata()).isEqualTo(Map.of("/shared/color", Optional.empty()));
                    assertThat(listed.get(1).status().orElseThrow().items())
                            .as("NIL is no limit")
                            .containsEntry(StatusItem.APPENDLIMIT, Long.MAX_VALUE);
                    assertThat(listed.get(2).list().mailbox()).isEqualTo(new ImapName("bar"));
                    assertThat(listed.get(2).rights()).isEmpty();
                });
    }

    /** RFC 9208 section 4.1.3. */
    @Test
    void aRootIsBoundedAnew() throws Exception {
        play(
                """
                C: A1 SETQUOTA #user/alice (STORAGE 510)
                S: * QUOTA "#user/alice" (STORAGE 58 512)
                S: A1 OK Rounded quota
                """,
                imap -> assertThat(imap.quota(new SetQuota("#user/alice", Map.of(Resource.STORAGE, 509L * 1024 + 1)))
                                .await()
                                .get(0)
                                .quota()
                                .resources())
                        .isEqualTo(Map.of(Resource.STORAGE, new Usage(58 * 1024, 512 * 1024))));
    }
}
