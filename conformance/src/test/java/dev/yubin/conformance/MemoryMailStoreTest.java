package dev.yubin.conformance;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.memory.MemoryMailStore;

class MemoryMailStoreTest extends MailStoreContract {
    @Override
    protected MailStore open(String... users) {
        return MemoryMailStore.create(users);
    }
}
