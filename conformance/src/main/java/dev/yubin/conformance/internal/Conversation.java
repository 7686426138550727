package dev.yubin.conformance.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What connections to servers of all protocols share. Octets are shown a character each. Used by one thread. */
public class Conversation implements Trial.Spoken {
    private static final int LONGEST_SHOWN = 120;
    private static final int PIECE = 16 << 10;

    protected final Dialogue dialogue;

    protected Conversation(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /**
     * Connects, and begins TLS where it comes before the greeting.
     *
     * @throws AssertionError when there is no connection
     */
    protected static Dialogue connected(InetSocketAddress server, boolean tls, Duration patience) {
        try {
            return Dialogue.with(server, tls, patience);
        } catch (IOException e) {
            throw new AssertionError("no connection to " + server + ": " + e.getMessage(), e);
        }
    }

    /** Sends octets as they are. */
    public final void send(String octets) {
        dialogue.send(octets(octets));
    }

    /** Sends octets of which the report need not show each. */
    public final void send(String octets, String shown) {
        dialogue.send(octets(octets), '(' + shown + ')');
    }

    /** Sends octets so many times over. */
    public final void send(String octets, int times) {
        send(octets, times, String.format(Locale.ROOT, "%,d times %s", times, octets.strip()));
    }

    /** Sends octets so many times over, of which the report need not show each: never all of them are in memory. */
    public final void send(String octets, int times, String shown) {
        int atOnce = Math.min(times, 1 + PIECE / octets.length());
        byte[] piece = octets(octets.repeat(atOnce));
        byte[] rest = octets(octets.repeat(times % atOnce));
        dialogue.send(
                Stream.concat(Stream.generate(() -> piece).limit(times / atOnce), Stream.of(rest)), '(' + shown + ')');
    }

    private static byte[] octets(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The beginning of a command, for words about it. */
    protected static String shown(String command) {
        return command.length() <= LONGEST_SHOWN ? command : command.substring(0, LONGEST_SHOWN) + "...";
    }

    /** Both sides begin TLS. */
    public final void beginTls() {
        dialogue.tls();
    }

    /** Both sides compress from here on; 0 leaves what we say as it is, in blocks of DEFLATE. */
    public final void beginDeflate(int level) {
        dialogue.deflate(level);
    }

    /** Ends our direction. */
    public final void endOurs() {
        dialogue.closeOurs();
    }

    /** The first octet of what comes next, whatever it is. */
    public final OptionalInt octetOrEnd() {
        return dialogue.octetOrEnd();
    }

    /** The server ends the connection, and says nothing more. */
    public final void expectEnd() {
        dialogue.expectEnd();
    }

    /** @throws AssertionError unless it holds */
    public final void require(boolean holds, String otherwise) {
        if (!holds) {
            throw failure(otherwise);
        }
    }

    /** What to throw when something else should have come. */
    public final AssertionError failure(String what) {
        return dialogue.failure(what);
    }

    @Override
    public final String said() {
        return dialogue.said();
    }

    @Override
    public final void close() {
        dialogue.close();
    }
}
