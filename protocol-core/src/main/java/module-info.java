/** What SMTP, POP3 and IMAP share. */
module dev.yubin.protocol {
    requires transitive io.netty.buffer;
    requires transitive io.netty.codec;
    requires transitive io.netty.common;
    requires transitive io.netty.handler;
    requires transitive io.netty.transport;
    requires org.slf4j;

    // A faster transport, where the user has brought one; NIO otherwise.
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires static io.netty.transport.classes.kqueue;

    // Proxies, where the user has brought them.
    requires static io.netty.handler.proxy;

    exports dev.yubin.protocol;
    exports dev.yubin.protocol.codec;
    exports dev.yubin.protocol.diagnosis;
    exports dev.yubin.protocol.line;
    exports dev.yubin.protocol.sasl;
}
