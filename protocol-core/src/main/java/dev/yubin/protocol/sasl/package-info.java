/**
 * Logging in: SASL (RFC 4422) for the three protocols, both sides of it, and the one small interface behind which an application keeps
 * its users. A mechanism is one file and one row of {@link dev.yubin.protocol.sasl.Mechanism}.
 */
package dev.yubin.protocol.sasl;
