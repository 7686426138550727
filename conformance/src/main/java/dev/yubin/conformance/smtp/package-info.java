/**
 * A suite to aim at any SMTP, submission or LMTP server over the network: {@link dev.yubin.conformance.smtp.SmtpServerContract} as tests of JUnit,
 * {@link dev.yubin.conformance.smtp.SmtpConformance} as a program that needs the JDK alone. It speaks octets and asks for what the RFCs ask: codes, never
 * words.
 */
package dev.yubin.conformance.smtp;
