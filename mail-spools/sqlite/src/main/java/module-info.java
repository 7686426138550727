/** The embedded, durable spool. */
module dev.yubin.spool.sqlite {
    requires transitive dev.yubin.routing;
    requires dev.yubin.mailbox.sqlite;
    requires java.sql;

    exports dev.yubin.spool.sqlite;
}
