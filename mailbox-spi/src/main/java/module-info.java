/** The interface for storage, a skeleton for stores over rows, the outline of a message and its text, and a store in memory. */
module dev.yubin.mailbox {
    exports dev.yubin.mailbox;
    exports dev.yubin.mailbox.feature;
    exports dev.yubin.mailbox.memory;
    exports dev.yubin.mailbox.outline;
    exports dev.yubin.mailbox.rows;
    exports dev.yubin.mailbox.text;
}
