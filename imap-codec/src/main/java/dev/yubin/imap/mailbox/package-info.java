/** Mailboxes: their commands and the data about them. RFC 9051 sections 6.3 and 7.3. */
package dev.yubin.imap.mailbox;
