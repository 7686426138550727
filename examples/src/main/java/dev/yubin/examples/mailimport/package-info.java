/**
 * Mail on its way from where it was to where it shall be: {@link dev.yubin.examples.mailimport.MailImport}. Any {@code Source} goes to any {@code Sink},
 * message by message, and a {@code Journal} knows which are over.
 */
package dev.yubin.examples.mailimport;
