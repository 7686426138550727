package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.ImapAccount.asked;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.Fetched;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.Selected;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.FetchItem.Attribute;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.mailbox.Flag;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A mailbox on a server that messages are appended to. */
final class ImapUpload implements SinkMailbox {
    private final ImapClient imap;
    private final ImapName name;
    private final Selected selected;
    private final Remarks remarks;
    /** The next message's, as far as the server has told. */
    private OptionalLong uidNext;

    ImapUpload(ImapClient imap, ImapName name, Selected selected, Remarks remarks) {
        this.imap = imap;
        this.name = name;
        this.selected = selected;
        this.remarks = remarks;
        this.uidNext = selected.uidNext();
    }

    @Override
    public String identity() {
        return String.valueOf(selected.uidValidity().orElse(0));
    }

    @Override
    public String mark() throws IOException {
        if (uidNext.isEmpty()) {
            StatusData status = asked(imap.status(new Status(name, Set.of(StatusItem.UIDNEXT))));
            uidNext = OptionalLong.of(status.items().getOrDefault(StatusItem.UIDNEXT, 1L));
        }
        return String.valueOf(uidNext.getAsLong());
    }

    @Override
    public void put(Mail mail) throws IOException {
        try (Spool spool = Spool.of(mail)) { // the server is told the size first
            Optional<AppendUid> appended = asked(imap.append(
                    name,
                    flags(mail),
                    mail.received().atOffset(ZoneOffset.UTC),
                    spool.octets(),
                    Channels.newChannel(spool.open())));
            uidNext = appended.flatMap(uid -> Optional.of(uid.uids().greatestNumber()))
                    .filter(OptionalLong::isPresent)
                    .map(uid -> OptionalLong.of(uid.getAsLong() + 1))
                    .orElse(OptionalLong.empty());
        }
    }

    private Set<Flag> flags(Mail mail) {
        Set<Flag> flags = new HashSet<>(mail.flags());
        if (!selected.newKeywords()) {
            flags.removeIf(flag -> !selected.permanentFlags().contains(flag));
        }
        if (flags.size() < mail.flags().size()) {
            remarks.note(name + " cannot keep all flags on this server; it keeps " + selected.permanentFlags());
        }
        return flags;
    }

    @Override
    public List<Mail> settle(String mark, List<Mail> mails) throws IOException {
        long from = Long.parseLong(mark);
        FetchItem whole = new FetchItem.Body(Section.ALL, true, Optional.empty());
        Found<Long> found = new Found<>();
        for (Fetched message : asked(imap.fetch(Fetch.of(true, SequenceSet.from(from), Attribute.UID)))) {
            long uid = message.uid().orElse(0);
            if (uid >= from) { // * is the last message, however small its UID
                Fetch fetch = Fetch.of(true, SequenceSet.of(uid), whole);
                found.add(uid, out -> asked(imap.fetch(fetch, Channels.newChannel(out))));
            }
        }
        return found.among(mails, (uid, mail) -> {});
    }

    @Override
    public void close() {}
}
