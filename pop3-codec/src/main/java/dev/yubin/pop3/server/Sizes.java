package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SentSizes;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The sizes of messages as they are sent, dots not counted: RFC 1939 section 11, RFC 6856 section 2.1. A store keeps a message as it came, and may
 * so have lines that go out with a CR or an end that it does not have there. How many was found when the message came in.
 */
final class Sizes {
    private static final int BATCH = 256; // of Mailbox.outlines

    private Sizes() {}

    /** In the order of the messages. Asks the store. */
    static long[] of(Maildrop maildrop, List<Message> messages) throws StoreException {
        long[] sizes = messages.stream().mapToLong(Message::octets).toArray();
        if (maildrop instanceof SentSizes known) {
            Map<Long, Long> growth = known.growth(uids(messages));
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] += growth.getOrDefault(messages.get(i).uid(), 0L);
            }
        } else if (maildrop instanceof Mailbox mailbox) {
            for (int from = 0; from < sizes.length; from += BATCH) {
                readOutlines(mailbox, messages.subList(from, Math.min(from + BATCH, sizes.length)), sizes, from);
            }
        }
        return sizes;
    }

    private static void readOutlines(Mailbox mailbox, List<Message> batch, long[] sizes, int from)
            throws StoreException {
        Map<Long, byte[]> outlines = mailbox.outlines(uids(batch));
        for (int i = 0; i < batch.size(); i++) {
            byte[] outline = outlines.get(batch.get(i).uid()); // null when the message was removed meanwhile
            if (outline != null) {
                sizes[from + i] = sentOctets(mailbox, batch.get(i), outline);
            }
        }
    }

    private static long sentOctets(Mailbox mailbox, Message message, byte[] outline) throws StoreException {
        OptionalLong known = Outline.sentOctets(outline, message.octets());
        return known.isPresent() ? known.getAsLong() : scanned(mailbox, message);
    }

    /** The outline is of another version, or damaged: the message is read. */
    private static long scanned(Mailbox mailbox, Message message) throws StoreException {
        try (Content content = mailbox.content(message.uid())) {
            return OutlineScanner.scan(content).sentOctets();
        } catch (StoreException e) {
            if (e.reason() == Reason.EXPUNGED) {
                return message.octets(); // nobody will get it
            }
            throw e;
        }
    }

    private static UidSet uids(List<Message> messages) {
        return UidSet.of(messages.stream().mapToLong(Message::uid).toArray());
    }
}
