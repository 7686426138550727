/** The interface for storage, the outline of a message and its text, and a store in memory. */
module dev.yubin.mailbox {
    exports dev.yubin.mailbox;
    exports dev.yubin.mailbox.feature;
    exports dev.yubin.mailbox.memory;
    exports dev.yubin.mailbox.outline;
    exports dev.yubin.mailbox.text;
}
