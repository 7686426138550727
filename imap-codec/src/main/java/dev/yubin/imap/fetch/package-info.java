/** Fetching: what is asked of messages and what is told of them. RFC 9051 sections 6.4.5 and 7.5.2. */
package dev.yubin.imap.fetch;
