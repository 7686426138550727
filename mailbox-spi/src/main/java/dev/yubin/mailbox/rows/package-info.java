/**
 * A skeleton for stores over rows and transactions: {@link dev.yubin.mailbox.rows.RowMailStore} is a whole
 * {@link dev.yubin.mailbox.MailStore} above the few statements of {@link dev.yubin.mailbox.rows.Rows}. Who wants all of the interface
 * implements that instead.
 */
package dev.yubin.mailbox.rows;
