package dev.yubin.examples;

import static dev.yubin.imap.fetch.FetchItem.Attribute.ENVELOPE;
import static dev.yubin.imap.fetch.FetchItem.Attribute.UID;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.Fetched;
import dev.yubin.imap.client.Follower;
import dev.yubin.imap.client.Following;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.Selected;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Prints the subject of each mail as it comes in, over whatever happens to the connection. */
public final class FollowInbox {
    private FollowInbox() {}

    /** @param args host, user and password */
    public static void main(String[] args) throws InterruptedException {
        ImapClient.Builder client = ImapClient.builder(args[0], 993, TlsMode.IMPLICIT);
        follow(client, Credentials.of(args[1], Secret.of(args[2])), System.out::println);
        Thread.currentThread().join(); // until the process is ended
    }

    static Following follow(ImapClient.Builder client, Credentials user, Consumer<String> out) {
        return client.follow(user, ImapName.INBOX, new Follower() {
            private volatile ImapClient imap;
            private volatile long shown;

            @Override
            public void opened(ImapClient opened, Selected inbox, boolean resumed) {
                imap = opened;
                if (!resumed) {
                    shown = inbox.uidNext().orElse(1) - 1; // some servers do not tell it
                }
                fetch();
            }

            @Override
            public void exists(long messages) {
                if (imap != null) {
                    fetch();
                }
            }

            private void fetch() {
                imap.fetch(Fetch.of(true, SequenceSet.from(shown + 1), UID, ENVELOPE))
                        .thenAccept(this::show);
            }

            /** Where nothing is new, the last message is among those that are fetched: RFC 9051 section 6.4.9. */
            private synchronized void show(List<Fetched> mails) {
                for (Fetched mail : mails) {
                    if (mail.uid().orElseThrow() > shown) {
                        shown = mail.uid().orElseThrow();
                        out.accept(mail.envelope().orElseThrow().subject().orElse("(no subject)"));
                    }
                }
            }

            @Override
            public void lost(FaultException why, Duration pause) {
                imap = null;
                out.accept(why.getMessage() + "; trying again in " + pause.toSeconds() + " s");
            }
        });
    }
}
