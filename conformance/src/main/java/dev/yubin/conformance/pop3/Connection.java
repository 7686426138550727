package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Dialogue;
import dev.yubin.conformance.internal.Trial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One connection to the server that is examined. Whatever is read is held to what RFC 1939 section 3 and RFC 2449 section 3 say of every reply. Octets are
 * shown a character each.
 */
final class Connection implements Trial.Spoken {
    static final Duration PATIENCE_FOR_MAIL = Duration.ofSeconds(30);

    private static final int LONGEST_SHOWN = 120;

    private final Dialogue dialogue;

    private Connection(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** Connects, and begins TLS where it comes before the greeting. */
    static Connection open(Pop3Target target) {
        try {
            return new Connection(dialogue(target.server(), target.tls(), target.patience()));
        } catch (IOException e) {
            throw new AssertionError("no connection to " + target.server() + ": " + e.getMessage(), e);
        }
    }

    static Dialogue dialogue(InetSocketAddress server, Pop3Target.Tls tls, Duration patience) throws IOException {
        return Dialogue.with(server, tls == Pop3Target.Tls.IMPLICIT, patience);
    }

    /** Sends octets as they are. */
    void send(String octets) {
        dialogue.send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends octets of which the report need not show each. */
    void send(String octets, String shown) {
        dialogue.send(octets.getBytes(StandardCharsets.ISO_8859_1), '(' + shown + ')');
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

    private static String shown(String command) {
        return command.length() <= LONGEST_SHOWN ? command : command.substring(0, LONGEST_SHOWN) + "...";
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

    /** Both sides begin TLS, as STLS has it. */
    void beginTls() {
        dialogue.tls();
    }

    /** Ends our direction. */
    void endOurs() {
        dialogue.closeOurs();
    }

    /** The first octet of what comes next, whatever it is. */
    OptionalInt octetOrEnd() {
        return dialogue.octetOrEnd();
    }

    /** The server ends the connection, and says nothing more. */
    void expectEnd() {
        dialogue.expectEnd();
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw failure(otherwise);
        }
    }

    AssertionError failure(String what) {
        return dialogue.failure(what);
    }

    @Override
    public String said() {
        return dialogue.said();
    }

    @Override
    public void close() {
        dialogue.close();
    }
}
