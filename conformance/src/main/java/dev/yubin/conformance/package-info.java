/**
 * Suites to aim at any store; {@link dev.yubin.conformance.Wire}, which plays a written conversation against any server, and
 * {@link dev.yubin.conformance.ScriptedServer}, which plays one against any client.
 */
package dev.yubin.conformance;
