/**
 * Where other software has its say about mail that comes in and goes out: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 9989) on the way in, DKIM on the way out, and
 * the sender's rewriting where an alias leads elsewhere. This library signs and checks nothing itself.
 */
package dev.yubin.routing.authentication;
