package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Conversation;
import dev.yubin.conformance.internal.Dialogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * One connection to the server that is examined. Whatever is read is held to what RFC 5321 section 4.2 says of every reply. Octets are shown a character
 * each.
 */
final class Connection extends Conversation {
    private Connection(Dialogue dialogue) {
        super(dialogue);
    }

    /** Connects, and begins TLS where it comes before the greeting. */
    static Connection open(SmtpTarget target) {
        return new Connection(connected(target.server(), target.tls() == SmtpTarget.Tls.IMPLICIT, target.patience()));
    }

    /** In two writes, or in one where there is nothing before the cut. */
    void sendCut(String octets, int cut) {
        if (cut > 0) {
            send(octets.substring(0, cut));
        }
        send(octets.substring(cut));
    }

    /** Sends a command, and awaits its reply. */
    Reply say(String command) {
        send(command + "\r\n");
        return reply();
    }

    /** The reply is 2xx. */
    Reply ok(String command) {
        return expect(command, Reply::ok, "it is 2xx");
    }

    /** The reply is 5xx. */
    Reply refused(String command) {
        return expect(command, Reply::permanent, "it is 5xx");
    }

    /** The reply is of this code. */
    Reply expect(String command, int code) {
        return expect(command, reply -> reply.code() == code, "it is " + code);
    }

    private Reply expect(String command, Predicate<Reply> wanted, String words) {
        Reply reply = say(command);
        require(
                wanted.test(reply),
                "the reply to " + shown(command) + " is " + reply.code() + "; expected that " + words);
        return reply;
    }

    /** The server refuses by 4xx or 5xx, or ends the connection, perhaps with a word of goodbye. */
    void refusedOrEnd() {
        replyOrEnd().ifPresent(reply -> require(reply.refused() || reply.code() == 221, "it is not refused"));
    }

    /** The server ends the connection of itself, perhaps with 421 before. */
    void sentAway() {
        replyOrEnd().ifPresent(reply -> {
            require(reply.code() == 421, "a client is sent away by 421");
            dialogue.expectEnd();
        });
    }

    Reply reply() {
        return replyOrEnd().orElseThrow(() -> failure("the server ended the connection instead of a reply"));
    }

    List<Reply> replies(int count) {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(reply());
        }
        return replies;
    }

    /** Empty where the server ends the connection instead. */
    Optional<Reply> replyOrEnd() {
        List<String> texts = new ArrayList<>();
        int code = 0;
        while (true) {
            Optional<String> line = dialogue.lineOrEnd(Reply.EXPECTED);
            if (line.isEmpty()) {
                return Optional.empty();
            }
            int octets = line.get().length() + 2;
            require(octets <= Reply.LONGEST, "a reply's line of " + octets + " octets; 512 are the most");
            Matcher form = Reply.LINE.matcher(line.get());
            require(form.matches(), "a reply's line is a code, SP or a hyphen, and text");
            int its = Integer.parseInt(form.group(1));
            require(texts.isEmpty() || its == code, "the lines of a reply have different codes");
            code = its;
            texts.add(Optional.ofNullable(form.group(3)).orElse(""));
            if (!"-".equals(form.group(2))) {
                return Optional.of(new Reply(code, texts));
            }
        }
    }

    /** Nothing is owed: QUIT is answered next, and the connection ends. One that the server has ended, or ends by 421, is as good. */
    void quit() {
        send("QUIT\r\n");
        replyOrEnd().ifPresent(reply -> {
            require(
                    reply.code() == 221 || reply.code() == 421,
                    "QUIT is answered by 221; what came is another's reply");
            dialogue.expectEnd();
        });
    }
}
