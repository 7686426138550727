package dev.yubin.conformance;

import static dev.yubin.conformance.Chapter.octets;
import static dev.yubin.mailbox.StoreException.Reason.LIMIT;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static dev.yubin.mailbox.StoreException.Reason.OVERQUOTA;
import static dev.yubin.mailbox.StoreException.Reason.TOOBIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.Annotations;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Annotations, in a store that has {@link Annotations}. */
interface AnnotationsContract extends Chapter {
    Optional<MailboxName> OF_INBOX = Optional.of(MailboxName.INBOX);
    Optional<MailboxName> OF_OTHER = Optional.of(OTHER);
    Optional<MailboxName> OF_THE_ACCOUNT = Optional.empty();
    String COMMENT = "/shared/comment";
    String PRIVATE_COMMENT = "/private/comment";

    private Annotations annotations() throws StoreException {
        return annotations(ann());
    }

    private static Annotations annotations(Account account) {
        return Chapter.feature(Annotations.class, account);
    }

    private static void set(Annotations annotations, Optional<MailboxName> of, String entry, String value)
            throws StoreException {
        annotations.annotate(of, Map.of(entry, Optional.of(octets(value))));
    }

    private static void requireEntries(Annotations annotations, Optional<MailboxName> of, String... entriesAndValues)
            throws StoreException {
        SortedMap<String, byte[]> found = annotations.annotations(of);
        Map<String, byte[]> expected = new HashMap<>();
        for (int i = 0; i < entriesAndValues.length; i += 2) {
            expected.put(entriesAndValues[i], octets(entriesAndValues[i + 1]));
        }
        assertThat(found.keySet())
                .as("Annotations.annotations: every entry of %s", of)
                .isEqualTo(expected.keySet());
        expected.forEach((entry, value) -> assertThat(found.get(entry))
                .as("Annotations.annotations: %s of %s", entry, of)
                .isEqualTo(value));
    }

    @Test
    default void entriesAreSetReplacedAndRemoved() throws StoreException {
        other();
        for (Optional<MailboxName> of : Arrays.asList(OF_INBOX, OF_OTHER, OF_THE_ACCOUNT)) {
            requireEntries(annotations(), of);
            set(annotations(), of, COMMENT, "of " + of);
            set(annotations(), of, PRIVATE_COMMENT, "mine");
        }
        for (Optional<MailboxName> of : Arrays.asList(OF_INBOX, OF_OTHER, OF_THE_ACCOUNT)) {
            requireEntries(annotations(), of, COMMENT, "of " + of, PRIVATE_COMMENT, "mine");
        }
        annotations()
                .annotate(
                        OF_INBOX,
                        Map.of(
                                COMMENT,
                                Optional.of(octets("")),
                                PRIVATE_COMMENT,
                                Optional.empty(),
                                "/private/none",
                                Optional.empty(),
                                "/shared/vendor/x/y",
                                Optional.of(octets("more"))));
        requireEntries(annotations(), OF_INBOX, COMMENT, "", "/shared/vendor/x/y", "more");
        requireEntries(annotations(), OF_OTHER, COMMENT, "of " + OF_OTHER, PRIVATE_COMMENT, "mine");
    }

    @Test
    default void anyOctetsAreAValue() throws StoreException {
        for (byte[] value : AppendContract.contents()) {
            if (value.length < 5_000) {
                byte[] handedIn = value.clone();
                annotations().annotate(OF_INBOX, Map.of(COMMENT, Optional.of(handedIn)));
                Arrays.fill(handedIn, (byte) 'x');
                byte[] given = annotations().annotations(OF_INBOX).get(COMMENT);
                assertThat(given)
                        .as("Annotations.annotations: any octets, %d of them", value.length)
                        .isEqualTo(value);
                Arrays.fill(given, (byte) 'y');
                assertThat(annotations().annotations(OF_INBOX).get(COMMENT))
                        .as("Annotations.annotations: what the caller does with the value changes nothing")
                        .isEqualTo(value);
            }
        }
    }

    @Test
    default void aMailboxThatIsNotThereHasNone() throws StoreException {
        Annotations annotations = annotations();
        Chapter.refused(NONEXISTENT, "Annotations.annotations", () -> annotations.annotations(OF_OTHER));
        Chapter.refused(NONEXISTENT, "Annotations.annotate", () -> set(annotations, OF_OTHER, COMMENT, "text"));
    }

    @Test
    default void theyGoWithTheMailboxWhereverItGoes() throws StoreException {
        Annotations annotations = annotations();
        MailboxName below = MailboxName.of("Other/below");
        other();
        ann().create(below, Set.of());
        set(annotations, OF_OTHER, COMMENT, "other");
        set(annotations, Optional.of(below), COMMENT, "below");
        ann().rename(OTHER, MailboxName.of("Else"));
        requireEntries(annotations, Optional.of(MailboxName.of("Else")), COMMENT, "other");
        requireEntries(annotations, Optional.of(MailboxName.of("Else/below")), COMMENT, "below");
        other();
        requireEntries(annotations, OF_OTHER);
        ann().delete(MailboxName.of("Else"));
        ann().create(MailboxName.of("Else"), Set.of());
        requireEntries(annotations, Optional.of(MailboxName.of("Else")));
    }

    @Test
    default void inboxKeepsItsOwnWhenItIsRenamed() throws StoreException {
        set(annotations(), OF_INBOX, COMMENT, "text");
        ann().rename(INBOX, OTHER);
        requireEntries(annotations(), OF_INBOX, COMMENT, "text");
        requireEntries(annotations(), OF_OTHER, COMMENT, "text");
    }

    @Test
    default void anothersMailboxesHaveTheirOwn() throws StoreException {
        Annotations bobs = annotations(store().account(BOB));
        for (Optional<MailboxName> of : Arrays.asList(OF_INBOX, OF_THE_ACCOUNT)) {
            set(annotations(), of, COMMENT, "ann's");
            set(annotations(), of, PRIVATE_COMMENT, "ann's");
            requireEntries(bobs, of);
        }
    }

    @Test
    default void theLargestValueIsTakenAndNoLargerOne() throws StoreException {
        long most = annotations().maxOctets();
        assertThat(most).as("Annotations.maxOctets").isGreaterThanOrEqualTo(1024);
        int octets = (int) Math.min(most, 1_000_000);
        annotations().annotate(OF_INBOX, Map.of(COMMENT, Optional.of(new byte[octets])));
        assertThat(annotations().annotations(OF_INBOX).get(COMMENT))
                .as("Annotations.annotate: a value of %d octets, where maxOctets is %d", octets, most)
                .hasSize(octets);
        if (octets == most) {
            byte[] larger = new byte[octets + 1];
            Chapter.refused(
                    TOOBIG,
                    "Annotations.annotate: one octet more than maxOctets",
                    () -> annotations().annotate(OF_INBOX, Map.of(COMMENT, Optional.of(larger))));
        }
    }

    @Test
    default void tooManyOrTooLargeIsRefusedWhole() throws StoreException {
        Annotations annotations = annotations();
        set(annotations, OF_INBOX, COMMENT, "text");
        Map<String, Optional<byte[]>> many = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put("/private/" + i, Optional.of(octets("x")));
        }
        for (Map<String, Optional<byte[]>> values : Arrays.asList(
                many,
                Map.of(
                        PRIVATE_COMMENT, Optional.of(octets("text")),
                        COMMENT, Optional.of(new byte[20_000_000])))) {
            StoreException refusal =
                    catchThrowableOfType(StoreException.class, () -> annotations.annotate(OF_INBOX, values));
            if (refusal != null) {
                assertThat(refusal.reason())
                        .as("Annotations.annotate: too many entries, too large a value")
                        .isIn(LIMIT, TOOBIG, OVERQUOTA);
                requireEntries(annotations, OF_INBOX, COMMENT, "text");
            } else {
                values.forEach((entry, value) -> many.put(entry, Optional.empty()));
                annotations.annotate(OF_INBOX, many);
                set(annotations, OF_INBOX, COMMENT, "text");
            }
        }
    }

    @Test
    default void annotationsOutliveTheStore() throws Exception {
        set(annotations(), OF_INBOX, COMMENT, "inbox");
        set(annotations(), OF_THE_ACCOUNT, PRIVATE_COMMENT, "account\0");
        ReopenContract.reopen(this);
        requireEntries(annotations(), OF_INBOX, COMMENT, "inbox");
        requireEntries(annotations(), OF_THE_ACCOUNT, PRIVATE_COMMENT, "account\0");
    }
}
