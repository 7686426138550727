/** Annotations of mailboxes and of the server: RFC 5464. */
package dev.yubin.imap.metadata;
