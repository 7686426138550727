/** What changes messages: STORE, COPY, MOVE, EXPUNGE. RFC 9051 sections 6.4 and 7.5. */
package dev.yubin.imap.message;
