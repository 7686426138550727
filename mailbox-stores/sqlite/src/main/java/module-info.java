/** The embedded, durable store. */
module dev.yubin.mailbox.sqlite {
    requires transitive dev.yubin.mailbox;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports dev.yubin.mailbox.sqlite;
}
