package dev.yubin.conformance;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

class MemoryMaildropStoreTest extends MaildropStoreContract {
    @Override
    protected MaildropStore open(String user, List<byte[]> messages) throws StoreException {
        MemoryMailStore store = MemoryMailStore.create(user);
        for (byte[] message : messages) {
            try (Append append = store.account(user)
                    .open(MailboxName.INBOX)
                    .append(Set.of(), Instant.EPOCH, OptionalLong.of(message.length))) {
                append.write(ByteBuffer.wrap(message));
                append.finish(new byte[0]);
                append.commit();
            }
        }
        return store;
    }
}
