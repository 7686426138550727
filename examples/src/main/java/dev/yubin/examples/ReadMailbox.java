package dev.yubin.examples;

import static dev.yubin.imap.fetch.FetchItem.Attribute.BODYSTRUCTURE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.ENVELOPE;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.Attachment;
import dev.yubin.imap.client.Fetched;
import dev.yubin.imap.client.Follower;
import dev.yubin.imap.client.Following;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.Selected;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Consumer;

/** What a program wants of a mailbox first, a method each. */
public final class ReadMailbox {
    private ReadMailbox() {}

    /** @param args host, user and password */
    public static void main(String[] args) throws FaultException {
        Credentials user = Credentials.of(args[1], Secret.of(args[2]));
        try (ImapClient imap =
                ImapClient.builder(args[0], 993, TlsMode.IMPLICIT).connect().await()) {
            imap.login(user).await();
            list(imap, System.out::println);
            unread(imap, System.out::println);
            imap.logout().await();
        }
    }

    static void list(ImapClient imap, Consumer<String> out) throws FaultException {
        for (ListData each : imap.list(ListMailboxes.of("", "*")).await()) {
            out.accept(each.mailbox().text());
        }
    }

    static void unread(ImapClient imap, Consumer<String> out) throws FaultException {
        imap.select(Select.readOnly(ImapName.INBOX)).await();
        UidSet unread =
                imap.search(Search.uids(SearchKey.without(Flag.SEEN))).await().numbers();
        if (!unread.isEmpty()) {
            for (Fetched mail :
                    imap.fetch(Fetch.of(true, SequenceSet.of(unread), ENVELOPE)).await()) {
                out.accept(mail.subject().orElse("(no subject)"));
            }
        }
    }

    /** The files have names of their own, 1 and so on: the sender's may be anything. */
    static void saveAttachments(ImapClient imap, long uid, Path folder) throws FaultException, IOException {
        Fetch structure = Fetch.of(true, SequenceSet.of(uid), BODYSTRUCTURE);
        int number = 0;
        for (Attachment file : imap.fetch(structure).await().get(0).attachments()) {
            Path to = folder.resolve(Integer.toString(++number));
            try (FileChannel into = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                imap.fetch(uid, file, into).await();
            }
        }
    }

    static void put(ImapClient imap, Path message, String mailbox) throws FaultException, IOException {
        try (FileChannel from = FileChannel.open(message)) {
            imap.append(new ImapName(mailbox), Set.of(Flag.SEEN), OffsetDateTime.now(), from.size(), from)
                    .await();
        }
    }

    static Following watch(ImapClient.Builder client, Credentials user, Consumer<String> out) {
        return client.follow(user, ImapName.INBOX, new Follower() {
            @Override
            public void opened(ImapClient imap, Selected inbox, boolean resumed) {
                out.accept("watching");
            }

            @Override
            public void exists(long messages) {
                out.accept(messages + " messages");
            }
        });
    }
}
