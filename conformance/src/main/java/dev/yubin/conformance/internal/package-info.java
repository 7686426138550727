/** What the packages of suites share. */
package dev.yubin.conformance.internal;
