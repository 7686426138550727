package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Data;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Rset;
import dev.yubin.smtp.Verb;
import dev.yubin.smtp.codec.Content;
import dev.yubin.smtp.codec.EndOfContent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * One message on its way: MAIL, RCPT, DATA, the content and its end. RFC 5321 section 3.3; the first three in one go where the server offers PIPELINING
 * (RFC 2920). Where it offers CHUNKING, the content goes by BDAT instead (RFC 3030), each piece a chunk, without waiting for the reply to the one before.
 * The content is read by a worker and written by the event loop, a piece at a time and only while the server takes it.
 */
final class Transaction extends Exchange<Delivery> {
    static final String STEP = "sending a message";
    private static final String FINAL_DOT = "waiting for the reply to the final dot";
    private static final String LAST_CHUNK = "waiting for the reply to the last chunk";
    private static final int PIECE_OCTETS = 64 << 10;
    /** How many chunks may be on their way without a reply. */
    private static final int MOST_CHUNKS = 16;

    private final Envelope envelope;
    private final ReadableByteChannel content;
    private final boolean lmtp;
    private final boolean pipelined;
    private final boolean chunked;
    private final Executor worker;

    /** By the recipient's place in the envelope: the reply that decided on him, as far as one has. */
    private final Map<Integer, Reply> decided = new TreeMap<>();
    /** Those whom RCPT took, in order. */
    private final List<Integer> taken = new ArrayList<>();

    private boolean stalled;
    private int chunksUnanswered;
    private boolean ending;
    private Optional<Reply> refusedChunk = Optional.empty();
    private byte lastOctet;
    /** Whether the content so far is nothing, or ends with CR LF. */
    private boolean atLineStart = true;

    private long octets;

    /** @param envelope as the server's {@link Terms} have it */
    Transaction(SmtpConnection connection, Envelope envelope, ReadableByteChannel content, boolean lmtp) {
        super(connection);
        this.envelope = envelope;
        this.content = content;
        this.lmtp = lmtp;
        this.pipelined = connection.extensions().offers(Extension.PIPELINING);
        this.chunked = connection.extensions().offers(Extension.CHUNKING);
        this.worker = connection.workers().inOrder();
    }

    @Override
    String step() {
        return "sending the content";
    }

    @Override
    void begin() {
        connection.say(envelope.mail(), connection.timeouts().command(), this::sender);
        if (pipelined) {
            IntStream.range(0, recipients()).forEach(this::sayRcpt);
            if (!chunked) {
                sayData();
            }
        }
    }

    private int recipients() {
        return envelope.recipients().size();
    }

    private void sayRcpt(int place) {
        connection.say(
                envelope.recipients().get(place), connection.timeouts().command(), reply -> recipient(place, reply));
    }

    private void sayData() {
        connection.say(new Data(), connection.timeouts().dataInitiation(), this::data);
    }

    private void sender(Reply reply) {
        if (!reply.isPositive()) {
            IntStream.range(0, recipients()).forEach(place -> decided.put(place, reply));
        }
        if (pipelined) {
            return;
        } else if (reply.isPositive()) {
            sayRcpt(0);
        } else {
            refused();
            over();
        }
    }

    private void recipient(int place, Reply reply) {
        if (!reply.isPositive()) {
            decided.putIfAbsent(place, reply);
        } else if (decided.containsKey(place)) {
            broken("the server refuses the sender, but takes a recipient");
            return;
        } else {
            taken.add(place);
        }
        boolean last = place + 1 == recipients();
        if (!last && !pipelined) {
            sayRcpt(place + 1);
        } else if (last && (chunked || !pipelined)) {
            envelopeAnswered();
        }
    }

    /** No DATA was said ahead of the replies. */
    private void envelopeAnswered() {
        if (taken.isEmpty()) {
            refusedAndReset();
        } else if (chunked) {
            nextPiece();
        } else {
            sayData();
        }
    }

    private void data(Reply reply) {
        if (reply.isPositive()) {
            broken("the server does not wait for the content behind DATA");
        } else if (!reply.isIntermediate()) {
            taken.forEach(place -> decided.put(place, reply));
            refusedAndReset();
        } else if (taken.isEmpty()) {
            endNothing();
        } else {
            nextPiece();
        }
    }

    /** RFC 2920 section 3.1: a server that asks for content though it accepted nobody is sent none. */
    private void endNothing() {
        if (lmtp) { // where as many replies follow as recipients were accepted: RFC 2033 section 4.2
            broken("the server asks for content, but accepted nobody");
            return;
        }
        sayEnd();
        connection.expect(FINAL_DOT, connection.timeouts().dataTermination(), reply -> {
            refused();
            over();
        });
    }

    private void nextPiece() {
        if (chunksUnanswered == 0) {
            connection.takeTime(); // the application's, from here to the next piece
        }
        worker.execute(this::readPiece);
    }

    /** On the worker. */
    private void readPiece() {
        ByteBuf piece = connection.channel().alloc().buffer(PIECE_OCTETS);
        try {
            int read = content.read(piece.nioBuffer(0, PIECE_OCTETS));
            piece.writerIndex(Math.max(0, read));
            connection.send(() -> send(piece, read < 0));
        } catch (IOException | RuntimeException e) {
            piece.release();
            connection.end(unreadable(e));
        }
    }

    private FaultException unreadable(Exception failure) {
        Fault fault = connection
                .failure(Cause.CLOSED_HERE, step(), "what the content is read from fails: " + failure)
                .fault();
        return new FaultException(fault, failure);
    }

    private void send(ByteBuf piece, boolean last) {
        if (connection.hasEnded() || refusedChunk.isPresent()) {
            piece.release();
            ending = true;
            endChunks();
            return;
        }
        octets += piece.readableBytes();
        if (chunked) {
            sendChunk(piece);
        } else {
            write(new Content(piece));
        }
        if (connection.hasEnded()) {
            return;
        } else if (last) {
            end();
        } else if (mayGoOn()) {
            nextPiece();
        } else {
            stalled = true;
            connection.awaitFor(connection.timeouts().dataBlock());
        }
    }

    private void sendChunk(ByteBuf piece) {
        if (!piece.isReadable()) {
            piece.release();
            return;
        }
        note(piece);
        chunksUnanswered++;
        connection.say(
                new Bdat(piece.readableBytes(), false), connection.timeouts().dataBlock(), this::chunk);
        write(new Content(piece));
    }

    private void note(ByteBuf piece) {
        int end = piece.writerIndex();
        byte before = piece.readableBytes() > 1 ? piece.getByte(end - 2) : lastOctet;
        lastOctet = piece.getByte(end - 1);
        atLineStart = before == '\r' && lastOctet == '\n';
    }

    private void chunk(Reply reply) {
        chunksUnanswered--;
        if (!reply.isPositive() && refusedChunk.isEmpty()) {
            refusedChunk = Optional.of(reply);
        }
        if (ending) {
            endChunks();
        } else {
            writable();
        }
    }

    private boolean mayGoOn() {
        return connection.channel().isWritable() && chunksUnanswered < MOST_CHUNKS;
    }

    @Override
    void writable() {
        if (stalled && mayGoOn()) {
            stalled = false;
            nextPiece();
        }
    }

    private void end() {
        connection.toldContent(Speaker.CLIENT, octets);
        if (chunked) {
            ending = true;
            endChunks();
            return;
        }
        sayEnd();
        if (!connection.hasEnded()) {
            finalReplies().forEach(this::expectFinal);
        }
    }

    /** Whom each reply at the end is for: all, or in LMTP one behind another (RFC 2033 section 4.2). */
    private List<List<Integer>> finalReplies() {
        return lmtp ? taken.stream().map(List::of).toList() : List.of(taken);
    }

    /** Says the last chunk once all others are taken, with the end of a line that lacks it; where one was not taken, there is no last. */
    private void endChunks() {
        if (chunksUnanswered > 0 || connection.hasEnded()) {
            return;
        }
        if (refusedChunk.isPresent()) {
            taken.forEach(place -> decided.put(place, refusedChunk.get()));
            refusedAndReset();
            return;
        }
        boolean lineEnds = atLineStart || envelope.mail().parameters().body() == Body.BINARY_MIME;
        ByteBuf lineEnd = lineEnds ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(new byte[] {'\r', '\n'});
        List<List<Integer>> replies = finalReplies();
        connection.say(
                new Bdat(lineEnd.readableBytes(), true),
                LAST_CHUNK,
                connection.timeouts().dataTermination(),
                reply -> decide(replies.get(0), reply));
        if (lineEnd.isReadable()) {
            write(new Content(lineEnd));
        }
        replies.stream().skip(1).forEach(this::expectFinal);
    }

    private void expectFinal(List<Integer> places) {
        String step = chunked ? LAST_CHUNK : FINAL_DOT;
        connection.expect(step, connection.timeouts().dataTermination(), reply -> decide(places, reply));
    }

    private void decide(List<Integer> places, Reply reply) {
        places.forEach(place -> decided.put(place, reply));
        if (decided.size() == recipients()) {
            conclude();
        }
    }

    private void sayEnd() {
        connection.told(Speaker.CLIENT, ".");
        write(EndOfContent.SOUND);
    }

    /** The codec refuses what would not be the same message at the other end. Without a final dot, what went before is no message. */
    private void write(Object piece) {
        connection.write(piece).addListener(written -> {
            if (written.cause() instanceof IllegalArgumentException unfit) {
                connection.end(connection.failure(Cause.CONTENT_MALFORMED, step(), unfit.getMessage()));
            }
        });
    }

    private void conclude() {
        if (anyAccepted()) {
            succeed(new Delivery(outcomes()));
        } else {
            refused();
        }
        over();
    }

    private boolean anyAccepted() {
        return decided.values().stream().anyMatch(Reply::isPositive);
    }

    private List<Outcome> outcomes() {
        return IntStream.range(0, recipients())
                .mapToObj(place -> new Outcome(envelope.recipients().get(place).to(), decided.get(place)))
                .toList();
    }

    private void refused() {
        boolean forNow = decided.values().stream().anyMatch(Reply::isTransient);
        Optional<String> reply = Optional.of(Escaped.text(decided.get(0).toString()));
        FaultException failure = connection.failure(
                forNow ? Cause.REFUSED_FOR_NOW : Cause.REFUSED, STEP, reply, "the server takes it for nobody");
        fail(new RefusedException(failure.fault(), outcomes()));
    }

    /** The transaction is still open, and the next must not be taken for its rest. */
    private void refusedAndReset() {
        refused();
        connection.say(new Rset(), connection.timeouts().command(), reply -> {
            if (reply.isPositive()) {
                over();
            } else {
                connection.end(connection.refusal(reply, SmtpConnection.step(Verb.RSET)));
            }
        });
    }

    private void broken(String detail) {
        connection.end(connection.failure(Cause.PROTOCOL_BROKEN, STEP, detail));
    }

    /** In LMTP some recipients may have their reply by now. What was accepted for them must not be sent again, so it is told. */
    @Override
    void broken(FaultException why) {
        if (!anyAccepted()) {
            fail(why);
            return;
        }
        Reply lost = Reply.of(
                451,
                "4.4.2",
                Escaped.text("The reply did not come: " + why.fault().detail()));
        taken.forEach(place -> decided.putIfAbsent(place, lost));
        succeed(new Delivery(outcomes()));
    }
}
