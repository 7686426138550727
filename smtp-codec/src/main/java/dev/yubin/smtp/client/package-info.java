/** Sending mail by SMTP, submission or LMTP: asynchronous, and for those who wait. */
package dev.yubin.smtp.client;
