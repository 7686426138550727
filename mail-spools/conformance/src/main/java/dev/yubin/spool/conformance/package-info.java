/** What every spool promises, as tests: extend {@link dev.yubin.spool.conformance.SpoolContract}. */
package dev.yubin.spool.conformance;
