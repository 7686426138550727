/** IMAP4rev1 and IMAP4rev2. */
module dev.yubin.imap {
    requires transitive dev.yubin.mailbox;
    requires transitive dev.yubin.protocol;
    requires org.slf4j;

    exports dev.yubin.imap;
    exports dev.yubin.imap.acl;
    exports dev.yubin.imap.client;
    exports dev.yubin.imap.codec;
    exports dev.yubin.imap.fetch;
    exports dev.yubin.imap.mailbox;
    exports dev.yubin.imap.message;
    exports dev.yubin.imap.metadata;
    exports dev.yubin.imap.notify;
    exports dev.yubin.imap.quota;
    exports dev.yubin.imap.search;
    exports dev.yubin.imap.server;
    exports dev.yubin.imap.wire;
}
