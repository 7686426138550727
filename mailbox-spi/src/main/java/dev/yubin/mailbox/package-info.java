/**
 * The interface behind which an application keeps its mail, and the values that go through it. Start at
 * {@link dev.yubin.mailbox.MailStore}; whoever keeps mail as rows, in a database say, has less to write with
 * {@link dev.yubin.mailbox.rows.RowMailStore}.
 */
package dev.yubin.mailbox;
