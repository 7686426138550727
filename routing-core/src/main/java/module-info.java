/** Where a message meets its destination. */
module dev.yubin.routing {
    requires transitive dev.yubin.mailbox;
    requires transitive dev.yubin.smtp;
    requires io.netty.codec.dns;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires java.net.http;
    requires org.slf4j;

    exports dev.yubin.routing;
    exports dev.yubin.routing.accounts;
    exports dev.yubin.routing.authentication;
    exports dev.yubin.routing.dns;
    exports dev.yubin.routing.spool;
    exports dev.yubin.routing.tls;
}
