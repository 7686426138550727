/** Who may do what with a mailbox: RFC 4314. */
package dev.yubin.imap.acl;
