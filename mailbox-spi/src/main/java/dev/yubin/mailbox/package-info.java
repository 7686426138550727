/** The interface behind which an application keeps its mail, and the values that go through it. Start at {@link dev.yubin.mailbox.MailStore}. */
package dev.yubin.mailbox;
