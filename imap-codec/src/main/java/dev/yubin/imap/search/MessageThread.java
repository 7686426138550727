package dev.yubin.imap.search;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * A talk, or a branch of one: RFC 5256 section 4.
 *
 * @param members  message numbers or UIDs, each answered by the one behind it; empty where what the branches answer is not among what was found
 * @param branches those that answer the last member, two or more; empty where it is answered by none
 */
public record MessageThread(List<Long> members, List<MessageThread> branches) {
    public MessageThread {
        members = List.copyOf(members);
        branches = List.copyOf(branches);
        if (branches.size() == 1 || members.isEmpty() && branches.isEmpty()) {
            throw new IllegalArgumentException("a thread has members, and no branch or at least two");
        }
    }

    /** Of these messages alone, each answered by the one behind it. */
    public static MessageThread of(List<Long> members) {
        return new MessageThread(members, List.of());
    }

    /** thread-list = "(" (nz-number *(SP nz-number) [SP 2*thread-list] / 2*thread-list) ")" */
    static MessageThread read(ImapReader in) throws SyntaxException {
        in.openList();
        in.countItem();
        List<Long> members = new ArrayList<>();
        boolean more = in.peek() != '(';
        while (more) {
            in.countItem();
            members.add(in.nzNumber());
            more = in.accept(' ') && in.peek() != '(';
        }
        List<MessageThread> branches = new ArrayList<>();
        while (in.peek() == '(') {
            branches.add(read(in));
        }
        in.expect(')');
        in.leave();
        if (branches.size() == 1) { // of a server that writes (1 (2)) for (1 2)
            members.addAll(branches.get(0).members());
            branches = branches.get(0).branches();
        }
        return new MessageThread(members, branches);
    }

    void write(ImapWriter out) {
        out.text("(").joined(members, (number, to) -> to.number(number));
        out.text(members.isEmpty() || branches.isEmpty() ? "" : " ");
        branches.forEach(branch -> branch.write(out));
        out.text(")");
    }
}
