/** A durable {@link dev.yubin.mailbox.MailStore} in one file of SQLite. Start at {@link dev.yubin.mailbox.sqlite.SqliteMailStore}. */
package dev.yubin.mailbox.sqlite;
