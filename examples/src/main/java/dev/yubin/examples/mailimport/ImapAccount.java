package dev.yubin.examples.mailimport;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.Selected;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.ListReturn;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.NamespaceData.Namespace;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An account on an IMAP server, logged in, as either end. Its mailboxes are the user's own; those of others are left alone. */
final class ImapAccount implements Source, Sink {
    private final ImapClient imap;
    private final Remarks remarks;
    private final String prefix;
    private final String delimiter;
    private final List<String> foreign;

    private ImapAccount(
            ImapClient imap, Remarks remarks, String prefix, Optional<Character> delimiter, List<String> foreign) {
        this.imap = imap;
        this.remarks = remarks;
        this.prefix = prefix;
        this.delimiter = delimiter.map(String::valueOf).orElse("");
        this.foreign = foreign;
    }

    /** That of a connection, which is closed with it. */
    static ImapAccount of(ImapClient imap, Remarks remarks) throws IOException {
        if (!imap.capabilities().has("NAMESPACE") && !imap.capabilities().has("IMAP4rev2")) {
            List<ListData> root = imap.list(ListMailboxes.of("", "")).await();
            Optional<Character> delimiter = root.stream().findFirst().flatMap(ListData::delimiter);
            return new ImapAccount(imap, remarks, "", delimiter, List.of());
        }
        var namespaces = imap.namespace().await();
        Namespace own = namespaces.personal().stream().findFirst().orElse(new Namespace("", Optional.of('/')));
        List<String> foreign = Stream.concat(namespaces.others().stream(), namespaces.shared().stream())
                .map(Namespace::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .toList();
        return new ImapAccount(imap, remarks, own.prefix(), own.delimiter(), foreign);
    }

    /** What the server refuses is that message's matter; anything else ends the run. */
    static <T> T asked(Pending<T> answer) throws IOException {
        try {
            return answer.await();
        } catch (FaultException e) {
            String words = e.fault().lastReply().orElse("");
            boolean one = Set.of(Fault.Cause.REFUSED, Fault.Cause.REFUSED_FOR_NOW, Fault.Cause.LIMIT)
                    .contains(e.fault().cause());
            if (one && !words.contains("[OVERQUOTA]")) {
                throw new SkippedException(
                        words.isEmpty() ? e.fault().detail() : "the server says \"" + words + '"', e);
            }
            throw e;
        }
    }

    // ------------------------------------------------------------------ names

    private MailboxName name(ImapName mailbox) {
        String text = mailbox.text();
        if (mailbox.isInbox()) {
            return MailboxName.INBOX;
        }
        String own = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        return MailboxName.of(delimiter.isEmpty() ? own : own.replace(delimiter, "/"));
    }

    private ImapName imapName(MailboxName name) throws SkippedException {
        if (name.equals(MailboxName.INBOX)) {
            return ImapName.INBOX;
        } else if (delimiter.isEmpty() && name.levels().size() > 1) {
            throw new SkippedException("the server's mailboxes have no levels");
        }
        return new ImapName(prefix + String.join(delimiter, name.levels()));
    }

    // ------------------------------------------------------------------ from a server

    @Override
    public List<Folder> folders() throws IOException {
        Set<ImapName> subscribed = new HashSet<>();
        List<ListData> listed = listed(subscribed);
        TreeMap<MailboxName, Folder> folders = new TreeMap<>();
        for (ListData data : listed) {
            boolean none = data.is(ListData.NOSELECT) || data.is(ListData.NONEXISTENT);
            boolean others = foreign.stream().anyMatch(data.mailbox().text()::startsWith);
            if (!none && !others) {
                boolean known = subscribed.contains(data.mailbox()) || data.is(ListData.SUBSCRIBED);
                add(data, known, folders);
            }
        }
        return folders.values().stream().sorted().toList();
    }

    private List<ListData> listed(Set<ImapName> subscribed) throws IOException {
        boolean extended =
                imap.capabilities().has("LIST-EXTENDED") || imap.capabilities().has("IMAP4rev2");
        if (!extended) {
            asked(imap.lsub(new Lsub("", "*"))).forEach(data -> subscribed.add(data.mailbox()));
            return asked(imap.list(ListMailboxes.of("", "*")));
        }
        Set<ListReturn> returning = new LinkedHashSet<>(List.of(ListReturn.SUBSCRIBED));
        if (imap.capabilities().has("SPECIAL-USE") || imap.capabilities().has("IMAP4rev2")) {
            returning.add(ListReturn.SPECIAL_USE);
        }
        return asked(imap.list(new ListMailboxes(true, Set.of(), "", List.of("*"), returning, Set.of(), List.of())));
    }

    private void add(ListData data, boolean subscribed, TreeMap<MailboxName, Folder> folders) {
        String place = data.mailbox().text();
        try {
            MailboxName name = name(data.mailbox());
            Set<SpecialUse> uses = Stream.of(SpecialUse.values())
                    .filter(use -> data.attributes().stream()
                            .anyMatch(attribute -> attribute.name().equalsIgnoreCase(use.attribute())))
                    .collect(Collectors.toSet());
            Folder other = folders.putIfAbsent(name, new Folder(name, place, subscribed, uses));
            if (other != null) {
                remarks.skipped("mailbox " + place, "its name is that of " + other.place() + " too");
            }
        } catch (IllegalArgumentException e) {
            remarks.skipped("mailbox " + place, "there can be no mailbox of that name: " + e.getMessage());
        }
    }

    @Override
    public SourceMailbox open(Folder folder) throws IOException {
        Selected selected = asked(imap.select(Select.readOnly(new ImapName(folder.place()))));
        return new ImapMailbox(imap, selected);
    }

    // ------------------------------------------------------------------ to a server

    @Override
    public SinkMailbox begin(Folder folder, UidCounters counters) throws IOException {
        if (counters.known()) {
            remarks.note("the server gives UIDs itself; those of the source are not kept");
        }
        ImapName name = imapName(folder.name());
        List<ListData> there = new ArrayList<>(asked(imap.list(ListMailboxes.of("", name.text()))));
        there.removeIf(data -> !data.mailbox().equals(name) || data.is(ListData.NONEXISTENT));
        if (there.isEmpty() && !name.isInbox()) {
            asked(imap.create(name));
        }
        if (folder.subscribed()) {
            asked(imap.subscribe(name));
        }
        return new ImapUpload(imap, name, asked(imap.select(Select.of(name))), remarks);
    }

    @Override
    public SinkMailbox goOn(Folder folder, UidCounters counters, String identity) throws IOException {
        ImapName name = imapName(folder.name());
        Selected selected;
        try {
            selected = asked(imap.select(Select.of(name)));
        } catch (SkippedException e) {
            throw new IOException("what an earlier run began is gone: " + e.getMessage(), e);
        }
        ImapUpload upload = new ImapUpload(imap, name, selected, remarks);
        if (!upload.identity().equals(identity)) {
            throw new IOException(name + " is not what an earlier run filled: its UIDVALIDITY was " + identity
                    + " and is " + upload.identity());
        }
        return upload;
    }

    @Override
    public void close() throws IOException {
        try (imap) {
            imap.logout().await();
        }
    }
}
