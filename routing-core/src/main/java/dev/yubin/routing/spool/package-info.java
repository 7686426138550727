/**
 * What was accepted and has still to reach another place: {@link dev.yubin.routing.spool.Spool} keeps it, {@link dev.yubin.routing.spool.Scheduler} tries
 * until it is delivered or given up (RFC 5321 section 4.5.4), and {@link dev.yubin.routing.spool.MailQueue} shows it to the operator.
 */
package dev.yubin.routing.spool;
