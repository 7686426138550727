package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Conversation;
import dev.yubin.conformance.internal.Dialogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection to the server that is examined. Whatever is read is held to what RFC 1939 section 3 and RFC 2449 section 3 say of every reply. Octets are
 * shown a character each.
 */
final class Connection extends Conversation {
    static final Duration PATIENCE_FOR_MAIL = Duration.ofSeconds(30);

    private Connection(Dialogue dialogue) {
        super(dialogue);
    }

    /** Connects, and begins TLS where it comes before the greeting. */
    static Connection open(Pop3Target target) {
        return new Connection(connected(target.server(), target.tls() == Pop3Target.Tls.IMPLICIT, target.patience()));
    }

    /** Sends a command, and awaits the first line of its reply. */
    Reply say(String command) {
        send(command + "\r\n");
        return reply();
    }

    Reply ok(String command) {
        Reply reply = say(command);
        require(reply.ok(), shown(command) + " is refused");
        return reply;
    }

    Reply refused(String command) {
        Reply reply = say(command);
        require(!reply.ok(), shown(command) + " is not refused");
        return reply;
    }

    /** The first line of a reply. */
    Reply reply() {
        return read(dialogue.line(Reply.EXPECTED));
    }

    /** Likewise; empty where the server ends the connection instead. */
    Optional<Reply> replyOrEnd() {
        return dialogue.lineOrEnd(Reply.EXPECTED).map(this::read);
    }

    private Reply read(String line) {
        require(line.length() + 2 <= Reply.LONGEST, "a reply of " + (line.length() + 2) + " octets; 512 are the most");
        return Reply.of(line).orElseThrow(() -> failure("a reply begins with +OK or -ERR, and SP stands behind that"));
    }

    /** A line as it comes, such as a challenge. */
    String line() {
        return dialogue.line("a line");
    }

    /** The lines of a multi-line reply behind the first, their stuffing taken off: RFC 1939 section 3. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            if (line.startsWith(".")) {
                require(line.startsWith(".."), "a line that begins with a dot is not stuffed");
                lines.add(line.substring(1));
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The lines behind the +OK to this command. */
    List<String> lines(String command) {
        ok(command);
        return lines();
    }

    /** The octets behind the +OK to this command, in which every line has its CR LF. */
    String content(String command) {
        StringBuilder content = new StringBuilder();
        lines(command).forEach(line -> content.append(line).append("\r\n"));
        return content.toString();
    }
}
