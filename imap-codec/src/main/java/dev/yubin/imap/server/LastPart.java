package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import java.util.List;
import java.util.Optional;

/**
 * The part that was last fetched without its transfer encoding. Clients fetch a large one in thousands of stretches, one behind the other: it is
 * measured once, and each stretch goes on where the one before ended, so that all of them together cost what one FETCH of the whole would. Used by
 * one thread at a time.
 */
final class LastPart {
    private long uid;
    private List<Integer> numbers = List.of();
    private long octets;
    private Optional<Source> last = Optional.empty();
    /** Behind which of the decoded octets the last stretch ended. */
    private long end;

    /** How many octets it has without its transfer encoding. */
    long octets(long uid, List<Integer> numbers, Part part, Content content) throws StoreException {
        if (this.uid != uid || !this.numbers.equals(numbers)) {
            this.octets = Source.decodedOctets(content, part);
            this.uid = uid;
            this.numbers = List.copyOf(numbers);
            this.last = Optional.empty();
        }
        return octets;
    }

    /** A stretch of it; empty where it begins behind the end. */
    Source stretch(long uid, List<Integer> numbers, Part part, Content content, long from, long most)
            throws StoreException {
        long all = octets(uid, numbers, part, content);
        long start = Math.min(from, all);
        long count = Math.min(most, all - start);
        boolean goesOn = start == end && last.filter(Source::isRead).isPresent();
        Source next = goesOn ? last.get().onwards(content, count) : Source.decoded(content, part, start, count);
        last = Optional.of(next);
        end = start + count;
        return next;
    }
}
