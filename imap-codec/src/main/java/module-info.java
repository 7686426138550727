/** IMAP4rev1 and IMAP4rev2. */
module dev.yubin.imap {
    requires transitive dev.yubin.mailbox;
    requires transitive dev.yubin.protocol;
    requires org.slf4j;
}
