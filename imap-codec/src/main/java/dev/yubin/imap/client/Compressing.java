package dev.yubin.imap.client;

import dev.yubin.imap.Compress;
import dev.yubin.imap.StatusReply;
import java.util.Optional;
import java.util.function.Consumer;

/** COMPRESS=DEFLATE: RFC 4978. */
final class Compressing extends Exchange<Void> {
    private final ImapConnection connection;

    Compressing(ImapConnection connection) {
        super(Optional.of(Compress.DEFLATE), step(Compress.DEFLATE), NOTHING, ok -> null);
        this.connection = connection;
    }

    @Override
    void accepted(StatusReply ok, Consumer<Void> answered) {
        connection.compress(); // before anything more of what has come is read
        answered.accept(null);
    }
}
