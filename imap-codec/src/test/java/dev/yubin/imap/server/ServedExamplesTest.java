package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Examples that RFCs have of a whole conversation, with this server's words, its order and its few messages. */
class ServedExamplesTest {
    /** LIST-EXTENDED: RFC 5258 section 5. */
    @Nested
    class OfLists {
        private static final List<String> MAILBOXES = List.of(
                "Fruit", "Fruit/Apple", "Fruit/Banana", "Tofu", "Vegetable", "Vegetable/Broccoli", "Vegetable/Corn");
        private static final List<String> SUBSCRIBED =
                List.of("INBOX", "Fruit/Banana", "Fruit/Peach", "Vegetable", "Vegetable/Broccoli");

        @RegisterExtension
        final Office office = Office.with().keptIn(OfLists::furnished);

        private static MemoryMailStore furnished() {
            MemoryMailStore store = MemoryMailStore.create();
            try {
                var user = store.addAccount(Office.USER);
                for (String name : MAILBOXES) {
                    user.create(MailboxName.of(name), Set.of());
                }
                for (String name : SUBSCRIBED) {
                    user.subscribe(MailboxName.of(name), true);
                }
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
            return store;
        }

        /** Examples 1 to 3, 6 and 7. */
        @Test
        void whatIsSelectedAndWhatIsTold() {
            office.wire().playUncut(office.afterLogin("""
                    C: A01 LIST "" "*"
                    S: * LIST (\\HasChildren) "/" Fruit
                    S: * LIST (\\HasNoChildren) "/" Fruit/Apple
                    S: * LIST (\\HasNoChildren) "/" Fruit/Banana
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: * LIST (\\HasNoChildren) "/" Tofu
                    S: * LIST (\\HasChildren) "/" Vegetable
                    S: * LIST (\\HasNoChildren) "/" Vegetable/Broccoli
                    S: * LIST (\\HasNoChildren) "/" Vegetable/Corn
                    S: A01 OK LIST done
                    C: A02 LIST (SUBSCRIBED) "" "*"
                    S: * LIST (\\Subscribed \\HasNoChildren) "/" Fruit/Banana
                    S: * LIST (\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) "/" Fruit/Peach
                    S: * LIST (\\Subscribed \\HasNoChildren) "/" INBOX
                    S: * LIST (\\Subscribed \\HasChildren) "/" Vegetable
                    S: * LIST (\\Subscribed \\HasNoChildren) "/" Vegetable/Broccoli
                    S: A02 OK LIST done
                    C: A03 LIST () "" "%" RETURN (CHILDREN)
                    S: * LIST (\\HasChildren) "/" Fruit
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: * LIST (\\HasNoChildren) "/" Tofu
                    S: * LIST (\\HasChildren) "/" Vegetable
                    S: A03 OK LIST done
                    C: A06 LIST (REMOTE) "" "%" RETURN (SUBSCRIBED)
                    S: * LIST (\\HasChildren) "/" Fruit
                    S: * LIST (\\Subscribed \\HasNoChildren) "/" INBOX
                    S: * LIST (\\HasNoChildren) "/" Tofu
                    S: * LIST (\\Subscribed \\HasChildren) "/" Vegetable
                    S: A06 OK LIST done
                    C: BBB LIST "" ("INBOX" "Tofu" "Fruit/%")
                    S: * LIST (\\HasNoChildren) "/" Fruit/Apple
                    S: * LIST (\\HasNoChildren) "/" Fruit/Banana
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: * LIST (\\HasNoChildren) "/" Tofu
                    S: BBB OK LIST done
                    """));
        }

        /** Examples 8 to 10. */
        @Test
        void whatIsSubscribedBelowWhatIsListed() {
            office.wire().playUncut(office.afterLogin("""
                    C: C04 LIST (SUBSCRIBED RECURSIVEMATCH) "" "%"
                    S: * LIST (\\HasChildren) "/" Fruit ("CHILDINFO" ("SUBSCRIBED"))
                    S: * LIST (\\Subscribed \\HasNoChildren) "/" INBOX
                    S: * LIST (\\Subscribed \\HasChildren) "/" Vegetable ("CHILDINFO" ("SUBSCRIBED"))
                    S: C04 OK LIST done
                    C: D03 LIST (RECURSIVEMATCH SUBSCRIBED) "" "*t"
                    S: * LIST (\\HasChildren) "/" Fruit ("CHILDINFO" ("SUBSCRIBED"))
                    S: D03 OK LIST done
                    C: a3 LIST (SUBSCRIBED RECURSIVEMATCH) "" Fruit RETURN (CHILDREN)
                    S: * LIST (\\HasChildren) "/" Fruit ("CHILDINFO" ("SUBSCRIBED"))
                    S: a3 OK LIST done
                    C: a4 LIST (RECURSIVEMATCH) "" *
                    S: a4 BAD ...
                    """));
        }
    }

    /** SEARCHRES: RFC 5182 section 2. */
    @Nested
    class OfSavedResults {
        @RegisterExtension
        final Office office = Office.with(Letters.PLAIN, Letters.PARTS, Letters.HARD, Letters.WRONG);

        /** Sections 2.1 and 2.2. */
        @Test
        void whatWasFoundIsNamedByADollar() {
            office.wire().playUncut(office.afterSelect("""
                    C: f1 STORE 1:3 +FLAGS.SILENT (\\Flagged)
                    S: f1 OK STORE done
                    C: A282 SEARCH RETURN (SAVE) FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith"
                    S: A282 OK SEARCH done
                    C: A283 FETCH $ (UID FLAGS)
                    S: * 2 FETCH (UID 2 FLAGS (\\Flagged))
                    S: * 3 FETCH (UID 3 FLAGS (\\Flagged))
                    S: A283 OK FETCH done
                    C: A301 UID SEARCH UID $ SMALLER 400
                    S: * SEARCH 3
                    S: A301 OK UID SEARCH done
                    C: P283 SEARCH CHARSET UTF-8 (OR $ 1,4) TEXT {5+}
                    C: inner
                    S: * SEARCH 2
                    S: P283 OK SEARCH done
                    C: F284 STORE $ -FLAGS.Silent (\\Flagged)
                    S: F284 OK STORE done
                    C: E282 SEARCH RETURN (SAVE) FLAGGED NOT FROM "Smith"
                    S: E282 OK SEARCH done
                    C: E283 FETCH $ UID
                    S: E283 OK FETCH done
                    """));
        }

        /** Section 2.4. */
        @Test
        void whatIsToldIsNotAlwaysAllThatIsSaved() {
            office.wire().playUncut(office.afterSelect("""
                    C: C282 SEARCH RETURN (ALL) SINCE 12-Feb-2006 NOT FROM "Smith"
                    S: * ESEARCH (TAG "C282") ALL 2:4
                    S: C282 OK SEARCH done
                    C: C283 SEARCH RETURN (ALL SAVE) SINCE 12-Feb-2006 NOT FROM "Smith"
                    S: * ESEARCH (TAG "C283") ALL 2:4
                    S: C283 OK SEARCH done
                    C: c3 SEARCH $
                    S: * SEARCH 2 3 4
                    S: c3 OK SEARCH done
                    C: C284 SEARCH RETURN (SAVE MIN) SINCE 12-Feb-2006 NOT FROM "Smith"
                    S: * ESEARCH (TAG "C284") MIN 2
                    S: C284 OK SEARCH done
                    C: c4 SEARCH $
                    S: * SEARCH 2
                    S: c4 OK SEARCH done
                    C: C285 SEARCH RETURN (MAX SAVE MIN) SINCE 12-Feb-2006 NOT FROM "Smith"
                    S: * ESEARCH (TAG "C285") MIN 2 MAX 4
                    S: C285 OK SEARCH done
                    C: c5 SEARCH $
                    S: * SEARCH 2 4
                    S: c5 OK SEARCH done
                    C: C286 SEARCH RETURN (MAX SAVE MIN COUNT) SINCE 12-Feb-2006 NOT FROM "Smith"
                    S: * ESEARCH (TAG "C286") MIN 2 MAX 4 COUNT 3
                    S: C286 OK SEARCH done
                    C: c6 SEARCH $
                    S: * SEARCH 2 3 4
                    S: c6 OK SEARCH done
                    """));
        }
    }
}
