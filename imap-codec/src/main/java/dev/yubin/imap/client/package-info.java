/** An IMAP client: asynchronous, and for those who wait. */
package dev.yubin.imap.client;
