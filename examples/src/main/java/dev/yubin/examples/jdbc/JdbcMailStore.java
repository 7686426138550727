package dev.yubin.examples.jdbc;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A whole mail store over plain JDBC, to begin one's own with. The SQL is standard but for the type {@code blob}, which some databases call otherwise; it
 * was proved with H2 and SQLite. Give it a pool of connections: each call takes one.
 *
 * <p>It is made to be read, and what it does not do is scale. One call at a time is served, in one process. STATUS and SELECT list all messages of the
 * mailbox to count them, every change wakes everyone who watches any mailbox, and a message that was removed leaves its UID behind for ever. Nothing
 * bounds what an account may hold.
 */
public final class JdbcMailStore implements MailStore {
    private static final List<String> TABLES = List.of(
            // A mailbox's id is its UIDVALIDITY. One that was deleted stays, without an account, so that no other is
            // given its id.
            "create table if not exists mailbox (id bigint primary key, account varchar(255), name varchar(1000), "
                    + "uses varchar(99), uid_next bigint, mod_seq bigint, unique (account, name))",
            "create table if not exists subscription (account varchar(255), name varchar(1000), primary key (account, name))",
            // A message that was removed stays, without its content, for Mailbox.changes to tell of.
            "create table if not exists message (mailbox bigint, uid bigint, mod_seq bigint, received bigint, "
                    + "octets bigint, flags varchar(8000), content varchar(36), primary key (mailbox, uid))",
            "create index if not exists message_content on message (content)",
            // Shared by a message and its copies. Part -1 is the outline.
            "create table if not exists chunk (content varchar(36), part integer, octets blob, primary key (content, part))",
            // Of messages that were coming in when the last process died.
            "delete from chunk where not exists (select 1 from message where message.content = chunk.content)");

    private final Database database;

    /** A store in this database; its tables are made where they are missing. */
    public JdbcMailStore(DataSource source) throws StoreException {
        database = new Database(source);
        for (String statement : TABLES) {
            database.call(() -> {
                database.run(statement);
                return statement;
            });
        }
    }

    /** Makes an account with an empty INBOX; where the account is there already, nothing changes. */
    public void addAccount(String user) throws StoreException {
        JdbcAccount account = new JdbcAccount(database, user);
        database.call(() ->
                account.find(MailboxName.INBOX).isPresent() ? account : account.make(MailboxName.INBOX, Set.of()));
    }

    @Override
    public Account account(String user) throws StoreException {
        JdbcAccount account = new JdbcAccount(database, user);
        account.open(MailboxName.INBOX);
        return account;
    }
}
