/** What the three protocols share and applications name: faults, secrets, TLS, the threads that application code runs on, listeners. */
package dev.yubin.protocol;
