package dev.yubin.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SubjectTerm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Mail, with which most programs on the JVM read mail, keeps it by IMAP. */
class JakartaMailImapTest extends RealPrograms {
    private JakartaStore bbb;

    private Store connected(String protocol) throws Exception {
        bbb = JakartaStore.of(protocol, office, certificate);
        return bbb.connected("tanuki");
    }

    private Message message(String subject) throws MessagingException {
        String text = MESSAGE.replace("from outside", subject);
        return new MimeMessage(bbb.session(), new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    private static IMAPFolder opened(Store store, String name) throws MessagingException {
        IMAPFolder folder = (IMAPFolder) store.getFolder(name);
        folder.open(Folder.READ_WRITE);
        return folder;
    }

    private static String octets(Message message) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "imaps"})
    void aFolderIsMadeAndMessagesAppendedFlaggedMovedAndRemoved(String protocol) throws Exception {
        try (Store store = connected(protocol)) {
            IMAPFolder inbox = opened(store, "INBOX");
            IMAPFolder kept = (IMAPFolder) store.getFolder("Kept");
            assertThat(kept.create(Folder.HOLDS_MESSAGES)).isTrue();
            assertThat(store.getDefaultFolder().list())
                    .extracting(Folder::getName)
                    .contains("INBOX", "Kept");

            Message[] appended = inbox.addMessages(new Message[] {message("one"), message("two"), message("three")});
            assertThat(inbox.getMessageCount()).isEqualTo(3);
            assertThat(octets(appended[1])).isEqualTo(MESSAGE.replace("from outside", "two"));
            Message[] found = inbox.search(new SubjectTerm("thr"));
            assertThat(found).containsExactly(appended[2]);

            Flags marked = new Flags(Flags.Flag.FLAGGED);
            marked.add("Later");
            inbox.setFlags(found, marked, true);
            inbox.moveMessages(found, kept);
            assertThat(found[0].isExpunged()).isTrue();

            kept.open(Folder.READ_WRITE);
            assertThat(kept.getMessageCount()).isEqualTo(1);
            assertThat(kept.getMessage(1).getSubject()).isEqualTo("three");
            assertThat(kept.getMessage(1).getFlags().contains(marked)).isTrue();
            kept.close(false);

            inbox.setFlags(new int[] {1}, new Flags(Flags.Flag.DELETED), true);
            assertThat(inbox.expunge()).containsExactly(appended[0], appended[2]);
            assertThat(inbox.getMessageCount()).isEqualTo(1);
            assertThat(inbox.getMessage(1).getSubject()).isEqualTo("two");
            inbox.close(false);
            assertThat(kept.delete(false)).isTrue();
            assertThat(kept.exists()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "imaps"})
    void whatComesIsFlaggedAndGoesIsPushedWhileItIdles(String protocol) throws Exception {
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        try (Store idler = connected(protocol);
                Store other = connected(protocol)) {
            IMAPFolder inbox = opened(idler, "INBOX");
            inbox.addMessageChangedListener(
                    event -> news.add("changed " + event.getMessage().getMessageNumber()));
            inbox.addMessageCountListener(new MessageCountAdapter() {
                @Override
                public void messagesAdded(MessageCountEvent event) {
                    news.add("added " + event.getMessages()[0].getMessageNumber());
                }

                @Override
                public void messagesRemoved(MessageCountEvent event) {
                    news.add("removed " + event.getMessages()[0].getMessageNumber());
                }
            });
            CompletableFuture<Void> idling = CompletableFuture.runAsync(() -> idle(inbox));

            deliver("bbb@osaka.test", MESSAGE);
            assertThat(next(news)).isEqualTo("added 1"); // at the latest with the first of them it idles
            deliver("bbb@osaka.test", MESSAGE);
            assertThat(next(news)).isEqualTo("added 2");
            IMAPFolder same = opened(other, "INBOX");
            same.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            assertThat(next(news)).isEqualTo("changed 1");
            same.close(true);
            assertThat(next(news)).isEqualTo("removed 1");

            assertThat(inbox.expunge()).hasSize(1); // which ends IDLE
            idling.get(10, TimeUnit.SECONDS);
        }
    }

    private static void idle(IMAPFolder folder) {
        try {
            folder.idle();
        } catch (MessagingException e) {
            throw new CompletionException(e);
        }
    }

    private static String next(BlockingQueue<String> news) throws InterruptedException {
        return news.poll(10, TimeUnit.SECONDS);
    }
}
