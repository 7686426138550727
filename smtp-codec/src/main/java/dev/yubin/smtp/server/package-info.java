/** Receiving mail: the session of RFC 5321 as a table, the listener, and the interfaces an application implements. */
package dev.yubin.smtp.server;
