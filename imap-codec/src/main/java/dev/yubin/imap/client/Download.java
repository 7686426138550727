package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum.Content;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.codec.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A FETCH of octets of one message, which go to the application's channel. */
final class Download extends Exchange<Long> {
    private static final String STEP = "fetching a message";

    private final ImapConnection connection;
    private final Outlet outlet;
    /** Whether octets of the response under way go on. */
    private boolean streaming;
    /** Whether there was such a response. */
    private boolean told;

    Download(ImapConnection connection, Executor worker, Fetch fetch, WritableByteChannel into) {
        super(Optional.of(fetch), STEP, NOTHING, ok -> null);
        this.connection = connection;
        this.outlet = new Outlet(connection, worker, into, STEP, result);
    }

    @Override
    boolean content(ByteBuf octets) {
        if (told && !streaming) {
            return false;
        }
        told = true;
        streaming = true;
        outlet.write(octets);
        return true;
    }

    @Override
    boolean takes(ImapResponse untagged) {
        if (!(untagged instanceof FetchData data)) {
            return false;
        }
        boolean whole = streaming; // this is the end of the response whose octets have gone on
        streaming = false;
        Optional<Content> content = data.data().stream()
                .filter(Content.class::isInstance)
                .map(Content.class::cast)
                .findFirst();
        if (!told && content.isPresent()) { // NIL, or so few that they came quoted
            told = true;
            whole = true;
            outlet.write(Unpooled.wrappedBuffer(
                    content.get().octets().orElse(Octets.EMPTY).view()));
        }
        return whole;
    }

    @Override
    void accepted(StatusReply ok, Consumer<Long> answered) {
        if (told) {
            outlet.end();
        } else {
            connection.fail(result, connection.failure(Cause.REFUSED, STEP, "the server has no such message"));
        }
    }
}
