/** A POP3 server: the session as a table, and the listener that plays it over a {@link dev.yubin.mailbox.MaildropStore}. */
package dev.yubin.pop3.server;
