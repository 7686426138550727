package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.ImapAccount.asked;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.Fetched;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.Selected;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.FetchItem.Attribute;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.UidSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A mailbox on a server, opened to be read only. Small messages are fetched many at once, large ones pass through piece by piece. */
final class ImapMailbox implements SourceMailbox {
    /** How many messages' flags and dates are asked for at once. */
    private static final int LISTED_AT_ONCE = 1000;
    /** The largest message that is fetched with others, and how much they have together. */
    private static final long SMALL = 64 * 1024;

    private static final long TOGETHER = 1024 * 1024;
    private static final FetchItem WHOLE = new FetchItem.Body(Section.ALL, true, Optional.empty());
    /** It belongs to a session, not to the message. */
    private static final Flag RECENT = Flag.of("\\Recent");

    private final ImapClient imap;
    private final Selected selected;
    private final Map<Long, Octets> fetched = new HashMap<>();

    ImapMailbox(ImapClient imap, Selected selected) {
        this.imap = imap;
        this.selected = selected;
    }

    @Override
    public UidCounters counters() {
        return UidCounters.of(
                selected.uidValidity().orElse(0), selected.uidNext().orElse(UidCounters.NONE.uidNext()));
    }

    @Override
    public List<Mail> messages() throws IOException {
        List<Mail> messages = new ArrayList<>();
        if (selected.exists() == 0) {
            return messages;
        }
        UidSet all = asked(imap.search(Search.of(true, Optional.empty(), List.of(SearchKey.all()))))
                .numbers();
        List<Long> some = new ArrayList<>();
        for (long uid : (Iterable<Long>) all.uids()::iterator) {
            some.add(uid);
            if (some.size() == LISTED_AT_ONCE || uid == all.last()) {
                list(UidSet.of(some), messages);
                some.clear();
            }
        }
        return messages;
    }

    private void list(UidSet uids, List<Mail> messages) throws IOException {
        Fetch fetch = Fetch.of(
                true,
                SequenceSet.of(uids),
                Attribute.UID,
                Attribute.FLAGS,
                Attribute.INTERNALDATE,
                Attribute.RFC822_SIZE);
        asked(imap.fetch(fetch)).stream()
                .filter(message ->
                        message.uid().isPresent() && message.received().isPresent())
                .sorted((one, other) ->
                        Long.compare(one.uid().getAsLong(), other.uid().getAsLong()))
                .map(this::mail)
                .forEach(messages::add);
    }

    private Mail mail(Fetched message) {
        long uid = message.uid().getAsLong();
        Set<Flag> flags = new HashSet<>(message.flags().orElse(Set.of()));
        flags.remove(RECENT);
        return new Mail(
                selected.uidValidity().orElse(0) + "." + uid,
                "UID " + uid,
                OptionalLong.of(uid),
                flags,
                message.received().orElseThrow().toInstant(),
                message.size(),
                out -> read(uid, out));
    }

    @Override
    public void ahead(List<Mail> next) throws IOException {
        fetched.clear();
        List<Long> together = new ArrayList<>();
        long octets = 0;
        for (Mail mail : next) {
            long size = mail.octets().orElse(Long.MAX_VALUE);
            if (size <= SMALL && octets + size <= TOGETHER) {
                together.add(mail.uid().getAsLong());
                octets += size;
            }
        }
        if (together.size() > 1) {
            try {
                for (Fetched message : asked(imap.fetch(Fetch.of(true, SequenceSet.of(UidSet.of(together)), WHOLE)))) {
                    message.content(Section.ALL)
                            .ifPresent(content -> fetched.put(message.uid().orElse(0), content));
                }
            } catch (SkippedException e) {
                fetched.clear(); // one of them is to blame: each is asked for alone, and the server says which
            }
        }
    }

    private void read(long uid, OutputStream out) throws IOException {
        Octets ready = fetched.remove(uid);
        if (ready != null) {
            out.write(ready.toArray());
            return;
        }
        Onward onward = new Onward(out);
        asked(imap.fetch(Fetch.of(true, SequenceSet.of(uid), WHOLE), onward));
        onward.check();
    }

    /** Hands octets on. What fails behind it, is not the connection's fault, so the rest is heard out and passed over. */
    private static final class Onward implements WritableByteChannel {
        private final OutputStream out;
        private IOException failure;

        Onward(OutputStream out) {
            this.out = out;
        }

        @Override
        public int write(ByteBuffer octets) {
            int count = octets.remaining();
            byte[] copy = new byte[count];
            octets.get(copy);
            if (failure == null) {
                try {
                    out.write(copy);
                } catch (IOException e) {
                    failure = e;
                }
            }
            return count;
        }

        /** To be called once all octets have come. */
        void check() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
