package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Flag;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A message as its source lists it, before its octets are asked for.
 *
 * @param key      names it within its mailbox, the same in every run
 * @param place    where it lies, for people
 * @param uid      empty where it has none that lasts
 * @param received its internal date
 * @param octets   how many it has about; empty where that would cost something to know
 */
record Mail(
        String key,
        String place,
        OptionalLong uid,
        Set<Flag> flags,
        Instant received,
        OptionalLong octets,
        Content content) {
    /** Where a message's octets are. */
    interface Content {
        /**
         * Writes all octets, as they are to be kept: with CR LF at the ends of lines.
         *
         * @throws SkippedException when they cannot be read; whatever else is thrown, is not this message's fault
         */
        void writeTo(OutputStream out) throws IOException;
    }

    Mail {
        flags = Set.copyOf(flags);
    }

    /** The same with its octets from somewhere else. */
    Mail with(Content other) {
        return new Mail(key, place, uid, flags, received, octets, other);
    }
}
