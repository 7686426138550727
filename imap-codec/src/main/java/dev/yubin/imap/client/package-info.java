/**
 * An IMAP client: asynchronous, and for those who wait. Begin with {@link dev.yubin.imap.client.ImapClient#builder}, or with
 * {@link dev.yubin.imap.client.ImapClient.Builder#follow} for a mailbox that is to be kept open.
 *
 * <p>Inside, {@code ImapClient} and its {@code TypedCommands} say what can be asked, an {@code Exchange} is one command with what answers it
 * (most are in {@code Answers}; {@code Upload}, {@code Download}, {@code Login} and {@code Idle} have more to do), and the {@code ImapConnection}
 * sends them in turn and sorts what the server says into answers and news.
 */
package dev.yubin.imap.client;
