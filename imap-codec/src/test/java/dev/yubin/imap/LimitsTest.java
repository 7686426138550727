package dev.yubin.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.imap.wire.ImapEncoding;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nests and what repeats has a bound: {@link ImapLimits}. Lines and literals are the codec's, and tested there. */
class LimitsTest {
    private static final ImapLimits FEW = new ImapLimits(1024, 64, 4, 4096, 4, 10, 4096, 1 << 20);

    private static void assertTaken(String wire) {
        assertThat(Spoken.request(wire, ImapEncoding.PLAIN, FEW).command()).isNotInstanceOf(Malformed.class);
    }

    private static void assertRefused(String wire, String why) {
        assertThat(Spoken.request(wire, ImapEncoding.PLAIN, FEW).command())
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.complaint()).contains(why));
    }

    @Test
    void searchKeysNestAsDeepAsIsTaken() {
        assertTaken("a SEARCH (((SEEN)))");
        assertRefused("a SEARCH ((((SEEN))))", "nested deeper than the 4 levels");
        assertTaken("a SEARCH NOT NOT NOT SEEN");
        assertRefused("a SEARCH NOT NOT NOT NOT SEEN", "nested deeper than the 4 levels");
    }

    @Test
    void aThousandLevelsAreRefusedWithoutAThousandFrames() {
        for (String opening : new String[] {"(", "NOT ", "OR ", "OR ALL "}) {
            ImapRequest request = Spoken.request("a SEARCH " + opening.repeat(100_000) + "SEEN");
            assertThat(request.command()).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void aLongChainOfOrIsNoDeeperForIt() {
        assertTaken("a SEARCH OR SEEN OR SEEN OR SEEN OR SEEN SEEN");
        ImapRequest request = Spoken.request("a SEARCH " + "OR SEEN ".repeat(10_000) + "SEEN");
        assertThat(Spoken.request(Spoken.written(request))).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a FETCH %s FLAGS                  | 1    | ','
            a FETCH 1 (%s)                    | UID  | ' '
            a STORE 1 FLAGS (%s)              | x    | ' '
            a STORE 1 FLAGS %s                | x    | ' '
            a STATUS x (%s)                   | SIZE | ' '
            a LIST "" (%s)                    | x    | ' '
            a ENABLE %s                       | X    | ' '
            a SEARCH %s                       | SEEN | ' '
            a FETCH 1 BODY[%s]                | 1    | '.'
            a FETCH 1 BODY[HEADER.FIELDS (%s)] | x   | ' '
            """, delimiter = '|')
    void whatRepeatsIsCounted(String wire, String item, String between) {
        assertTaken(String.format(Locale.ROOT, wire, (item + between).repeat(8) + item));
        assertRefused(
                String.format(Locale.ROOT, wire, (item + between).repeat(12) + item),
                "more than the 10 items that are taken here");
    }

    @Test
    void bodyStructuresNestAsDeepAsIsTaken() {
        String leaf = "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1)";
        String deep = leaf;
        for (int i = 0; i < 2; i++) {
            deep = "(" + deep + " \"MIXED\")";
        }
        assertThat(Spoken.response("* 1 FETCH (BODY " + deep + ")", ImapEncoding.PLAIN, FEW)
                        .kind())
                .isEqualTo(ResponseKind.FETCH);
        String deeper = "(" + deep + " \"MIXED\")";
        assertThat(Spoken.response("* 1 FETCH (BODY " + deeper + ")", ImapEncoding.PLAIN, FEW))
                .isInstanceOfSatisfying(
                        UnreadableData.class,
                        unreadable -> assertThat(unreadable.complaint()).contains("nested deeper than the 4 levels"));
        assertThat(Spoken.response("* 1 FETCH (BODY " + "(".repeat(1_000_000)).kind())
                .isEqualTo(ResponseKind.UNREADABLE);
        assertThat(Spoken.response("* 1 FETCH (X " + "(".repeat(1_000_000)).kind())
                .isEqualTo(ResponseKind.UNREADABLE);
    }

    @Test
    void iDHasThirtyFields() {
        StringBuilder fields = new StringBuilder("a ID (\"f0\" NIL");
        for (int i = 1; i < 30; i++) {
            fields.append(" \"f").append(i).append("\" NIL");
        }
        assertThat(Spoken.request(fields + ")").command()).isInstanceOf(Id.class);
        assertThat(Spoken.request(fields + " \"f30\" NIL)").command()).isInstanceOf(Malformed.class);
    }

    @Test
    void aTagHas255CharactersAtMost() {
        assertThat(Spoken.request("a".repeat(255) + " NOOP").command()).isInstanceOf(Bare.class);
        assertThat(Spoken.request("a".repeat(256) + " NOOP").tag()).isEqualTo(Tag.UNTAGGED);
    }

    @Test
    void beforeLoginAllIsTighter() {
        ImapLimits after = ImapLimits.standard();
        ImapLimits before = after.beforeLogin();
        assertThat(before.lineOctets()).isLessThan(after.lineOctets());
        assertThat(before.literalOctets()).isLessThan(after.literalOctets());
        assertThat(before.literals()).isLessThan(after.literals());
        assertThat(before.commandOctets()).isLessThan(after.commandOctets());
        assertThat(before.depth()).isLessThan(after.depth());
        assertThat(before.items()).isLessThan(after.items());
        assertThat(before.drainOctets()).isLessThan(after.drainOctets());
        assertThat(FEW.beforeLogin().commandOctets()).isEqualTo(2048);
    }

    @Test
    void aLimitTooSmallToSpeakIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImapLimits(511, 0, 0, 512, 1, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImapLimits(512, 0, 0, 511, 1, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImapLimits(512, 0, 0, 512, 0, 1, 0, 0));
    }
}
