package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.Metadata;
import dev.yubin.imap.ResponseCode.Metadata.Matter;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Annotations;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Annotations: RFC 5464. Each method is one command whole, on the connection's worker. */
final class MetadataCommands {
    private static final String SPECIAL_USE = "/private/specialuse";

    private final Session session;

    MetadataCommands(Session session) {
        this.session = session;
    }

    /** GETMETADATA. An entry that is named and is not there is told as NIL, unless others below it are asked for too. */
    Progress get(GetMetadata get, Answers out) throws StoreException, Refusal {
        Map<String, Optional<Octets>> told = new LinkedHashMap<>();
        if (get.depth() == 0) {
            get.entries().forEach(entry -> told.put(entry, Optional.empty()));
        }
        long longest = 0;
        Map<String, byte[]> kept = kept(mailbox(get.mailbox()), get);
        for (Map.Entry<String, byte[]> each : kept.entrySet()) {
            int octets = each.getValue().length;
            if (!get.asks(each.getKey())) {
                continue;
            }
            if (octets > get.maxSize().orElse(Long.MAX_VALUE)) {
                longest = Math.max(longest, octets);
                told.remove(each.getKey());
            } else {
                told.put(each.getKey(), Optional.of(Octets.of(each.getValue())));
            }
        }
        if (!told.isEmpty()) {
            out.untagged(new MetadataData(get.mailbox(), false, told));
        }
        String words = "GETMETADATA done";
        return longest == 0 ? Progress.done(words) : Progress.done(new Metadata(Matter.LONGENTRIES, longest), words);
    }

    /** What LIST tells of each mailbox: those entries, NIL where there is none. RFC 9590 section 3. */
    void tell(MailboxName mailbox, List<String> entries, Answers out) throws StoreException, Refusal {
        ImapName name = new ImapName(mailbox.toString());
        Map<String, byte[]> kept = kept(Optional.of(mailbox), new GetMetadata(name, OptionalLong.empty(), 0, entries));
        Map<String, Optional<Octets>> told = new LinkedHashMap<>();
        entries.forEach(
                entry -> told.put(entry, Optional.ofNullable(kept.get(entry)).map(Octets::of)));
        out.untagged(new MetadataData(name, false, told));
    }

    /** A mailbox's entries; what it is for is told as one of them: RFC 6154 section 4. */
    private Map<String, byte[]> kept(Optional<MailboxName> mailbox, GetMetadata get) throws StoreException, Refusal {
        Map<String, byte[]> kept = annotations().annotations(mailbox);
        if (mailbox.isEmpty() || !get.asks(SPECIAL_USE)) {
            return kept;
        }
        Map<String, byte[]> all = new TreeMap<>(kept);
        String uses = session.account().list().stream()
                .filter(entry -> entry.name().equals(mailbox.get()))
                .flatMap(entry -> entry.uses().stream())
                .map(SpecialUse::attribute)
                .sorted()
                .collect(Collectors.joining(" "));
        if (!uses.isEmpty()) {
            all.put(SPECIAL_USE, uses.getBytes(StandardCharsets.US_ASCII));
        }
        return all;
    }

    Progress set(SetMetadata set) throws StoreException, Refusal {
        if (set.values().containsKey(SPECIAL_USE)) { // never kept as if it were any other: RFC 6154 section 4
            throw Refusal.no(Plain.CANNOT, "what a mailbox is for is said when it is made");
        }
        if (set.mailbox().text().isEmpty()) {
            Filters.check(set.values(), session.limits());
        }
        Map<String, Optional<byte[]>> values = new LinkedHashMap<>();
        set.values().forEach((entry, value) -> values.put(entry, value.map(Octets::toArray)));
        try {
            Optional<MailboxName> mailbox = mailbox(set.mailbox());
            annotations().annotate(mailbox, values);
            session.news().watched().ifPresent(watched -> watched.annotated(mailbox, values));
        } catch (StoreException e) {
            throw refused(e);
        }
        return Progress.done("SETMETADATA done");
    }

    /** A value, or all of them together, of more octets than a command may have here: RFC 5464 section 4.3. */
    Refusal tooBig(String words) {
        return Refusal.no(new Metadata(Matter.MAXSIZE, most()), words);
    }

    /** How many octets a value may have, for the store and on the way to it. */
    private long most() {
        return Math.min(
                ((Annotations) session.account()).maxOctets(), session.limits().literalOctets());
    }

    /** The store's no in the words of RFC 5464 section 4.3. */
    private Refusal refused(StoreException no) {
        String words = String.valueOf(no.getMessage());
        if (no.reason() == Reason.TOOBIG) {
            return tooBig(words);
        } else if (no.reason() == Reason.LIMIT) {
            return Refusal.no(new Metadata(Matter.TOOMANY, 0), words);
        }
        return no.reason() == Reason.CANNOT ? Refusal.no(new Metadata(Matter.NOPRIVATE, 0), words) : Refusal.of(no);
    }

    private Annotations annotations() throws Refusal {
        session.require("METADATA");
        return (Annotations) session.account();
    }

    private static Optional<MailboxName> mailbox(ImapName name) throws Refusal {
        return name.text().isEmpty() ? Optional.empty() : Optional.of(Names.existing(name));
    }
}
