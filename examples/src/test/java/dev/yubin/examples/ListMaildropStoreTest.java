package dev.yubin.examples;

import dev.yubin.conformance.MaildropStoreContract;
import dev.yubin.examples.ListMaildropStore.Mail;
import dev.yubin.mailbox.MaildropStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class ListMaildropStoreTest extends MaildropStoreContract {
    @Override
    protected MaildropStore open(String user, List<byte[]> messages) {
        List<Mail> mails = new CopyOnWriteArrayList<>();
        messages.forEach(octets -> mails.add(new Mail(mails.size() + 1, octets)));
        return new ListMaildropStore(user, 1, mails);
    }
}
