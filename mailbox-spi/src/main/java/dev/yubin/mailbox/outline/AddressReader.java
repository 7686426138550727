package dev.yubin.mailbox.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an address-list (RFC 5322 section 3.4) with its obsolete forms and with what is seen beside them: {@code ;} between addresses,
 * {@code ann@example.net <ann@example.net>}, quotes and brackets that never close. One pass, no recursion.
 */
final class AddressReader {
    /** Stands in {@link #words} where white space or a comment stood; no other line feed gets in. */
    private static final char GAP = '\n';

    private final String in;
    private int at;

    private final List<MailAddress> list = new ArrayList<>();
    private boolean inGroup;

    /** What was read of the present address and may yet be a display name, a local part or a group's name. */
    private final StringBuilder words = new StringBuilder();

    private boolean gap;
    private boolean anything;
    private String comment = "";

    AddressReader(String in) {
        this.in = in;
    }

    List<MailAddress> list() {
        while (at < in.length()) {
            step(in.charAt(at));
        }
        endLoneWords();
        endGroup();
        return List.copyOf(list);
    }

    private void step(char c) {
        switch (c) {
            case ',' -> {
                at++;
                endLoneWords();
            }
            case ';' -> {
                at++;
                endLoneWords();
                endGroup();
            }
            case ':' -> {
                at++;
                startGroup();
            }
            case '<' -> {
                at++;
                angleAddress();
            }
            case '@' -> {
                at++;
                bareAddress();
            }
            default -> word();
        }
    }

    /** A word, or the white space or comment between two. */
    private void word() {
        if (skipGap()) {
            gap = true;
            return;
        }
        if (gap && anything) {
            words.append(GAP);
        }
        gap = false;
        anything = true;
        if (in.charAt(at) == '"') {
            quoted(words);
        } else {
            words.append(in.charAt(at++));
        }
    }

    private void endLoneWords() {
        if (anything) {
            add(Optional.empty(), "", phrase(), "");
        }
        forget();
    }

    private void startGroup() {
        if (anything) {
            endGroup();
            list.add(MailAddress.groupStart(phrase()));
            inGroup = true;
        }
        forget();
    }

    private void endGroup() {
        if (inGroup) {
            list.add(MailAddress.GROUP_END);
            inGroup = false;
        }
    }

    /** Behind the {@code @} of {@code ann@example.net}: what was read is the local part, and before its last gap perhaps a name. */
    private void bareAddress() {
        String read = words.toString().replace(GAP + ".", ".").replace("." + GAP, ".");
        int gapAt = read.lastIndexOf(GAP);
        String host = host();
        skipGaps();
        if (at < in.length() && in.charAt(at) == '<') { // ann@example.net <ann@example.net>: seen far too often
            words.append('@').append(host);
            anything = true;
            return;
        }
        add(present(read.substring(0, Math.max(gapAt, 0)).replace(GAP, ' ')), "", read.substring(gapAt + 1), host);
        skipToEnd();
    }

    /** Behind the {@code <}: [obs-route] addr-spec ">". */
    private void angleAddress() {
        Optional<String> name = present(phrase());
        skipGaps();
        String route = at < in.length() && in.charAt(at) == '@' ? route() : "";
        StringBuilder mailbox = new StringBuilder();
        while (at < in.length() && "@>,".indexOf(in.charAt(at)) < 0) {
            if (in.charAt(at) == '"') {
                quoted(mailbox);
            } else if (!skipGap()) {
                mailbox.append(in.charAt(at++));
            }
        }
        String host = "";
        if (at < in.length() && in.charAt(at) == '@') {
            at++;
            host = host();
        }
        skipTo(">,");
        if (at < in.length() && in.charAt(at) == '>') {
            at++;
        }
        skipGaps();
        add(name, route, mailbox.toString(), host);
        skipToEnd();
    }

    /** obs-route = obs-domain-list ":" and so all up to the colon; where something comes that cannot be in it, it was no route. */
    private String route() {
        int start = at;
        StringBuilder route = new StringBuilder();
        while (at < in.length() && "<>;\"".indexOf(in.charAt(at)) < 0) {
            if (in.charAt(at) == ':') {
                at++;
                return route.toString();
            }
            if (!skipGap()) {
                route.append(in.charAt(at++));
            }
        }
        at = start;
        return "";
    }

    /** domain: atoms, dots and a literal in brackets; a gap that has no dot beside it ends it. */
    private String host() {
        StringBuilder host = new StringBuilder();
        skipGaps();
        while (at < in.length() && ",;<>".indexOf(in.charAt(at)) < 0) {
            if (skipGaps()) {
                boolean goesOn = at < in.length() && in.charAt(at) == '.';
                if (!goesOn && !(host.length() > 0 && host.charAt(host.length() - 1) == '.')) {
                    break;
                }
            } else if (in.charAt(at) == '[') {
                literal(host);
            } else {
                host.append(in.charAt(at++));
            }
        }
        return host.toString();
    }

    private void literal(StringBuilder into) {
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (!Octets.isSpace(c)) {
                into.append(c);
            }
            if (c == ']') {
                return;
            }
        }
    }

    /** quoted-string, at its first quote; what it holds goes into {@code into}. */
    private void quoted(StringBuilder into) {
        at++;
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < in.length()) {
                c = in.charAt(at++);
            }
            into.append(Octets.isSpace(c) ? ' ' : c);
        }
    }

    private boolean skipGaps() {
        boolean skipped = false;
        while (skipGap()) {
            skipped = true;
        }
        return skipped;
    }

    /** One space or one comment. */
    private boolean skipGap() {
        if (at >= in.length()) {
            return false;
        }
        char c = in.charAt(at);
        if (c == '(') {
            comment();
            return true;
        }
        if (Octets.isSpace(c)) {
            at++;
            return true;
        }
        return false;
    }

    /** comment, at its first parenthesis; the last one with something in it is remembered. */
    private void comment() {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '\\' && at < in.length()) {
                c = in.charAt(at++);
            } else if (c == '(' && depth++ == 0) {
                continue;
            } else if (c == ')' && --depth == 0) {
                break;
            }
            text.append(Octets.isSpace(c) ? ' ' : c);
        }
        String trimmed = text.toString().trim();
        comment = trimmed.isEmpty() ? comment : trimmed;
    }

    /** Passes over what follows a whole address until the comma; comments there may still name it. */
    private void skipToEnd() {
        skipTo(",;");
        forget();
    }

    private void skipTo(String ends) {
        while (at < in.length() && ends.indexOf(in.charAt(at)) < 0) {
            if (!skipGap()) {
                at++;
            }
        }
    }

    private void add(Optional<String> name, String route, String mailbox, String host) {
        Optional<String> shown = name.isPresent() ? name : present(comment);
        list.add(new MailAddress(shown, present(route), Optional.of(mailbox), Optional.of(host)));
    }

    private void forget() {
        words.setLength(0);
        gap = false;
        anything = false;
        comment = "";
    }

    private String phrase() {
        return words.toString().replace(GAP, ' ');
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
