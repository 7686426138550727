package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.MessageUrl;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** REPLACE and CATENATE of a client: RFC 8508 and RFC 4469, with a server that says what is written here. */
class UploadTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");
    private static final ImapName DRAFTS = new ImapName("Drafts");

    /** What the client does once it is greeted. */
    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private static void play(String capabilities, String transcript, Use use) throws Exception {
        ScriptedServer.of("S: * PREAUTH [CAPABILITY " + capabilities + "] ready\n" + transcript + "EOF\n")
                .playEveryWay(port -> {
                    try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                            .connect()
                            .await()) {
                        use.of(imap);
                    }
                });
    }

    private static MessagePart text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return MessagePart.octets(octets.length, Channels.newChannel(new ByteArrayInputStream(octets)));
    }

    private static Cause refusal(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await)
                .fault()
                .cause();
    }

    @Test
    void aMessageComesInThePlaceOfAnother() throws Exception {
        play("IMAP4rev1", """
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 REPLACE 4 Drafts (\\Draft) "26-Nov-2026 12:00:00 +0900" {3}
                S: + Ready for literal data
                C: new
                S: * OK [APPENDUID 1 2000] Replacement Message ready
                S: * 5 EXISTS
                S: * 4 EXPUNGE
                S: A2 OK Replace completed
                C: A3 UID REPLACE 2000 Drafts "26-Nov-2026 12:00:00 +0900" {1}
                S: A3 NO [EXPUNGEISSUED] gone
                C: A4 NOOP
                S: A4 OK done
                """, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            Optional<AppendUid> uid = imap.replace(
                            false, SequenceSet.of(4), DRAFTS, Set.of(Flag.DRAFT), NOON, List.of(text("new")))
                    .await();
            assertThat(uid).contains(new AppendUid(1, SequenceSet.of(2000)));
            assertThat(refusal(imap.replace(true, SequenceSet.of(2000), DRAFTS, Set.of(), NOON, List.of(text("x")))))
                    .isEqualTo(Cause.REFUSED);
            imap.noop().await();
        });
    }

    @Test
    void aMessageIsPutTogetherThere() throws Exception {
        play("IMAP4rev1", """
                C: A1 APPEND Drafts "26-Nov-2026 12:00:00 +0900" CATENATE (URL /Drafts/;UID=20/;SECTION=HEADER TEXT {3}
                S: + go on
                C: abc URL "/a%%20b/;UID=7/;SECTION=1.2" TEXT {2}
                S: + go on
                C: de)
                S: A1 OK [APPENDUID 1 3003] APPEND complete
                C: A2 APPEND Drafts "26-Nov-2026 12:00:00 +0900" CATENATE (URL /Drafts/;UID=20)
                S: A2 NO [BADURL /Drafts/;UID=20] there is none
                """.replace("%%", "%"), imap -> {
            Optional<AppendUid> uid = imap.append(
                            DRAFTS,
                            Set.of(),
                            NOON,
                            List.of(
                                    MessagePart.url(MessageUrl.of(DRAFTS, 20, Section.HEADER)),
                                    text("abc"),
                                    MessagePart.url(MessageUrl.of(new ImapName("a b"), 7, Section.part(1, 2))),
                                    text("de")))
                    .await();
            assertThat(uid).contains(new AppendUid(1, SequenceSet.of(3003)));
            List<MessagePart> gone = List.of(MessagePart.url(MessageUrl.of(DRAFTS, 20)));
            assertThat(refusal(imap.append(DRAFTS, Set.of(), NOON, gone))).isEqualTo(Cause.REFUSED);
        });
    }

    @Test
    void whatNeedNotWaitDoesNot() throws Exception {
        play("IMAP4rev1 LITERAL+", """
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID REPLACE 3002 Drafts "26-Nov-2026 12:00:00 +0900" CATENATE (TEXT {3+}
                C: T:! URL /Drafts/;UID=3002)
                S: * OK [APPENDUID 1 3003] Replacement Message ready
                S: A2 OK REPLACE completed
                """, imap -> {
            imap.select(Select.of(ImapName.INBOX)).await();
            assertThat(imap.replace(
                                    true,
                                    SequenceSet.of(3002),
                                    DRAFTS,
                                    Set.of(),
                                    NOON,
                                    List.of(text("T:!"), MessagePart.url(MessageUrl.of(DRAFTS, 3002))))
                            .await())
                    .contains(new AppendUid(1, SequenceSet.of(3003)));
        });
    }

    private static NewMessage message(MessagePart... parts) {
        return new NewMessage(Set.of(), NOON, List.of(parts));
    }

    /** RFC 3502. */
    @Test
    void severalMessagesGoTogether() throws Exception {
        play("IMAP4rev1 MULTIAPPEND", """
                C: A1 APPEND Drafts (\\Seen) "26-Nov-2026 12:00:00 +0900" {3}
                S: + go on
                C: one "26-Nov-2026 12:00:00 +0900" CATENATE (URL /Drafts/;UID=20) "26-Nov-2026 12:00:00 +0900" CATENATE (TEXT {2}
                S: + go on
                C: ab URL /Drafts/;UID=21) "26-Nov-2026 12:00:00 +0900" {4}
                S: + go on
                C: four
                S: A1 OK [APPENDUID 7 42:45] done
                C: A2 APPEND Drafts "26-Nov-2026 12:00:00 +0900" {1}
                S: + go on
                C: a "26-Nov-2026 12:00:00 +0900" {2}
                S: A2 NO [OVERQUOTA] no more
                C: A3 NOOP
                S: A3 OK done
                """, imap -> {
            List<NewMessage> four = List.of(
                    new NewMessage(Set.of(Flag.SEEN), NOON, List.of(text("one"))),
                    message(MessagePart.url(MessageUrl.of(DRAFTS, 20))),
                    message(text("ab"), MessagePart.url(MessageUrl.of(DRAFTS, 21))),
                    message(text("four")));
            assertThat(imap.append(DRAFTS, four).await()).contains(new AppendUid(7, SequenceSet.range(42, 45)));
            assertThat(refusal(imap.append(DRAFTS, List.of(message(text("a")), message(text("bc"))))))
                    .isEqualTo(Cause.REFUSED);
            imap.noop().await();
        });
    }

    @Test
    void severalMessagesNeedNotWait() throws Exception {
        play("IMAP4rev1 MULTIAPPEND LITERAL+", """
                C: A1 APPEND Drafts "26-Nov-2026 12:00:00 +0900" {1+}
                C: a "26-Nov-2026 12:00:00 +0900" {0+}
                C:  "26-Nov-2026 12:00:00 +0900" {2+}
                C: bc
                S: A1 OK [APPENDUID 7 42:44] done
                """, imap -> {
            List<NewMessage> three = List.of(message(text("a")), message(text("")), message(text("bc")));
            assertThat(imap.append(DRAFTS, three).await()).isPresent();
        });
    }

    @Test
    void aRefusalBetweenTwoPiecesLeavesTheSessionAsItIs() throws Exception {
        play("IMAP4rev1", """
                C: A1 APPEND Drafts "26-Nov-2026 12:00:00 +0900" CATENATE (TEXT {1}
                S: + go on
                C: a TEXT {9}
                S: A1 NO [TOOBIG] no more
                C: A2 NOOP
                S: A2 OK done
                """, imap -> {
            assertThat(refusal(imap.append(DRAFTS, Set.of(), NOON, List.of(text("a"), text("123456789")))))
                    .isEqualTo(Cause.REFUSED);
            imap.noop().await();
        });
    }
}
