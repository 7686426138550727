/** Whether an IMAP server's sequence numbers hold what they promise while several clients change one mailbox. It speaks raw bytes over sockets. */
package dev.yubin.conformance.numbers;
