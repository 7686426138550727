package dev.yubin.imap.server;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Previews;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PREVIEW: RFC 8970. */
class PreviewTest {
    @RegisterExtension
    final Office office = Office.with("a: 1\n\n1\n", "b: 2\n\n2\n", "c: 3\n\n3\n", "d: 4\n\n4\n")
            .gifts(new Gifted().mailbox(Previews.class, Told::new));

    /** Of four messages; what is even is not at hand. */
    private record Told(Mailbox mailbox) implements Previews {
        private static final List<String> WORDS = List.of("Say \"hello\"", "later", "", "größe \\");

        @Override
        public SortedMap<Long, String> previews(UidSet uids, boolean lazy) throws StoreException {
            SortedMap<Long, String> previews = new TreeMap<>();
            for (Message message : mailbox.messages(uids, 0)) {
                if (!lazy || message.uid() % 2 == 1) {
                    previews.put(message.uid(), WORDS.get((int) message.uid() - 1));
                }
            }
            return previews;
        }
    }

    @Test
    void itIsOffered() {
        office.loggedIn("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... APPENDLIMIT=67108864 PREVIEW
                S: a1 OK CAPABILITY done
                """);
    }

    @Test
    void eachMessageIsToldByItsFirstWordsAndIsNotReadByThat() {
        office.selected("""
                C: a1 FETCH 1:4 (PREVIEW FLAGS)
                S: * 1 FETCH (PREVIEW "Say \\"hello\\"" FLAGS ())
                S: * 2 FETCH (PREVIEW "later" FLAGS ())
                S: * 3 FETCH (PREVIEW "" FLAGS ())
                S: * 4 FETCH (PREVIEW {9}
                S: größe \\ FLAGS ())
                S: a1 OK FETCH done
                """);
    }

    @Test
    void whatIsNotAtHandIsNilWhereTheClientIsInAHurry() {
        office.selected("""
                C: a1 FETCH 1:2 (UID PREVIEW (LAZY))
                S: * 1 FETCH (UID 1 PREVIEW "Say \\"hello\\"")
                S: * 2 FETCH (UID 2 PREVIEW NIL)
                S: a1 OK FETCH done
                C: a2 UID FETCH 2 preview
                S: * 2 FETCH (UID 2 PREVIEW "later")
                S: a2 OK UID FETCH done
                C: a3 FETCH 3 PREVIEW (LAZY) (CHANGEDSINCE 1)
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * 3 FETCH (PREVIEW "" MODSEQ (...))
                S: a3 OK FETCH done
                C: a4 FETCH 1 PREVIEW (EAGER)
                S: a4 BAD ...
                """);
    }

    @Test
    void inIMAP4rev2ItIsTextInUtf8() {
        office.selected("""
                C: a1 ENABLE IMAP4rev2
                S: * ENABLED IMAP4rev2
                S: a1 OK ENABLE done
                C: a2 FETCH 4 PREVIEW
                S: * 4 FETCH (PREVIEW "größe \\\\\\\\")
                S: a2 OK FETCH done
                """);
    }

    @Nested
    class WhereTheStoreHasNone {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n");

        @Test
        void itIsNotKnown() {
            office.selected("""
                    C: a1 FETCH 1 (BODY[] PREVIEW)
                    S: a1 BAD PREVIEW is not offered here
                    C: a2 FETCH 1 PREVIEW (LAZY)
                    S: a2 BAD PREVIEW is not offered here
                    C: a3 FETCH 1 FLAGS
                    S: * 1 FETCH (FLAGS ())
                    S: a3 OK FETCH done
                    """);
        }
    }
}
