package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.NumberData;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.BodyName;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.wire.ImapEncoding;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImapServerCodecTest {
    private static final ImapEncoding PLUS = ImapEncoding.PLAIN.with(ImapEncoding.Literals.PLUS);
    private static final ImapEncoding MINUS = ImapEncoding.PLAIN.with(ImapEncoding.Literals.MINUS);
    private static final String GO_AHEAD = "+ Ready for literal data↵";

    /** Lines of 512 octets, literals of 100, two of them, commands of 1024, 2000 octets to drain. */
    private static final ImapLimits TIGHT = new ImapLimits(512, 100, 2, 1024, 8, 100, 2000, 1 << 20);

    /** Takes every message, and lines where a conversation has them, as a session would. */
    private static Ear server(ImapLimits limits, ImapEncoding encoding) {
        return server(limits, encoding, ImapServerCodec::accept);
    }

    private static Ear server(ImapLimits limits, ImapEncoding encoding, Consumer<ImapServerCodec> appends) {
        ImapServerCodec codec = new ImapServerCodec(limits, encoding);
        return new Ear(codec, message -> {
            if ((message instanceof AppendMore more && more.literal().isPresent())
                    || (message instanceof ImapRequest r
                            && r.command().streamed().isPresent())) {
                appends.accept(codec);
            } else if (message instanceof ImapRequest request
                    && (request.command().verb() == Verb.IDLE
                            || request.command().verb() == Verb.AUTHENTICATE)) {
                codec.expectContinuation();
            }
        });
    }

    private static List<String> heard(String text, BiConsumer<Ear, byte[]> pace, StringBuilder said) {
        try (Ear ear = server(ImapLimits.standard(), PLUS)) {
            pace.accept(ear, Ear.octets(text));
            said.append(ear.said());
            return ear.heard;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yubin.imap.ExampleTranscripts#ofClients")
    void theSameIsHeardHoweverItIsCut(String name, String text, List<String> expected) {
        StringBuilder whole = new StringBuilder();
        assertThat(heard(text, (ear, all) -> ear.hear(all, 0, all.length), whole))
                .isEqualTo(expected);
        for (int i = 1; i < Ear.octets(text).length; i++) {
            int cut = i;
            StringBuilder said = new StringBuilder();
            List<String> inTwo = heard(text, (ear, all) -> ear.hear(all, 0, cut).hear(all, cut, all.length), said);
            assertThat(inTwo).as("%s, cut at %d", name, cut).isEqualTo(expected);
            assertThat(said).hasToString(whole.toString());
        }
        List<String> byOctets = heard(
                text,
                (ear, all) -> {
                    for (int i = 0; i < all.length; i++) {
                        ear.hear(all, i, i + 1);
                    }
                },
                new StringBuilder());
        assertThat(byOctets).isEqualTo(expected);
    }

    @Test
    void oneMessageIsHandedOnForEachRead() {
        try (Ear ear = server(ImapLimits.standard(), PLUS)) {
            ear.channel.config().setAutoRead(false);
            ear.channel.read(); // the one that was asked for while auto-read was on
            ear.hear("a NOOP↵b APPEND x {2+}↵hi↵c NOOP↵");
            assertThat(ear.heard).hasSizeLessThanOrEqualTo(2);
            int before = ear.heard.size();
            ear.channel.read();
            assertThat(ear.heard).hasSizeBetween(before, before + 1);
            for (int i = 0; i < 6; i++) {
                ear.channel.read();
            }
            assertThat(ear.heard.get(ear.heard.size() - 1)).contains("tag=c");
        }
    }

    // ------------------------------------------------------------------ literals

    @Test
    void aLiteralThatWaitsIsAskedForAndOneThatDoesNotIsNot() {
        try (Ear ear = server(ImapLimits.standard(), PLUS)) {
            assertThat(ear.hear("a LOGIN {3}↵").said()).isEqualTo(GO_AHEAD);
            assertThat(ear.hear("ann {6}↵").said()).isEqualTo(GO_AHEAD);
            assertThat(ear.hear("sesame↵").said()).isEmpty();
            assertThat(ear.hear("b LOGIN {3+}↵ann {6+}↵sesame↵").said()).isEmpty();
            assertThat(ear.heard)
                    .containsExactly(
                            "ImapRequest[tag=a, command=Login[user=ann, password=[secret]]]",
                            "ImapRequest[tag=b, command=Login[user=ann, password=[secret]]]");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        4096 | false
        4097 | true
        """, delimiter = '|')
    void withLiteralMinusLongOnesMustWait(int octets, boolean refused) {
        try (Ear ear = server(ImapLimits.standard(), MINUS)) {
            ear.hear("a CREATE {" + octets + "+}↵" + "x".repeat(octets) + "↵b NOOP↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0).contains("Malformed")).isEqualTo(refused);
            assertThat(ear.heard.get(1)).contains("tag=b");
            ear.hear("c CREATE {" + octets + "}↵" + "x".repeat(octets) + "↵");
            assertThat(ear.heard.get(2)).contains("Create[");
        }
    }

    @Test
    void aLiteralThatIsTooLargeIsDroppedWholeAndNeverReadAsCommands() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a LOGIN {104+}↵" + "x NOOP↵".repeat(13) + "x NO {8+}↵y NOOP↵z ↵b NOOP↵");
            assertThat(ear.heard)
                    .containsExactly(
                            "ImapRequest[tag=a, command=Malformed[intended=Optional[LOGIN], complaint=a literal of 104"
                                    + " octets is more than the 100 that are taken here, tooBig=true]]",
                            "ImapRequest[tag=b, command=Bare[verb=NOOP]]");
            assertThat(ear.said()).isEmpty();
        }
    }

    @Test
    void aLiteralThatIsTooLargeAndWaitsIsRefusedBeforeItComes() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a LOGIN {101}↵b NOOP↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0)).contains("tag=a", "tooBig=true");
            assertThat(ear.heard.get(1)).contains("tag=b", "NOOP");
            assertThat(ear.said()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        a LIST {1+}↵a {1+}↵b {1+}↵c↵          | more than the 2 literals that are taken here
        a NOOP {5+}↵b NOO↵                    | expected the end of the line
        a CREATE "x {5+}↵b NOO↵               | expected the end of a quoted string before the end of the line
        a FETCH 1 (FOO {5+}↵b NOO↵            | expected a fetch item
        a LOGIN {4+}↵a␀bc x↵                  | without NUL
        """, delimiter = '|')
    void whatIsRefusedTakesItsLiteralsWithIt(String wire, String complaint) {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear(wire + "b NOOP↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0)).contains("tag=a", "Malformed", complaint);
            assertThat(ear.heard.get(1)).isEqualTo("ImapRequest[tag=b, command=Bare[verb=NOOP]]");
        }
    }

    @Test
    void moreThanIsDrainedEndsTheConversation() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a LOGIN {2001+}↵" + "x".repeat(100));
            assertThat(ear.heard).hasSize(1);
            assertThat(ear.heard.get(0)).startsWith("ProtocolException").contains("2000 are read and thrown away");
            ear.hear("x".repeat(10_000) + "↵b NOOP↵");
            assertThat(ear.heard).hasSize(1);
            assertThat(ear.held()).isZero();
        }
    }

    @Test
    void aMarkerOfMoreThanThereCanBeIsRefused() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a CREATE {99999999999999999999999}↵b APPEND x {9223372036854775807}↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0)).contains("tag=a", "Malformed");
            assertThat(ear.heard.get(1)).contains("tag=b", "Append");
        }
    }

    // ------------------------------------------------------------------ lines

    @Test
    void aLineThatIsTooLongKeepsItsTagAndIsDropped() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a CREATE " + "x".repeat(600) + "↵b NOOP↵");
            assertThat(ear.heard)
                    .containsExactly(
                            "ImapRequest[tag=a, command=Malformed[intended=Optional[CREATE], complaint=a line of more"
                                    + " than the 512 octets that are taken here, tooBig=true]]",
                            "ImapRequest[tag=b, command=Bare[verb=NOOP]]");
        }
    }

    @Test
    void aLineThatIsTooLongTakesItsLiteralWithIt() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a CREATE " + "x".repeat(600) + " {8+}↵x NOOP↵↵b NOOP↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(1)).contains("tag=b");
        }
    }

    @Test
    void eightMebibytesWithoutAnEndAreHeldInAFewKibibytes() {
        byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        for (ImapLimits limits :
                List.of(ImapLimits.standard(), ImapLimits.standard().beforeLogin())) {
            try (Ear ear = server(limits, PLUS)) {
                ear.hear("a CREATE ");
                for (int i = 0; i < 128; i++) {
                    ear.hear(piece, 0, piece.length);
                    assertThat(ear.held()).isLessThanOrEqualTo(4L * limits.lineOctets());
                }
                ear.hear("↵b NOOP↵");
                if (limits.drainOctets() > 8 << 20) {
                    assertThat(ear.heard.get(0)).contains("tag=a", "tooBig=true");
                    assertThat(ear.heard.get(1)).contains("tag=b");
                } else {
                    assertThat(ear.heard).hasSize(1);
                    assertThat(ear.heard.get(0)).startsWith("ProtocolException");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        a NO\\rOP   | CR stands only before LF
        a NO\\0OP   | a line has no NUL
        a NOOP\\r   | CR stands only before LF
        """, delimiter = '|')
    void aLineHasNoControlThatAnotherReaderMayTakeForItsEnd(String line, String complaint) {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear(line.translateEscapes() + "↵b NOOP↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0)).contains("Malformed", complaint);
        }
    }

    @Test
    void aBareLineFeedEndsALineThatIsRefused() {
        try (Ear ear = server(TIGHT, PLUS)) {
            byte[] all = "a NOOP\nb NOOP\r\n".getBytes(StandardCharsets.US_ASCII);
            ear.hear(all, 0, all.length);
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0)).contains("tag=a", "ended with LF alone");
            assertThat(ear.heard.get(1)).contains("tag=b", "NOOP");
        }
    }

    // ------------------------------------------------------------------ APPEND

    @Test
    void aMessageIsStreamedInThePiecesInWhichItComes() {
        try (Ear ear = server(TIGHT, PLUS)) {
            String message = "x".repeat(50_000);
            ear.hear("a APPEND x {50000}↵");
            assertThat(ear.said()).isEqualTo(GO_AHEAD);
            for (int i = 0; i < 50; i++) {
                ear.hear(message.substring(1000 * i, 1000 * i + 1000));
                assertThat(ear.held()).isZero();
            }
            ear.hear("↵b NOOP↵");
            assertThat(ear.heard.get(1)).isEqualTo("octets " + message);
            assertThat(ear.heard.get(2)).isEqualTo("REQUEST_END");
            assertThat(ear.heard.get(3)).contains("tag=b");
        }
    }

    @Test
    void aMessageThatIsRefusedIsDroppedWithTheRestOfItsCommand() {
        try (Ear ear = server(TIGHT, PLUS, ImapServerCodec::refuse)) {
            ear.hear("a APPEND x {8+}↵x NOOP↵ {8+}↵x NOOP↵↵b NOOP↵c APPEND x {8}↵d NOOP↵");
            assertThat(ear.said()).isEmpty();
            assertThat(ear.heard).noneMatch(each -> each.contains("tag=x") || each.startsWith("octets"));
            assertThat(ear.heard).filteredOn(each -> each.contains("NOOP")).hasSize(2);
        }
    }

    @Test
    void whatFollowsAMessageMustBeItsEndOrAnother() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a APPEND x {2+}↵hi garbage↵b APPEND x {2+}↵hi (\\Seen {8+}↵x NOOP↵↵c NOOP↵");
            assertThat(ear.heard)
                    .filteredOn(each -> each.startsWith("RequestBroken"))
                    .hasSize(2);
            assertThat(ear.heard).noneMatch(each -> each.contains("tag=x") || each.equals("REQUEST_END"));
            assertThat(ear.heard.get(ear.heard.size() - 1)).contains("tag=c");
        }
    }

    /** {@code b APPEND x ~{3+}} with NUL within was refused as if it were no literal8. */
    @Test
    void aMessageWithNulNeedsLiteral8() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a APPEND x {3+}↵a␀b↵b APPEND x ~{3+}↵a␀b↵");
            assertThat(ear.heard.get(2)).startsWith("RequestBroken").contains("NUL");
            assertThat(ear.heard.get(5)).isEqualTo("REQUEST_END");
        }
    }

    @Test
    void aConnectionThatDropsInAMessageEndsNoRequest() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a APPEND x {8+}↵abc");
            ear.channel.close();
            assertThat(ear.heard).hasSize(1);
        }
    }

    // ------------------------------------------------------------------ what is said

    @Test
    void aFetchIsStreamedInPieces() {
        try (Ear ear = server(TIGHT, PLUS)) {
            BodyName text = BodyName.of(Section.TEXT);
            ear.channel.writeOutbound(
                    FetchOpening.of(12, List.of(FetchDatum.uid(7)), BodyName.of(Section.HEADER), 4),
                    octets("ab"),
                    octets("cd"),
                    FetchContinuing.of(List.of(), text, 0),
                    new FetchClosing(List.of()),
                    new NumberData(ResponseKind.EXISTS, 3));
            assertThat(ear.said()).isEqualTo("* 12 FETCH (UID 7 BODY[HEADER] {4}↵abcd BODY[TEXT] {0}↵)↵* 3 EXISTS↵");
        }
    }

    @Test
    void octetsThatWereNotAnnouncedAreNotSaid() {
        try (Ear ear = server(TIGHT, PLUS)) {
            FetchOpening opening = FetchOpening.of(1, List.of(), BodyName.of(Section.ALL), 2);
            assertThatThrownBy(() -> ear.channel.writeOutbound(octets("a"))).isInstanceOf(IllegalStateException.class);
            ear.channel.writeOutbound(opening);
            assertThatThrownBy(() -> ear.channel.writeOutbound(octets("abc")))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ear.channel.writeOutbound(new NumberData(ResponseKind.EXISTS, 1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ear.channel.writeOutbound(new FetchClosing(List.of())))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(ear.said()).isEqualTo("* 1 FETCH (BODY[] {2}↵");
        }
    }

    @Test
    void whatCameBeforeTlsIsForgotten() {
        ImapServerCodec codec = new ImapServerCodec(TIGHT, PLUS);
        Ear[] ear = new Ear[1];
        try (Ear listening = new Ear(codec, message -> {
            ear[0].channel.config().setAutoRead(false);
        })) {
            ear[0] = listening;
            listening.hear("a STARTTLS↵b LOGIN ann ");
            assertThat(listening.heard).hasSize(1);
            assertThat(codec.bufferedOctets()).isPositive();
            codec.forget();
            assertThat(codec.bufferedOctets()).isZero();
            listening.channel.config().setAutoRead(true);
            listening.hear("c NOOP↵");
            assertThat(listening.heard).hasSize(2);
            assertThat(listening.heard.get(1)).contains("tag=c");
        }
    }

    private static LiteralOctets octets(String text) {
        return new LiteralOctets(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** What fills the limit, and no end of a line among it, fits no better for coming in a read of its own. */
    @Test
    void aLineIsTooLongThoughItWasCutAtItsLimit() {
        try (Ear ear = server(TIGHT, PLUS)) {
            ear.hear("a NOOP " + "x".repeat(505)).hear("y".repeat(300) + "\nb NOOP\n");
            assertThat(ear.heard.get(0)).contains("tag=a", "tooBig=true");
            assertThat(ear.heard.get(1)).contains("tag=b", "Bare[verb=NOOP]");
        }
    }
}
