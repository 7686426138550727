package dev.yubin.routing.dns;

/**
 * An MX record: RFC 1035 section 3.3.9.
 *
 * @param preference 0 to 65535, the smallest first
 * @param host       without the root's dot, so empty for the root itself (RFC 7505); what a stranger wrote, and perhaps no host's name
 */
public record MailExchanger(int preference, String host) {}
