/** The embedded, durable store. The file that it stands on, and the one thread that writes to it, serve the spool beside it too. */
@SuppressWarnings("module") // which is compiled behind this one
module dev.yubin.mailbox.sqlite {
    requires transitive dev.yubin.mailbox;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports dev.yubin.mailbox.sqlite;
    exports dev.yubin.mailbox.sqlite.internal to
            dev.yubin.spool.sqlite;
}
