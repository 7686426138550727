package dev.yubin.routing;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of messages that have a number each: how often each came into whose mailbox, and of whom its sender was told how often that he does not have it.
 */
final class MailEnds {
    private static final Pattern NUMBER = Pattern.compile("\r\nX-Number: ([0-9]+)\r\n");
    private static final Pattern FAILED =
            Pattern.compile("\r\nFinal-Recipient: rfc822; ([^\r]+)\r\nAction: failed\r\n");

    /** A message and one of its recipients. */
    record Of(int number, String to) implements Comparable<Of> {
        @Override
        public int compareTo(Of other) {
            return number == other.number ? to.compareTo(other.to) : Integer.compare(number, other.number);
        }
    }

    private final Map<Integer, String> senders;
    private final Map<Of, Integer> copies = new TreeMap<>();
    private final Map<Of, Integer> notices = new TreeMap<>();

    /** @param senders who sent which message */
    MailEnds(Map<Integer, String> senders) {
        this.senders = Map.copyOf(senders);
    }

    /** Adds what lies in this account's INBOX, where nothing else may be. */
    void look(MailStore store, String account) throws StoreException {
        for (String message : Inbox.of(store, account)) {
            int number = number(message);
            if (message.startsWith("Return-Path: <" + senders.get(number) + ">\r\n")) {
                copies.merge(new Of(number, account), 1, Integer::sum);
            } else if (message.startsWith("Return-Path: <>\r\n") && account.equals(senders.get(number))) {
                FAILED.matcher(message)
                        .results()
                        .map(failed -> failed.group(1))
                        .forEach(whom -> notices.merge(new Of(number, whom), 1, Integer::sum));
            } else {
                throw new AssertionError(account + " has what is not for him: " + message);
            }
        }
    }

    private static int number(String message) {
        Matcher number = NUMBER.matcher(message);
        if (!number.find()) {
            throw new AssertionError("nobody has sent this: " + message);
        }
        return Integer.parseInt(number.group(1));
    }

    /** How often each message came to each. */
    Map<Of, Integer> copies() {
        return copies;
    }

    /** How often each message's sender was told that it does not come to whom. */
    Map<Of, Integer> notices() {
        return notices;
    }

    /** How often both together. */
    int of(Of each) {
        return copies.getOrDefault(each, 0) + notices.getOrDefault(each, 0);
    }
}
