package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.GivenUids;
import dev.yubin.mailbox.outline.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An account of a store, as either end. */
final class StoreAccount implements Source, Sink {
    private final MailStore store;
    private final Account account;
    private final Remarks remarks;

    /** @throws IOException when there is no such account */
    StoreAccount(MailStore store, String user, Remarks remarks) throws IOException {
        this.store = store;
        this.account = asked(() -> store.account(user));
        this.remarks = remarks;
    }

    /** A call of the store. */
    private interface Call<T> {
        T make() throws StoreException;
    }

    /** What says no to one message is that message's matter; where the store itself is in trouble, there is no going on. */
    private static <T> T asked(Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (StoreException e) {
            throw switch (e.reason()) {
                case UNAVAILABLE, OVERQUOTA -> new IOException("the store says " + said(e), e);
                default -> new SkippedException("the store says " + said(e), e);
            };
        }
    }

    private static String said(StoreException e) {
        return e.reason() + ": " + e.getMessage();
    }

    // ------------------------------------------------------------------ from a store

    @Override
    public List<Folder> folders() throws IOException {
        return asked(account::list).stream()
                .filter(MailboxEntry::exists)
                .map(entry -> new Folder(entry.name(), entry.name().toString(), entry.subscribed(), entry.uses()))
                .sorted()
                .toList();
    }

    @Override
    public SourceMailbox open(Folder folder) throws IOException {
        Mailbox mailbox = asked(() -> account.open(folder.name()));
        MailboxStatus status = asked(mailbox::status);
        return new SourceMailbox() {
            @Override
            public UidCounters counters() {
                return UidCounters.of(status.uidValidity(), status.uidNext());
            }

            @Override
            public List<Mail> messages() throws IOException {
                return asked(() -> mailbox.messages(UidSet.ALL, 0)).stream()
                        .map(message -> mail(mailbox, status.uidValidity(), message))
                        .toList();
            }
        };
    }

    private static Mail mail(Mailbox mailbox, long uidValidity, Message message) {
        return new Mail(
                uidValidity + "." + message.uid(),
                "UID " + message.uid(),
                OptionalLong.of(message.uid()),
                message.flags(),
                message.received(),
                OptionalLong.of(message.octets()),
                out -> read(mailbox, message.uid(), out));
    }

    private static void read(Mailbox mailbox, long uid, OutputStream out) throws IOException {
        try (Content content = asked(() -> mailbox.content(uid))) {
            ByteBuffer window = ByteBuffer.allocate(Octets.WINDOW);
            long[] offset = {0};
            while (asked(() -> content.read(offset[0], window)) >= 0) {
                out.write(window.array(), 0, window.position());
                offset[0] += window.position();
                window.clear();
            }
        }
    }

    // ------------------------------------------------------------------ into a store

    @Override
    public SinkMailbox begin(Folder folder, UidCounters counters) throws IOException {
        MailboxName name = folder.name();
        Optional<MailboxEntry> entry = asked(account::list).stream()
                .filter(known -> known.name().equals(name))
                .findFirst();
        if (entry.isEmpty() || !entry.get().exists()) {
            asked(() -> made(folder));
        }
        if (folder.subscribed() && entry.map(known -> !known.subscribed()).orElse(true)) {
            asked(() -> subscribed(name));
        }
        Mailbox mailbox = asked(() -> account.open(name));
        if (counters.known() && !adopted(mailbox, counters)) {
            remarks.note(name + " does not keep its UIDs: "
                    + (mailbox instanceof GivenUids
                            ? "UIDs were given here before, under another UIDVALIDITY"
                            : "this store gives them itself"));
        }
        return new Inbound(mailbox, counters);
    }

    @Override
    public SinkMailbox goOn(Folder folder, UidCounters counters, String identity) throws IOException {
        Mailbox mailbox;
        try {
            mailbox = account.open(folder.name());
        } catch (StoreException e) {
            throw new IOException("what an earlier run began is gone: the store says " + said(e), e);
        }
        long uidValidity = asked(mailbox::uidValidity);
        if (!identity.equals(String.valueOf(uidValidity))) {
            throw new IOException(folder.name() + " is not what an earlier run filled: its UIDVALIDITY was " + identity
                    + " and is " + uidValidity);
        }
        return new Inbound(mailbox, counters);
    }

    private Mailbox made(Folder folder) throws StoreException {
        account.create(folder.name(), folder.uses());
        return account.open(folder.name());
    }

    private MailboxName subscribed(MailboxName name) throws StoreException {
        account.subscribe(name, true);
        return name;
    }

    /** Whether the mailbox goes on with these counters. */
    private static boolean adopted(Mailbox mailbox, UidCounters counters) throws IOException {
        MailboxStatus status = asked(mailbox::status);
        boolean fresh = status.uidNext() == 1;
        if (!(mailbox instanceof GivenUids given) || !(fresh || status.uidValidity() == counters.uidValidity())) {
            return false;
        }
        adopt(given, counters.uidValidity(), 1); // UIDNEXT is still to pass the messages that come
        return true;
    }

    private static void adopt(GivenUids given, long uidValidity, long uidNext) throws IOException {
        asked(() -> {
            given.adopt(uidValidity, uidNext);
            return given;
        });
    }

    private static final class Inbound implements SinkMailbox {
        private final Mailbox mailbox;
        private final UidCounters counters;
        private final long uidValidity;
        private final boolean keeps;
        private long uidNext;

        Inbound(Mailbox mailbox, UidCounters counters) throws IOException {
            this.mailbox = mailbox;
            this.counters = counters;
            MailboxStatus status = asked(mailbox::status);
            this.uidValidity = status.uidValidity();
            this.uidNext = status.uidNext();
            this.keeps = mailbox instanceof GivenUids && uidValidity == counters.uidValidity();
        }

        @Override
        public String identity() {
            return String.valueOf(uidValidity);
        }

        @Override
        public String mark() {
            return String.valueOf(uidNext);
        }

        @Override
        public void put(Mail mail) throws IOException {
            try (MessageWriter writer = asked(() -> open(mail))) {
                mail.content().writeTo(new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        write(new byte[] {(byte) octet});
                    }

                    @Override
                    public void write(byte[] from, int offset, int length) throws IOException {
                        asked(() -> written(writer, ByteBuffer.wrap(from, offset, length)));
                    }
                });
                Appended appended = asked(writer::commit);
                uidNext = appended.uids().get(0) + 1;
            }
        }

        private MessageWriter open(Mail mail) throws StoreException {
            OptionalLong octets = OptionalLong.empty(); // what a source knows before is about so many
            if (keeps && mailbox instanceof GivenUids given) {
                long uid = counters.next(mail, uidNext);
                return MessageWriter.of(given.append(uid, mail.flags(), mail.received(), octets));
            }
            return MessageWriter.open(mailbox, mail.flags(), mail.received(), octets);
        }

        private static ByteBuffer written(MessageWriter writer, ByteBuffer octets) throws StoreException {
            writer.write(octets);
            return octets;
        }

        @Override
        public List<Mail> settle(String mark, List<Mail> mails) throws IOException {
            Found<Long> found = new Found<>();
            UidSet behind = UidSet.range(Long.parseLong(mark), UidSet.MAX_UID);
            for (Message message : asked(() -> mailbox.messages(behind, 0))) {
                found.add(message.uid(), out -> read(mailbox, message.uid(), out));
            }
            return found.among(mails, (uid, mail) -> {});
        }

        @Override
        public void end() throws IOException {
            if (keeps && mailbox instanceof GivenUids given) {
                adopt(given, uidValidity, counters.uidNext()); // a client may know UIDs behind the last message's
            }
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() throws IOException {
        asked(() -> {
            store.close();
            return store;
        });
    }
}
