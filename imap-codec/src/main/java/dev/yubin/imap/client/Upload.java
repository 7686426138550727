package dev.yubin.imap.client;

import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.codec.LiteralOctets;
import dev.yubin.imap.codec.StreamEnd;
import dev.yubin.imap.mailbox.AppendData;
import dev.yubin.imap.mailbox.AppendLiteral;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.mailbox.Catenation;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * APPEND and REPLACE: RFC 9051 section 6.3.12, RFC 8508, and RFC 4469 where there are several pieces. Octets are read from the application's channels
 * piece by piece, on a worker, each once the network has taken those before; where the server must agree first, once it has.
 */
final class Upload extends Exchange<Optional<AppendUid>> {
    private static final int PIECE = 32_768;
    private static final String STEP = "appending a message";

    /** URLs, and perhaps octets behind them: what one line brings. */
    private record Stretch(List<String> urls, Optional<MessagePart.Octets> octets) {}

    /**
     * A message that is sent.
     *
     * @param parts    its pieces; where that is octets alone, no catenation is asked of the server
     * @param received its internal date
     */
    record Outgoing(Set<Flag> flags, OffsetDateTime received, List<MessagePart> parts) {
        Outgoing {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a message has at least one piece");
            }
        }

        boolean isOneLiteral() {
            return parts.size() == 1 && parts.get(0).octets().isPresent();
        }

        private List<Stretch> stretches() {
            List<Stretch> stretches = new ArrayList<>();
            List<String> urls = new ArrayList<>();
            for (MessagePart part : parts) {
                part.url().ifPresent(url -> urls.add(url.toString()));
                if (part.octets().isPresent()) {
                    stretches.add(new Stretch(List.copyOf(urls), part.octets()));
                    urls.clear();
                }
            }
            if (!isOneLiteral()) {
                stretches.add(new Stretch(List.copyOf(urls), Optional.empty()));
            }
            return stretches;
        }
    }

    private final ImapConnection connection;
    private final Executor worker;
    private final Outgoing message;
    private final Function<AppendMessage, ImapCommand> command;
    private final List<Stretch> stretches;
    private final AppendUid[] told;
    private ImapEncoding encoding = ImapEncoding.PLAIN;
    /** Which of the stretches is being sent. */
    private int at;

    private long left;
    /** Whether octets are owed to the server. */
    private boolean flowing;
    /** Whether the next piece waits for the network. */
    private boolean stalled;

    private boolean finished;

    /** @param command makes it, for one message */
    Upload(ImapConnection connection, Executor worker, Outgoing message, Function<AppendMessage, ImapCommand> command) {
        this(connection, worker, message, command, new AppendUid[1]);
    }

    private Upload(
            ImapConnection connection,
            Executor worker,
            Outgoing message,
            Function<AppendMessage, ImapCommand> command,
            AppendUid[] told) {
        super(
                Optional.of(command.apply(head(message, message.stretches().get(0), ImapEncoding.PLAIN))),
                STEP,
                response -> response instanceof StatusReply reply && isTold(reply, told),
                ok -> isTold(ok, told) ? Optional.of(told[0]) : Optional.ofNullable(told[0]));
        this.connection = connection;
        this.worker = worker;
        this.message = message;
        this.command = command;
        this.stretches = message.stretches();
        this.told = told;
    }

    /** REPLACE tells it before the other message goes: RFC 8508 section 4.3. */
    private static boolean isTold(StatusReply reply, AppendUid[] told) {
        boolean tells = reply.code().orElse(null) instanceof AppendUid;
        if (tells) {
            told[0] = (AppendUid) reply.code().get();
        }
        return tells;
    }

    private static AppendMessage head(Outgoing message, Stretch first, ImapEncoding encoding) {
        AppendData data = message.isOneLiteral()
                ? new AppendLiteral(marker(first, encoding).orElseThrow(), encoding.utf8Accept())
                : catenation(first, encoding);
        return new AppendMessage(message.flags(), Optional.of(message.received()), data);
    }

    private static Catenation catenation(Stretch stretch, ImapEncoding encoding) {
        Optional<LiteralMarker> marker = marker(stretch, encoding);
        return new Catenation(stretch.urls(), marker, marker.isPresent() && encoding.utf8Accept());
    }

    /** What a header is in, is only known once it has gone: all octets are UTF8 data where these are taken. RFC 6855 section 4. */
    private static Optional<LiteralMarker> marker(Stretch stretch, ImapEncoding encoding) {
        return stretch.octets()
                .map(MessagePart.Octets::octets)
                .map(octets -> new LiteralMarker(octets, encoding.literals().waits(octets), encoding.utf8Accept()));
    }

    @Override
    ImapCommand command(ImapEncoding agreed) {
        encoding = agreed;
        return command.apply(head(message, stretches.get(0), agreed));
    }

    @Override
    void sent() {
        announced();
    }

    /** A line is sent: its octets follow, or the go-ahead, or nothing any more. */
    private void announced() {
        Optional<LiteralMarker> literal = marker(stretches.get(at), encoding);
        if (literal.isEmpty()) {
            finished = true;
            connection.finished();
        } else if (literal.get().synchronizing()) {
            connection.finished(); // where the answer came early, it is the go-ahead's
        } else {
            begin();
        }
    }

    @Override
    void goOn(ContinuationRequest request) throws ProtocolException {
        if (flowing || finished) {
            super.goOn(request);
        }
        begin();
    }

    private void begin() {
        flowing = true;
        left = present().octets();
        next();
    }

    private MessagePart.Octets present() {
        return stretches.get(at).octets().orElseThrow();
    }

    private void next() {
        if (left == 0) {
            connection.toldContent(Speaker.CLIENT, present().octets());
            ended();
        } else if (connection.channel().isWritable()) {
            connection.behind(1); // what is slow now is this side
            worker.execute(this::read);
        } else {
            stalled = true;
        }
    }

    /** Octets are all sent, and what stands behind them follows. */
    private void ended() {
        flowing = false;
        at++;
        if (at == stretches.size()) {
            finished = true;
            connection.say(this, StreamEnd.REQUEST_END);
            connection.finished();
        } else {
            Stretch stretch = stretches.get(at);
            connection.say(this, new AppendMore(Optional.of(catenation(stretch, encoding)), List.of()));
            announced();
        }
    }

    @Override
    void writable() {
        if (stalled) {
            stalled = false;
            next();
        }
    }

    /** On a worker. */
    private void read() {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        try {
            int count = 0;
            while (piece.hasRemaining() && count >= 0) {
                count = present().from().read(piece);
            }
        } catch (IOException | RuntimeException e) {
            broken("fails: " + e);
            return;
        }
        if (piece.hasRemaining()) {
            broken("ends " + (left - piece.position()) + " octets before the "
                    + present().octets() + " that were announced");
            return;
        }
        connection.run(() -> {
            connection.behind(-1);
            left -= piece.position();
            connection.say(this, new LiteralOctets(Unpooled.wrappedBuffer(piece.flip())));
            next();
        });
    }

    private void broken(String what) {
        connection.end(connection.failure(Cause.CLOSED_HERE, STEP, "what the message is read from " + what));
    }

    /** What tells of the message that was sent is not needed to know that it was taken. */
    @Override
    void unreadable(String what) {}

    @Override
    boolean isUnfinished() {
        return flowing && !finished;
    }

    /** Whoever has not asked for the message cannot have it. */
    @Override
    void accepted(StatusReply ok, Consumer<Optional<AppendUid>> answered) throws SyntaxException, ProtocolException {
        if (!finished) {
            throw new ProtocolException("the server says OK to a message that it has not asked for");
        }
        super.accepted(ok, answered);
    }

    @Override
    void refused() {
        if (!finished) {
            connection.withdraw();
        }
    }
}
