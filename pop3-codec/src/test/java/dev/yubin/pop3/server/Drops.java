package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store for POP3 alone, in memory, whose owner can have it say no. */
public final class Drops implements MaildropStore {
    private final Map<String, TreeMap<Long, Octets>> drops = new ConcurrentHashMap<>();
    public final AtomicInteger open = new AtomicInteger();
    public volatile boolean refusesExpunge;
    public volatile boolean failsToExpunge;
    public volatile boolean refusesContent;

    /** Where a message's octets come from. */
    public interface Octets {
        long size();

        int read(long offset, ByteBuffer into) throws StoreException;

        static Octets of(byte[] octets) {
            return new Octets() {
                @Override
                public long size() {
                    return octets.length;
                }

                @Override
                public int read(long offset, ByteBuffer into) {
                    int length = Math.min(into.remaining(), (int) (octets.length - offset));
                    if (length <= 0) {
                        return -1;
                    }
                    into.put(octets, (int) offset, length);
                    return length;
                }
            };
        }
    }

    /** Has the user's maildrop hold these messages, with UIDs from 1. */
    public Drops with(String user, String... messages) {
        TreeMap<Long, Octets> drop = new TreeMap<>();
        for (String message : messages) {
            drop.put(drop.size() + 1L, Octets.of(message.getBytes(StandardCharsets.ISO_8859_1)));
        }
        drops.put(user, drop);
        return this;
    }

    public Drops with(String user, Octets message) {
        return with(user, message, 1);
    }

    /** Has the user's maildrop hold one message so many times. */
    public Drops with(String user, Octets message, int times) {
        TreeMap<Long, Octets> drop = new TreeMap<>();
        for (long uid = 1; uid <= times; uid++) {
            drop.put(uid, message);
        }
        drops.put(user, drop);
        return this;
    }

    public synchronized List<Long> uids(String user) {
        return List.copyOf(drops.get(user).keySet());
    }

    @Override
    public Maildrop maildrop(String user) throws StoreException {
        if (!drops.containsKey(user)) {
            throw new StoreException(Reason.NONEXISTENT, "there is no account " + user);
        }
        return new Drop(user);
    }

    private final class Drop implements Maildrop {
        private final String user;

        private Drop(String user) {
            this.user = user;
        }

        @Override
        public long uidValidity() {
            return 7;
        }

        @Override
        public List<Message> messages() {
            synchronized (Drops.this) {
                List<Message> messages = new ArrayList<>();
                drops.get(user)
                        .forEach((uid, octets) ->
                                messages.add(new Message(uid, 1, Instant.EPOCH, octets.size(), Set.of())));
                return messages;
            }
        }

        @Override
        public Content content(long uid) throws StoreException {
            if (refusesContent) {
                throw new StoreException(Reason.UNAVAILABLE, "the disk is asleep");
            }
            Octets octets;
            synchronized (Drops.this) {
                octets = drops.get(user).get(uid);
            }
            if (octets == null) {
                throw new StoreException(Reason.EXPUNGED, "the message is gone");
            }
            open.incrementAndGet();
            return new Content() {
                @Override
                public long octets() {
                    return octets.size();
                }

                @Override
                public int read(long offset, ByteBuffer into) throws StoreException {
                    return octets.read(offset, into);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public UidSet expunge(UidSet uids) throws StoreException {
            if (failsToExpunge) {
                throw new IllegalStateException("made to fail, and to be logged");
            }
            if (refusesExpunge) {
                throw new StoreException(Reason.UNAVAILABLE, "the disk is full");
            }
            synchronized (Drops.this) {
                List<Long> removed = new ArrayList<>(drops.get(user).keySet());
                removed.removeIf(uid -> !uids.contains(uid));
                removed.forEach(drops.get(user)::remove);
                return UidSet.of(removed);
            }
        }
    }
}
