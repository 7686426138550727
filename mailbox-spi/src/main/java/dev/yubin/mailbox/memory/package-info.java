/** A {@link dev.yubin.mailbox.MailStore} that forgets at its end, for tests, examples and first steps. */
package dev.yubin.mailbox.memory;
