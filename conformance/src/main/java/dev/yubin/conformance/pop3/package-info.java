/**
 * A suite to aim at any POP3 server over the network: {@link dev.yubin.conformance.pop3.Pop3ServerContract} as tests of JUnit,
 * {@link dev.yubin.conformance.pop3.Pop3Conformance} as a program that needs the JDK alone. It speaks octets and asks for what the RFCs ask, never for
 * words.
 */
package dev.yubin.conformance.pop3;
