package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import java.util.regex.Pattern;

/**
 * A mailbox name with wildcards: {@code *} stands for any text, {@code %} for any without the hierarchy's delimiter. INBOX, also as the
 * first of several levels, matches in any case. RFC 9051 section 6.3.9.1.
 */
final class ListPattern {
    private static final String INBOX = MailboxName.INBOX.toString();

    private static final Pattern WILDCARDS = Pattern.compile("[*%]+");

    private final String pattern;

    /**
     * @param reference what the name is relative to: it simply stands before the pattern, as a path of a directory would
     */
    ListPattern(String reference, String pattern) {
        this.pattern = squeezed(reference + pattern);
    }

    /** Neighbouring wildcards mean what the strongest of them does. */
    private static String squeezed(String pattern) {
        return WILDCARDS.matcher(pattern).replaceAll(run -> run.group().contains("*") ? "*" : "%");
    }

    boolean matches(String name) {
        int folded = name.equals(INBOX) || name.startsWith(INBOX + MailboxName.DELIMITER) ? INBOX.length() : 0;
        return matches(name, folded);
    }

    /**
     * Every way through the pattern at once, one character of the name after another: O(name x pattern), whatever a client sends.
     *
     * @param folded how many characters of the name match in any case
     */
    private boolean matches(String name, int folded) {
        int length = pattern.length();
        boolean[] reached = new boolean[length + 1];
        reached[0] = true;
        skipWildcards(reached);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean[] next = new boolean[length + 1];
            for (int at = 0; at < length; at++) {
                if (reached[at]) {
                    char p = i < folded ? upper(pattern.charAt(at)) : pattern.charAt(at);
                    if (p == '*' || (p == '%' && c != MailboxName.DELIMITER)) {
                        next[at] = true;
                    } else if (p == c) {
                        next[at + 1] = true;
                    }
                }
            }
            skipWildcards(next);
            reached = next;
        }
        return reached[length];
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    }

    /** A wildcard may stand for nothing. */
    private void skipWildcards(boolean[] reached) {
        for (int at = 0; at < pattern.length(); at++) {
            reached[at + 1] |= reached[at] && (pattern.charAt(at) == '*' || pattern.charAt(at) == '%');
        }
    }
}
