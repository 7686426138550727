package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.PartialRange;
import dev.yubin.imap.ResponseCode.MessageLimit;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchDatum;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.SearchScope;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.TlsMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is searched for beyond RFC 9051, with a server that says what is written here. */
class SearchesTest {
    private static final List<SearchKey> ALL = List.of(SearchKey.all());

    /** What the client does once it is greeted. */
    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private static ScriptedServer server(String transcript) {
        return ScriptedServer.of("S: * PREAUTH [CAPABILITY IMAP4rev1] ready\n" + transcript);
    }

    private static ScriptedServer.Client client(ImapNews news, Use use) {
        return port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .news(news)
                    .connect()
                    .await()) {
                use.of(imap);
            }
        };
    }

    /** RFC 9738 section 3: what is left is told to who hears the news. */
    @Test
    void aLimitOfMessagesIsToldOf() throws Exception {
        BlockingQueue<MessageLimit> limits = new LinkedBlockingQueue<>();
        ImapNews news = new ImapNews() {
            @Override
            public void limited(MessageLimit limit) {
                limits.add(limit);
            }
        };
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 MESSAGELIMIT=1000] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID SEARCH UID 22000:25000 UNDELETED
                S: * SEARCH 25000 24998 23221
                S: A2 OK [MESSAGELIMIT 1000 23221] SEARCH completed with 1000 partial results
                C: A3 UID SEARCH UIDBEFORE 23221 UID 22000:25000 UNDELETED
                S: * SEARCH 22000
                S: A3 OK SEARCH completed
                C: A4 FETCH 10000:14589 UID
                S: * NO [MESSAGELIMIT 1000 23221] FETCH completed with 1000 partial results
                S: A4 OK [EXPUNGEISSUED] Some messages were also expunged
                C: A5 UID COPY 18000:21000 Trash
                S: A5 NO [MESSAGELIMIT 1000 20001] Too many messages to copy, try a smaller subset
                EOF
                """).playEveryWay(client(news, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(imap.capabilities().value("messagelimit")).hasValue("1000");
            SearchKey uids = new SearchKey.Messages(true, SequenceSet.range(22000, 25000));
            SearchKey undeleted = new SearchKey.Not(new SearchKey.HasFlag(Flag.DELETED));
            imap.search(Search.of(true, Optional.empty(), List.of(uids, undeleted)))
                    .await();
            MessageLimit limit = limits.poll(10, TimeUnit.SECONDS);
            assertThat(limit).isEqualTo(new MessageLimit(1000, OptionalLong.of(23221)));
            SearchKey left = new SearchKey.UidBound(false, limit.lowest().getAsLong());
            imap.search(Search.of(true, Optional.empty(), List.of(left, uids, undeleted)))
                    .await();
            imap.fetch(Fetch.of(false, SequenceSet.range(10000, 14589), FetchItem.Attribute.UID))
                    .await();
            assertThat(limits.poll(10, TimeUnit.SECONDS)).isEqualTo(limit);
            Copy copy = new Copy(true, SequenceSet.range(18000, 21000), new ImapName("Trash"));
            assertThatThrownBy(() -> imap.copy(copy).await())
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code())
                                    .hasValue(new MessageLimit(1000, OptionalLong.of(20001))));
            assertThat(limits).isEmpty();
        }));
    }

    /** RFC 9394 section 3. */
    @Test
    void stretches() throws Exception {
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID SEARCH RETURN (COUNT PARTIAL -1:-100) ALL
                S: * ESEARCH (TAG "A2") UID COUNT 23764 PARTIAL (-1:-100 23665:23764)
                S: A2 OK done
                C: A3 UID SEARCH RETURN (PARTIAL 24000:24500) ALL
                S: * ESEARCH (TAG "A3") UID PARTIAL (24000:24500 NIL)
                S: A3 OK done
                C: A4 UID SORT RETURN (PARTIAL 1:3) (SIZE) US-ASCII ALL
                S: * ESEARCH (TAG "A4") UID PARTIAL (1:3 9,4,5)
                S: A4 OK done
                C: A5 UID FETCH 1:* UID (PARTIAL -1:-1)
                S: * 7 FETCH (UID 9)
                S: A5 OK done
                EOF
                """).playEveryWay(client(ImapNews.NONE, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            ReturnOptions last = ReturnOptions.partial(PartialRange.last(100), SearchReturn.COUNT);
            Found found = imap.search(Search.of(true, Optional.of(last), ALL)).await();
            assertThat(found.numbers()).isEqualTo(UidSet.range(23665, 23764));
            assertThat(found.count()).hasValue(23764);
            ReturnOptions behind = ReturnOptions.partial(new PartialRange(false, 24000, 24500));
            assertThat(imap.search(Search.of(true, Optional.of(behind), ALL))
                            .await()
                            .numbers())
                    .isEqualTo(UidSet.EMPTY);
            Sort sort = new Sort(
                    true,
                    Optional.of(ReturnOptions.partial(PartialRange.first(3))),
                    List.of(SortCriterion.by(SortCriterion.Key.SIZE)),
                    Optional.empty(),
                    ALL);
            assertThat(imap.sort(sort).await().numbers()).containsExactly(9L, 4L, 5L);
            Fetch one = new Fetch(
                    true,
                    SequenceSet.ALL,
                    List.of(FetchItem.Attribute.UID),
                    OptionalLong.empty(),
                    false,
                    Optional.of(PartialRange.last(1)));
            assertThat(imap.fetch(one).await()).hasSize(1);
        }));
    }

    /** RFC 5267 section 4.3, with the mailbox's order for that of dates. */
    @Test
    void resultsThatAreKeptUpToDate() throws Exception {
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID SEARCH RETURN (UPDATE COUNT) DELETED
                S: * ESEARCH (TAG "A2") UID COUNT 74
                S: * ESEARCH (TAG "A2") UID ADDTO (0 32768:32769)
                S: A2 OK Search completed, will notify.
                C: A3 UID SORT RETURN (UPDATE COUNT) (DATE) US-ASCII DELETED
                S: * ESEARCH (TAG "A3") UID COUNT 74
                S: * NO [NOUPDATE "A3"] Too many contexts
                S: A3 OK Search completed, will not notify.
                C: A4 CANCELUPDATE "A2"
                S: * ESEARCH (TAG "A2") UID REMOVEFROM (0 32768)
                S: A4 OK No further updates.
                EOF
                """).playEveryWay(port -> {
            BlockingQueue<EsearchData> heard = new LinkedBlockingQueue<>();
            ImapNews news = new ImapNews() {
                @Override
                public void resultChanged(EsearchData changes) {
                    heard.add(changes);
                }
            };
            client(news, imap -> {
                        imap.select(Select.of(ImapName.INBOX)).await();
                        ReturnOptions update = ReturnOptions.of(SearchReturn.UPDATE, SearchReturn.COUNT);
                        List<SearchKey> deleted = List.of(new SearchKey.HasFlag(Flag.DELETED));
                        Found found = imap.search(Search.of(true, Optional.of(update), deleted))
                                .await();
                        assertThat(found.count()).hasValue(74);
                        assertThat(found.tag()).contains("A2");
                        List<SortCriterion> byDate = List.of(SortCriterion.by(SortCriterion.Key.DATE));
                        Sorted sorted = imap.sort(
                                        new Sort(true, Optional.of(update), byDate, Optional.empty(), deleted))
                                .await();
                        assertThat(sorted.count()).hasValue(74);
                        assertThat(sorted.tag()).isEmpty();
                        imap.cancelUpdate(found.tag().orElseThrow()).await();
                        assertThat(changes(heard)).isEqualTo("ADDTO 0 32768:32769");
                        assertThat(changes(heard)).isEqualTo("REMOVEFROM 0 32768");
                    })
                    .on(port);
        });
    }

    /** RFC 6203 sections 4 and 6. */
    @Test
    void fuzzySearches() throws Exception {
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT Helo
                S: * ESEARCH (TAG "A2") ALL 1,5,10 RELEVANCY (4 99 42)
                S: A2 OK Search completed.
                C: A3 SORT RETURN (RELEVANCY ALL) (RELEVANCY) US-ASCII FUZZY TEXT Helo
                S: * ESEARCH (TAG "A3") ALL 5,10,1 RELEVANCY (99 42 4)
                S: A3 OK Sort completed.
                EOF
                """).playEveryWay(client(ImapNews.NONE, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            Optional<ReturnOptions> asked = Optional.of(ReturnOptions.of(SearchReturn.RELEVANCY, SearchReturn.ALL));
            List<SearchKey> helo = List.of(new SearchKey.Fuzzy(new SearchKey.Text(SearchKey.Place.TEXT, "Helo")));
            Found found = imap.search(Search.of(false, asked, helo)).await();
            assertThat(found.numbers()).isEqualTo(UidSet.of(1, 5, 10));
            assertThat(found.relevancy()).containsExactly(4, 99, 42);
            List<SortCriterion> best = List.of(SortCriterion.by(SortCriterion.Key.RELEVANCY));
            Sorted sorted = imap.sort(new Sort(false, asked, best, Optional.empty(), helo))
                    .await();
            assertThat(sorted.numbers()).containsExactly(5L, 10L, 1L);
            assertThat(sorted.relevancy()).containsExactly(99, 42, 4);
        }));
    }

    /** RFC 7377 section 3. */
    @Test
    void manyMailboxes() throws Exception {
        server("""
                C: A1 ESEARCH IN (MAILBOXES folder1 SUBTREE folder2) UNSEEN
                S: * ESEARCH (TAG "A1" MAILBOX "folder1" UIDVALIDITY 1) UID ALL 4001,4003,4005,4007,4009
                S: * ESEARCH (TAG "A1" MAILBOX "folder2/banana" UIDVALIDITY 503) UID ALL 3002,4004
                S: A1 OK done
                EOF
                """).playEveryWay(client(ImapNews.NONE, imap -> {
            List<SearchScope> scopes = List.of(
                    SearchScope.of(SearchScope.Kind.MAILBOXES, new ImapName("folder1")),
                    SearchScope.of(SearchScope.Kind.SUBTREE, new ImapName("folder2")));
            List<SearchKey> unseen = List.of(new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN)));
            List<EsearchData> found =
                    imap.search(MultiSearch.of(scopes, unseen)).await();
            assertThat(found)
                    .extracting(each -> each.source().orElseThrow().mailbox().text())
                    .containsExactly("folder1", "folder2/banana");
            assertThat(found.get(1).all()).contains(SequenceSet.of(3002, 4004));
        }));
    }

    private static String changes(BlockingQueue<EsearchData> heard) throws InterruptedException {
        SearchDatum.Change change = heard.poll(10, TimeUnit.SECONDS).changes().get(0);
        SearchDatum.Change.Placed placed = change.places().get(0);
        return (change.added() ? "ADDTO " : "REMOVEFROM ") + placed.position() + " " + placed.numbers();
    }
}
