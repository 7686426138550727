package dev.yubin.imap.server;

import dev.yubin.imap.fetch.Section;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.feature.ObjectIds;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.feature.SaveDates;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import dev.yubin.mailbox.outline.Part;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Messages that are looked at together: what the store keeps of each is asked for once, when the first is wanted. Used by one thread. */
final class Batch {
    /** How many messages are looked at together; the store is promised that no more of them are asked about at once. */
    static final int MOST = 256;

    private final Mailbox mailbox;
    private final UidSet uids;
    private Optional<Map<Long, byte[]>> outlines = Optional.empty();
    private Optional<Map<Long, ObjectId>> objectIds = Optional.empty();
    private Optional<Map<Long, Instant>> saveDates = Optional.empty();
    /** By whether they are those at hand alone. */
    private final Map<Boolean, Map<Long, String>> previews = new HashMap<>();

    /** By their sections, each of which is the same object for all of these messages. */
    private final Map<Section, HeaderFilter> filters = new IdentityHashMap<>(1);

    Batch(Mailbox mailbox, UidSet uids) {
        this.mailbox = mailbox;
        this.uids = uids;
    }

    /** @throws StoreException {@code EXPUNGED} when the message is gone */
    Outline outline(long uid) throws StoreException {
        return kept(uid, Outline::decode, outline -> outline);
    }

    /** {@link Outline#envelope} alone. @throws StoreException {@code EXPUNGED} when the message is gone */
    Envelope envelope(long uid) throws StoreException {
        return kept(uid, Outline::envelope, Outline::envelope);
    }

    /** {@link Outline#root} alone. @throws StoreException {@code EXPUNGED} when the message is gone */
    Part root(long uid) throws StoreException {
        return kept(uid, Outline::root, Outline::root);
    }

    private <T> T kept(long uid, Function<byte[], T> decode, Function<Outline, T> scanned) throws StoreException {
        if (outlines.isEmpty()) {
            outlines = Optional.of(mailbox.outlines(uids));
        }
        byte[] octets = outlines.get().get(uid);
        if (octets != null) {
            try {
                return decode.apply(octets);
            } catch (IllegalArgumentException e) {
                // kept by another version of this library, or damaged: the message itself still tells
            }
        }
        return scanned.apply(scanned(uid));
    }

    private Outline scanned(long uid) throws StoreException {
        try (Content content = mailbox.content(uid)) {
            return OutlineScanner.scan(content);
        }
    }

    /** Of a mailbox that has them. @throws StoreException {@code EXPUNGED} when the message is gone */
    ObjectId objectId(long uid) throws StoreException {
        if (objectIds.isEmpty()) {
            objectIds = Optional.of(((ObjectIds) mailbox).objectIds(uids));
        }
        return there(objectIds.get().get(uid), uid);
    }

    /** Its first words, of a mailbox that has them; empty where only those are asked for that are at hand, and they are not. */
    Optional<String> preview(long uid, boolean lazy) throws StoreException {
        Map<Long, String> told = previews.get(lazy);
        if (told == null) {
            told = ((Previews) mailbox).previews(uids, lazy);
            previews.put(lazy, told);
        }
        return lazy ? Optional.ofNullable(told.get(uid)) : Optional.of(there(told.get(uid), uid));
    }

    /** When it came into its mailbox; empty where the mailbox does not know. @throws StoreException {@code EXPUNGED} when it is gone */
    Optional<Instant> saved(long uid) throws StoreException {
        if (!(mailbox instanceof SaveDates dates)) {
            return Optional.empty();
        }
        if (saveDates.isEmpty()) {
            saveDates = Optional.of(dates.saveDates(uids));
        }
        return Optional.of(there(saveDates.get().get(uid), uid));
    }

    /** The filter of a section that names fields. */
    HeaderFilter filter(Section section) {
        return filters.computeIfAbsent(section, HeaderFilter::of);
    }

    private static <T> T there(T told, long uid) throws StoreException {
        if (told == null) {
            throw new StoreException(StoreException.Reason.EXPUNGED, "there is no message with UID " + uid);
        }
        return told;
    }
}
