/**
 * What a store can do beyond the common: each interface here is one further ability, and each turns on what the protocols have for it.
 *
 * <p>A store's {@code MailStore}, {@code Account}, {@code Mailbox} or {@code Append} implements it besides, as its Javadoc says; the
 * library asks with {@code instanceof}. What a user's INBOX and account can do, all mailboxes of the account can: a capability is
 * offered by what is found there, behind the login. A store that wraps another hands on what it wants offered.
 *
 * <p>NOTIFY is not spoken by the IMAP server yet; {@code docs/rfcs.md} says what is. Its interface is settled here so that stores can be
 * written to it.
 *
 * <p>Threads, durability, visibility and failures are as {@link dev.yubin.mailbox.MailStore} says.
 */
package dev.yubin.mailbox.feature;
