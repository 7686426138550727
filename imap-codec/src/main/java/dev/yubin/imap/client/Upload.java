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
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * APPEND and REPLACE: RFC 9051 section 6.3.12, RFC 8508, RFC 3502 where there are several messages, and RFC 4469 where there are several pieces of one.
 * Octets are read from the application's channels piece by piece, on a worker, each once the network has taken those before; where the server must agree
 * first, once it has.
 */
final class Upload extends Exchange<Optional<AppendUid>> {
    private static final int PIECE = 32_768;
    private static final String STEP = "appending a message";

    /**
     * URLs, and perhaps octets behind them; without any, the message ends with it. A line brings such stretches up to the first that has octets.
     *
     * @param first whether the message begins with it
     */
    private record Stretch(NewMessage message, boolean first, List<String> urls, Optional<MessagePart.Octets> octets) {
        static void addAll(NewMessage message, List<Stretch> stretches) {
            int begin = stretches.size();
            List<String> urls = new ArrayList<>();
            for (MessagePart part : message.parts()) {
                part.url().ifPresent(url -> urls.add(url.toString()));
                if (part.octets().isPresent()) {
                    boolean first = stretches.size() == begin;
                    stretches.add(new Stretch(message, first, List.copyOf(urls), part.octets()));
                    urls.clear();
                }
            }
            if (!message.isOneLiteral()) {
                boolean first = stretches.size() == begin;
                stretches.add(new Stretch(message, first, List.copyOf(urls), Optional.empty()));
            }
        }

        /** What a header is in, is only known once it has gone: all octets are UTF8 data where these are taken. RFC 6855 section 4. */
        Optional<LiteralMarker> marker(ImapEncoding encoding) {
            return octets.map(MessagePart.Octets::octets)
                    .map(count -> new LiteralMarker(count, encoding.literals().waits(count), encoding.utf8Accept()));
        }

        Catenation catenation(ImapEncoding encoding) {
            return new Catenation(urls, marker(encoding), octets.isPresent() && encoding.utf8Accept());
        }

        AppendMessage head(ImapEncoding encoding) {
            AppendData data = message.isOneLiteral()
                    ? new AppendLiteral(marker(encoding).orElseThrow(), encoding.utf8Accept())
                    : catenation(encoding);
            return new AppendMessage(message.flags(), Optional.of(message.received()), data);
        }
    }

    private final ImapConnection connection;
    private final Executor worker;
    private final List<Stretch> stretches;
    private final Function<List<AppendMessage>, ImapCommand> command;
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

    /** @param command makes it, of the messages that its first line brings */
    Upload(
            ImapConnection connection,
            Executor worker,
            List<NewMessage> messages,
            Function<List<AppendMessage>, ImapCommand> command) {
        this(connection, worker, stretches(messages), command, new AppendUid[1]);
    }

    private Upload(
            ImapConnection connection,
            Executor worker,
            List<Stretch> stretches,
            Function<List<AppendMessage>, ImapCommand> command,
            AppendUid[] told) {
        super(
                Optional.of(command.apply(heads(stretches, 0, ImapEncoding.PLAIN))),
                STEP,
                response -> response instanceof StatusReply reply && isTold(reply, told),
                ok -> isTold(ok, told) ? Optional.of(told[0]) : Optional.ofNullable(told[0]));
        this.connection = connection;
        this.worker = worker;
        this.stretches = stretches;
        this.command = command;
        this.told = told;
    }

    private static List<Stretch> stretches(List<NewMessage> messages) {
        List<Stretch> stretches = new ArrayList<>();
        messages.forEach(message -> Stretch.addAll(message, stretches));
        return stretches;
    }

    /** The messages that begin on one line, from that stretch on: each but the last is whole there. */
    private static List<AppendMessage> heads(List<Stretch> stretches, int from, ImapEncoding encoding) {
        List<AppendMessage> heads = new ArrayList<>();
        boolean open = false;
        for (int i = from; i < stretches.size() && !open; i++) {
            heads.add(stretches.get(i).head(encoding));
            open = stretches.get(i).octets().isPresent();
        }
        return heads;
    }

    /** REPLACE tells it before the other message goes: RFC 8508 section 4.3. */
    private static boolean isTold(StatusReply reply, AppendUid[] told) {
        boolean tells = reply.code().orElse(null) instanceof AppendUid;
        if (tells) {
            told[0] = (AppendUid) reply.code().get();
        }
        return tells;
    }

    @Override
    ImapCommand command(ImapEncoding agreed) {
        encoding = agreed;
        return command.apply(heads(stretches, 0, agreed));
    }

    @Override
    void sent() {
        toEndOfLine();
        announced();
    }

    private void toEndOfLine() {
        while (stretches.get(at).octets().isEmpty() && at + 1 < stretches.size()) {
            at++;
        }
    }

    /** A line is sent: its octets follow, or the go-ahead, or nothing any more. */
    private void announced() {
        Optional<LiteralMarker> literal = stretches.get(at).marker(encoding);
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
            connection.say(this, more());
            toEndOfLine();
            announced();
        }
    }

    /** The rest of the message whose octets went, and what begins on the same line. */
    private AppendMore more() {
        Stretch next = stretches.get(at);
        if (next.first()) {
            return new AppendMore(Optional.empty(), heads(stretches, at, encoding));
        }
        boolean open = next.octets().isPresent();
        return new AppendMore(
                Optional.of(next.catenation(encoding)), open ? List.of() : heads(stretches, at + 1, encoding));
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

    /** Its parts go out as the server and the network let them, with nothing between. */
    @Override
    boolean letsFollow(Exchange<?> next) {
        return false;
    }

    /** What tells of the message that was sent is not needed to know that it was taken. */
    @Override
    void unreadable(String what) {}

    @Override
    boolean isUnfinished() {
        return flowing && !finished;
    }

    /** Without the last octet, there is no message. */
    @Override
    boolean perhapsDone() {
        return finished;
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
