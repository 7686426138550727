/** POP3. */
@SuppressWarnings("module") // javac would have no name end in a digit; the protocol's does
module dev.yubin.pop3 {
    requires transitive dev.yubin.mailbox;
    requires transitive dev.yubin.protocol;
    requires org.slf4j;

    exports dev.yubin.pop3;
    exports dev.yubin.pop3.client;
    exports dev.yubin.pop3.codec;
    exports dev.yubin.pop3.server;
}
