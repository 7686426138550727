/** How much may be kept: RFC 9208. */
package dev.yubin.imap.quota;
