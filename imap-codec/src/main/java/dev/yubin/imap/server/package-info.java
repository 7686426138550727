/** The IMAP server: {@link dev.yubin.imap.server.ImapServer} over any {@link dev.yubin.mailbox.MailStore}. */
package dev.yubin.imap.server;
