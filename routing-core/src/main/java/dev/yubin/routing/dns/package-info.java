/** The questions that a mail server has for the DNS, and how far its answers can be believed. */
package dev.yubin.routing.dns;
