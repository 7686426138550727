package dev.yubin.mailbox.memory;

/** What a store refuses and forgets; {@link MemoryMailStore.Builder} explains each. */
record Bounds(long accountOctets, long accountMessages, long accountMailboxes, long messageOctets, long tombstones) {}
