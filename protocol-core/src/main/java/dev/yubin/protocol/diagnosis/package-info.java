/**
 * A walk through all that must go well between a mail program and its server, or between two servers, and what it finds: in words for whoever set it up,
 * in English and Japanese. The clients' builders begin one, and so does the relay.
 */
package dev.yubin.protocol.diagnosis;
