/**
 * A suite to aim at any IMAP server over the network: {@link dev.yubin.conformance.imap.ImapServerContract} as tests of JUnit,
 * {@link dev.yubin.conformance.imap.ImapConformance} as a program that needs the JDK alone. It speaks octets and asks for what the RFCs ask, never for
 * words.
 */
package dev.yubin.conformance.imap;
