/** A POP3 client: asynchronous, and for those who wait. */
package dev.yubin.pop3.client;
