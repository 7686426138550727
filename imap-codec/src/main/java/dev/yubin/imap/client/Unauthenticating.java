package dev.yubin.imap.client;

import dev.yubin.imap.Bare;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Verb;
import java.util.Optional;
import java.util.function.Consumer;

/** UNAUTHENTICATE: RFC 8437. The result says whether the server has told its capabilities anew. */
final class Unauthenticating extends Exchange<Boolean> {
    private static final Bare COMMAND = new Bare(Verb.UNAUTHENTICATE);

    private final ImapConnection connection;

    Unauthenticating(ImapConnection connection) {
        super(Optional.of(COMMAND), step(COMMAND), NOTHING, ok -> true);
        this.connection = connection;
    }

    @Override
    void accepted(StatusReply ok, Consumer<Boolean> answered) {
        connection.unauthenticated(toldCapabilities); // before anything more of what has come is read
        answered.accept(toldCapabilities);
    }
}
