/** SMTP, submission and LMTP. */
module dev.yubin.smtp {
    requires transitive dev.yubin.protocol;
    requires org.slf4j;

    exports dev.yubin.smtp;
    exports dev.yubin.smtp.client;
    exports dev.yubin.smtp.codec;
    exports dev.yubin.smtp.server;
}
