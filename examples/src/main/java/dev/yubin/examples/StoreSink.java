package dev.yubin.examples;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.pop3.client.FetchSink;
import dev.yubin.pop3.client.RefusedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/** Puts fetched mail into a mailbox of any store. */
public final class StoreSink implements FetchSink {
    private final Mailbox mailbox;

    /** @param mailbox often an account's INBOX */
    public StoreSink(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** A call of the store. */
    private interface Call<T> {
        T make() throws StoreException;
    }

    /** What says no to one message is that message's matter; where the store itself is in trouble, there is no going on. */
    private static <T> T asked(Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (StoreException e) {
            String said = "the store says " + e.reason() + ": " + e.getMessage();
            throw switch (e.reason()) {
                case TOOBIG, CANNOT, LIMIT -> new RefusedMessageException(said, e);
                default -> new IOException(said, e);
            };
        }
    }

    @Override
    public Incoming begin(String uniqueId) throws IOException {
        MessageWriter writer = asked(() -> MessageWriter.open(mailbox, Set.of(), Instant.now(), OptionalLong.empty()));
        return new Incoming() {
            @Override
            public void write(ByteBuffer octets) throws IOException {
                asked(() -> {
                    writer.write(octets);
                    return octets;
                });
            }

            @Override
            public void commit() throws IOException {
                asked(writer::commit);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }
}
