/** Searching: what to look for and what came of it. RFC 9051 sections 6.4.4 and 7.3.4. */
package dev.yubin.imap.search;
