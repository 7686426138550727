package dev.yubin.imap.acl;

import dev.yubin.mailbox.feature.Right;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Rights as they stand on the wire: RFC 4314 section 2.1. */
final class RightLetters {
    /** What {@code c} of RFC 2086 has become, and {@code d}: RFC 4314 section 2.1.1. */
    private static final Set<Right> CREATE = EnumSet.of(Right.CREATE, Right.DELETE_MAILBOX);

    private static final Set<Right> DELETE = EnumSet.of(Right.DELETE_MESSAGES, Right.EXPUNGE);

    private RightLetters() {}

    /** Those that a client names; the two of RFC 2086 stand for all that they have become. */
    static Set<Right> asked(String letters) throws SyntaxException {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (char letter : letters.toCharArray()) {
            Set<Right> meant = letter == 'c' ? CREATE : letter == 'd' ? DELETE : told(String.valueOf(letter));
            if (meant.isEmpty()) {
                throw new SyntaxException("expected rights out of " + of(EnumSet.allOf(Right.class)) + "cd");
            }
            rights.addAll(meant);
        }
        return rights;
    }

    /** Those that a server tells; the two of RFC 2086 say nothing new, and what is unknown is passed over. */
    static Set<Right> told(String letters) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if (letters.indexOf(right.letter()) >= 0) {
                rights.add(right);
            }
        }
        return rights;
    }

    static String of(Collection<Right> rights) {
        StringBuilder letters = new StringBuilder();
        for (Right right : Right.values()) {
            letters.append(rights.contains(right) ? String.valueOf(right.letter()) : "");
        }
        return letters.toString();
    }

    /** With the two of RFC 2086 where one of what they have become is there, for clients that know no others. */
    static String withOlder(Collection<Right> rights) {
        return of(rights)
                + (Collections.disjoint(rights, CREATE) ? "" : "c")
                + (Collections.disjoint(rights, DELETE) ? "" : "d");
    }

    /** In the order of their letters. */
    static Set<Right> copy(Set<Right> rights) {
        Set<Right> copy = EnumSet.noneOf(Right.class);
        copy.addAll(rights);
        return Collections.unmodifiableSet(copy);
    }
}
