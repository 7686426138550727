package dev.yubin.conformance;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.memory.MemoryMailStore;

/** The contract holds also for who has bounds, and those are reached. */
class BoundedMemoryMailStoreTest extends MailStoreContract {
    @Override
    protected MailStore open(String... users) {
        MemoryMailStore store = MemoryMailStore.builder()
                .usersSetQuotas(true)
                .accountOctets(110_000_000)
                .accountMessages(50_000)
                .accountMailboxes(600)
                .build();
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }
}
