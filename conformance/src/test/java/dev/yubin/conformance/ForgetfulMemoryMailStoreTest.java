package dev.yubin.conformance;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.memory.MemoryMailStore;

/** The contract holds also for who remembers next to nothing of what vanished: it says so. */
class ForgetfulMemoryMailStoreTest extends MailStoreContract {
    @Override
    protected MailStore open(String... users) {
        MemoryMailStore store = MemoryMailStore.builder().tombstones(1).build();
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }
}
