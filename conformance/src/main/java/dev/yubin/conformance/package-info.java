/** Suites to aim at any store, and {@link dev.yubin.conformance.Wire}, which plays a written conversation against any server. */
package dev.yubin.conformance;
