package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListReturn;
import dev.yubin.imap.mailbox.ListSelect;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | *          | INBOX               | true
            ''        | inbox      | INBOX               | true
            ''        | iN%        | INBOX               | true
            ''        | inbox/a    | INBOX/a             | true
            ''        | inbox/A    | INBOX/a             | false
            ''        | %          | Lists/netty         | false
            ''        | %/%        | Lists/netty         | true
            ''        | *y         | Lists/netty         | true
            ''        | L*s/%%**%  | Lists/netty         | true
            Lists/    | %          | Lists/netty         | true
            Lists     | %          | Lists/netty         | false
            Lists     | *          | Lists/netty         | true
            ''        | lists/*    | Lists/netty         | false
            ''        | Lists/netty| Lists/netty         | true
            ''        | Lists/nett | Lists/netty         | false
            ''        | ''         | INBOX               | false
            """)
    void aPatternMatches(String reference, String pattern, String name, boolean matches) {
        assertThat(new ListPattern(reference, pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aHostilePatternCostsNoMoreThanItsLength() {
        String pattern = "%a*".repeat(300) + "b";
        assertThat(new ListPattern("", pattern).matches("a".repeat(1000))).isFalse();
    }

    private static final Listing LISTING = new Listing(List.of(
            entry("INBOX", true, true),
            entry("Sent", true, true, SpecialUse.SENT),
            entry("Lists/netty", true, false),
            entry("Lists/netty/old", true, true),
            entry("Gone", false, true),
            entry("Away/far", false, true)));

    private static MailboxEntry entry(String name, boolean exists, boolean subscribed, SpecialUse... uses) {
        return new MailboxEntry(MailboxName.of(name), exists, subscribed, Set.of(uses));
    }

    private static List<String> list(String pattern, ListSelect... selecting) {
        return lines(LISTING.list(List.of(new ListPattern("", pattern)), Set.of(selecting), Set.of()));
    }

    private static List<String> lines(List<ListData> listed) {
        List<String> lines = new ArrayList<>();
        for (ListData l : listed) {
            lines.add(l.attributes().stream().map(Flag::name).collect(Collectors.joining(" ", "(", ") "))
                    + l.mailbox()
                    + (l.childInfo().isEmpty() ? "" : " CHILDINFO"));
        }
        return lines;
    }

    @Test
    void aNameAboveAMailboxIsListedThoughItDoesNotExist() {
        assertThat(list("*"))
                .containsExactly(
                        "(\\HasNoChildren) INBOX",
                        "(\\NonExistent \\Noselect \\HasChildren) Lists",
                        "(\\HasChildren) Lists/netty",
                        "(\\HasNoChildren) Lists/netty/old",
                        "(\\HasNoChildren \\Sent) Sent");
    }

    @Test
    void subscribedNamesAreListedWhetherTheyExistOrNot() {
        assertThat(list("*", ListSelect.SUBSCRIBED))
                .containsExactly(
                        "(\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) Away/far",
                        "(\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) Gone",
                        "(\\Subscribed \\HasNoChildren) INBOX",
                        "(\\Subscribed \\HasNoChildren) Lists/netty/old",
                        "(\\Subscribed \\HasNoChildren \\Sent) Sent");
    }

    @Test
    void recursiveMatchShowsWhatIsSubscribedBelow() {
        assertThat(list("%", ListSelect.SUBSCRIBED, ListSelect.RECURSIVEMATCH))
                .containsExactly(
                        "(\\NonExistent \\Noselect \\HasNoChildren) Away CHILDINFO",
                        "(\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) Gone",
                        "(\\Subscribed \\HasNoChildren) INBOX",
                        "(\\NonExistent \\Noselect \\HasChildren) Lists CHILDINFO",
                        "(\\Subscribed \\HasNoChildren \\Sent) Sent");
    }

    @Test
    void specialUseListsOnlyMailboxesThatAreForSomething() {
        assertThat(lines(LISTING.list(
                        List.of(new ListPattern("", "*")),
                        Set.of(ListSelect.SPECIAL_USE),
                        Set.of(ListReturn.SUBSCRIBED))))
                .containsExactly("(\\Subscribed \\HasNoChildren \\Sent) Sent");
    }

    @Test
    void lsubWithPercentShowsTheNameAboveASubscribedOne() {
        assertThat(lines(LISTING.lsub(new ListPattern("", "%"))))
                .containsExactly("(\\Noselect) Away", "() Gone", "() INBOX", "(\\Noselect) Lists", "() Sent");
        assertThat(lines(LISTING.lsub(new ListPattern("", "Lists/*")))).containsExactly("() Lists/netty/old");
    }
}
