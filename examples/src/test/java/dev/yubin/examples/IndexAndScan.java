package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.examples.Ledger.Place;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch;
import dev.yubin.mailbox.outline.OutlineScanner;
import dev.yubin.mailbox.text.MessageText;
import dev.yubin.mailbox.text.Needle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What an index of words says of a mailbox, beside what reading every message of it finds. */
final class IndexAndScan {
    /** In no letter, whose words have neither this character nor this many. */
    private static final String NOWHERE = "~~~ nowhere";

    private IndexAndScan() {}

    /** A handful of searches: the index answers each, and rules out nothing that is there. */
    static void compare(MailStore store, Place place, Random random) throws StoreException {
        Mailbox mailbox = store.account(place.user()).open(MailboxName.of(place.mailbox()));
        List<Message> messages = mailbox.messages();
        List<String> texts = new ArrayList<>(List.of(NOWHERE, "round and round"));
        for (int i = 0; i < 3 && !messages.isEmpty(); i++) {
            texts.addAll(textsOf(mailbox, messages.get(random.nextInt(messages.size())), random));
        }
        for (String text : texts) {
            Optional<UidSet> candidates =
                    ((NativeSearch) mailbox).candidates(UidSet.ALL, NativeSearch.Place.TEXT, text);
            assertThat(candidates).as("what the index says of \"%s\"", text).isPresent();
            for (Message message : messages) {
                assertThat(candidates.get().contains(message.uid()) || !has(mailbox, message, text))
                        .as("%s, UID %d has \"%s\", and the index rules it out", place, message.uid(), text)
                        .isTrue();
            }
        }
    }

    /** A letter's name, and some of its characters. */
    private static List<String> textsOf(Mailbox mailbox, Message message, Random random) throws StoreException {
        byte[] octets = Ledger.content(mailbox, message);
        String text = new String(octets, StandardCharsets.US_ASCII);
        String line = text.lines()
                .skip(random.nextInt((int) text.lines().count()))
                .findFirst()
                .orElseThrow();
        String some = line.substring(Math.min(line.length(), random.nextInt(8)));
        return some.length() < 3
                ? List.of(Letter.of(octets).id())
                : List.of(Letter.of(octets).id(), some);
    }

    private static boolean has(Mailbox mailbox, Message message, String text) throws StoreException {
        try (Content content = mailbox.content(message.uid())) {
            return new MessageText(content, OutlineScanner.scan(content)).has(new Needle(text));
        }
    }
}
