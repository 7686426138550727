/** Asking to be told of what happens, in any mailbox and at any time: RFC 5465. */
package dev.yubin.imap.notify;
