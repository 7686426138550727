/**
 * IMAP4rev1 and IMAP4rev2 as values: what every chapter shares, the commands of any state and of login, and the responses about status and
 * capabilities. A command is an {@link dev.yubin.imap.ImapCommand}, each with its row in {@link dev.yubin.imap.Verb}; a response is an
 * {@link dev.yubin.imap.ImapResponse}. No channel, no thread.
 */
package dev.yubin.imap;
