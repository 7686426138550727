/** What SMTP is made of, as values: commands, replies, paths, parameters, extensions. RFC 5321; no channel, no thread. */
package dev.yubin.smtp;
