package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Annotations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Annotations: RFC 5464. Each method is one command whole, on the connection's worker. */
final class MetadataCommands {
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
        Map<String, byte[]> kept = annotations().annotations(mailbox(get.mailbox()));
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
        return Progress.done(longest == 0 ? "" : "METADATA LONGENTRIES " + longest, "GETMETADATA done");
    }

    Progress set(SetMetadata set) throws StoreException, Refusal {
        Map<String, Optional<byte[]>> values = new LinkedHashMap<>();
        set.values().forEach((entry, value) -> values.put(entry, value.map(Octets::toArray)));
        try {
            annotations().annotate(mailbox(set.mailbox()), values);
        } catch (StoreException e) {
            throw refused(e);
        }
        return Progress.done("SETMETADATA done");
    }

    /** The store's no in the words of RFC 5464 section 4.3. */
    private Refusal refused(StoreException no) throws Refusal {
        String words = String.valueOf(no.getMessage());
        if (no.reason() == Reason.TOOBIG) {
            return Refusal.no("METADATA MAXSIZE " + annotations().maxOctets(), words);
        } else if (no.reason() == Reason.LIMIT) {
            return Refusal.no("METADATA TOOMANY", words);
        }
        return no.reason() == Reason.CANNOT ? Refusal.no("METADATA NOPRIVATE", words) : Refusal.of(no);
    }

    private Annotations annotations() throws Refusal {
        session.require("METADATA");
        return (Annotations) session.account();
    }

    private static Optional<MailboxName> mailbox(ImapName name) throws Refusal {
        return name.text().isEmpty() ? Optional.empty() : Optional.of(Names.existing(name));
    }
}
