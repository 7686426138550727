package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Partial;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Octets of one message, with a server that tells of other messages and sections meanwhile. */
class DownloadTest {
    private static final FetchItem.Body WHOLE = FetchItem.body(Section.ALL);

    private final List<Fetched> news = new CopyOnWriteArrayList<>();

    /** What the client does once it is greeted. */
    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private ScriptedServer.Client client(Use use) {
        return port -> {
            news.clear();
            ImapNews heard = new ImapNews() {
                @Override
                public void fetched(Fetched message) {
                    news.add(message);
                }
            };
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .news(heard)
                    .connect()
                    .await()) {
                use.of(imap);
            }
        };
    }

    private static ScriptedServer server(String transcript) {
        return ScriptedServer.of("S: * PREAUTH [CAPABILITY IMAP4rev1 NOTIFY] ready\n" + transcript + "EOF\n");
    }

    private static String fetched(ImapClient imap, boolean uid, SequenceSet one, FetchItem item) throws Exception {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        long octets =
                imap.fetch(Fetch.of(uid, one, item), Channels.newChannel(into)).await();
        assertThat(into.size()).isEqualTo((int) octets);
        return into.toString();
    }

    private static Cause failure(ImapClient imap, SequenceSet one) {
        return catchThrowableOfType(FaultException.class, () -> fetched(imap, true, one, WHOLE))
                .fault()
                .cause();
    }

    /** NOTIFY with MessageNew (UID BODY.PEEK[HEADER]): RFC 5465 section 5.2. */
    @Test
    void whatIsToldOfAnotherMessageMeanwhileIsNews() throws Exception {
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7 BODY[]
                S: * 9 FETCH (UID 99 BODY[HEADER] {12}
                S: Subject: x
                S> )
                S:
                S: * 9 FETCH (UID 99 BODY[] {5}
                S: other)
                S: * 4 FETCH (UID 7 BODY[HEADER] {4}
                S: head)
                S: * 4 FETCH (UID 7 BODY[] {4}
                S: mine)
                S: A2 OK done
                C: A3 FETCH 4 BODY[]
                S: * 9 FETCH (BODY[] {5}
                S: other)
                S: * 4 FETCH (BODY[HEADER] {4}
                S: head BODY[] {4}
                S: mine)
                S: A3 OK done
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(fetched(imap, true, SequenceSet.of(7), WHOLE)).isEqualTo("mine");
            assertThat(fetched(imap, false, SequenceSet.of(4), WHOLE)).isEqualTo("mine");
            imap.close();
        }));
        assertThat(news)
                .extracting(message -> message.number() + " " + message.data().size())
                .startsWith("9 2", "9 2", "4 2", "9 1");
        assertThat(news.get(1).content(Section.ALL).orElseThrow().text()).isEqualTo("other");
    }

    @Test
    void aUidMayStandBehindTheOctets() throws Exception {
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7 BODY[]
                S: * 9 FETCH (BODY[] {5}
                S: other UID 99)
                S: * 4 FETCH (BODY[] {4}
                S: mine UID 7)
                S: A2 OK done
                C: A3 UID FETCH 7 BODY[]
                S: * 9 FETCH (BODY[] {5}
                S: other UID 99)
                S: * 4 FETCH (BODY[] {4}
                S: mine)
                S: A3 OK done
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(fetched(imap, true, SequenceSet.of(7), WHOLE)).isEqualTo("mine");
            assertThat(failure(imap, SequenceSet.of(7))).isEqualTo(Cause.REFUSED);
        }));
    }

    @Test
    void aUidBehindManyOctetsMayConfirmThemAndMayNot() throws Exception {
        String many = "x".repeat(100_000);
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID FETCH 7 BODY[]
                S: * 4 FETCH (BODY[] {100000}
                S: %1$s UID 7)
                S: A2 OK done
                C: A3 UID FETCH 7 BODY[]
                S: * 9 FETCH (BODY[] {100000}
                S: %1$s UID 99)
                S: * 4 FETCH (UID 7 BODY[] {4}
                S: mine)
                S: A3 OK done
                C: A4 NOOP
                S: A4 OK done
                """.formatted(many)).play(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(fetched(imap, true, SequenceSet.of(7), WHOLE)).isEqualTo(many);
            assertThat(failure(imap, SequenceSet.of(7))).isEqualTo(Cause.PROTOCOL_BROKEN);
            imap.noop().await();
        }));
    }

    @Test
    void aSectionMayBeSpelledInOtherWays() throws Exception {
        server("""
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 FETCH 4 BODY[]
                S: * 4 FETCH (RFC822 {4}
                S: mine)
                S: A2 OK done
                C: A3 UID FETCH 7 BODY.PEEK[HEADER.FIELDS (Subject From)]
                S: * 4 FETCH (UID 7 BODY[HEADER.FIELDS (FROM SUBJECT)] {4}
                S: mine)
                S: A3 OK done
                C: A4 UID FETCH 4294967295:* BODY[1]<0.9>
                S: * 4 FETCH (UID 7 BODY[1] {4}
                S: mine)
                S: A4 OK done
                C: A5 UID FETCH 7 BODY[1]<5.9>
                S: * 4 FETCH (UID 7 BODY[1]<0> {5}
                S: other)
                S: * 4 FETCH (UID 7 BODY[1]<5> {4}
                S: mine)
                S: A5 OK done
                C: A6 UID FETCH 7 BINARY[1]
                S: * 4 FETCH (UID 7 BODY[1] {5}
                S: other BINARY[1] ~{4}
                S: mine)
                S: A6 OK done
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            Section fields = new Section(List.of(), Section.Text.HEADER_FIELDS, List.of("Subject", "From"));
            SequenceSet seven = SequenceSet.of(7);
            assertThat(fetched(imap, false, SequenceSet.of(4), WHOLE)).isEqualTo("mine");
            assertThat(fetched(imap, true, seven, FetchItem.peek(fields))).isEqualTo("mine");
            assertThat(fetched(imap, true, SequenceSet.from(UidSet.MAX_UID), stretch(0)))
                    .isEqualTo("mine");
            assertThat(fetched(imap, true, seven, stretch(5))).isEqualTo("mine");
            assertThat(fetched(imap, true, seven, new FetchItem.Binary(List.of(1), false, Optional.empty())))
                    .isEqualTo("mine");
        }));
    }

    private static FetchItem.Body stretch(long from) {
        return new FetchItem.Body(Section.part(1), false, Optional.of(new Partial(from, 9)));
    }

    @Test
    void octetsAreOfOneSectionOfOneMessage() throws Exception {
        server("").play(client(imap -> {
            for (Fetch fetch : List.of(
                    Fetch.of(true, SequenceSet.of(7, 8), WHOLE),
                    Fetch.of(true, SequenceSet.of(7), WHOLE, WHOLE),
                    Fetch.of(true, SequenceSet.of(7), FetchItem.Attribute.FLAGS))) {
                assertThatThrownBy(() -> imap.fetch(fetch, Channels.newChannel(new ByteArrayOutputStream())))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }));
    }
}
