package dev.yubin.routing;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what was delivered, an octet a character. */
final class Inbox {
    private Inbox() {}

    static List<String> of(MailStore store, String account) throws StoreException {
        Mailbox inbox = store.account(account).open(MailboxName.INBOX);
        List<String> messages = new ArrayList<>();
        for (Message message : inbox.messages()) {
            try (Content content = inbox.content(message.uid())) {
                ByteBuffer octets = ByteBuffer.allocate((int) content.octets());
                while (octets.hasRemaining()) {
                    content.read(octets.position(), octets);
                }
                messages.add(new String(octets.array(), StandardCharsets.ISO_8859_1));
            }
        }
        return messages;
    }

    /** What stands behind the fields that this server put on top, which end with the date of the first Received. */
    static String behindTrace(String message) {
        return message.substring(message.indexOf("+0000\r\n") + 7);
    }
}
