package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Data;
import dev.yubin.smtp.EnhancedStatus;
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
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MAIL, RCPT, DATA, the content and its end. RFC 5321 section 3.3; the first three in one go where the server offers PIPELINING (RFC 2920). Where it offers
 * CHUNKING, the content goes by BDAT instead (RFC 3030), each piece a chunk, without waiting for the reply to the one before. The content is read by a
 * worker and written by the event loop, a piece at a time and only while the server takes it.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final String FINAL_DOT = "waiting for the reply to the final dot";
    private static final String LAST_CHUNK = "waiting for the reply to the last chunk";
    private static final int PIECE_OCTETS = 64 << 10;
    /** How often in a row a source may bring nothing, as one that unpacks may for a while. */
    private static final int MOST_EMPTY_READS = 100;
    /** How many chunks may be on their way without a reply. */
    private static final int MOST_CHUNKS = 16;

    private final Mailing mailing;
    private final SmtpConnection connection;
    private final Envelope envelope;
    private final MessageSource source;
    private final boolean lmtp;
    private final boolean pipelined;
    private final boolean chunked;
    /** Whether octets above 127 are more than the server can take. */
    private final boolean sevenBit;
    /** What looks for a header beyond ASCII, where that is more than the server can take. */
    private final Optional<HeaderWatch> headers;

    private final Executor worker;
    /** Opened and closed by the worker; null before and behind that. */
    private ReadableByteChannel content;

    /** By the recipient's place in the envelope: the reply that decided on them, as far as one has. */
    private final Map<Integer, Reply> decided = new TreeMap<>();
    /** Those whom RCPT took, in order. */
    private final List<Integer> taken = new ArrayList<>();
    /** Those whom it refused because there were so many before them: RFC 5321 section 4.5.3.1.10. */
    private final Set<Integer> tooMany = new HashSet<>();

    /** Whether the server has answered MAIL. */
    private boolean begun;

    private boolean stalled;
    private int chunksUnanswered;
    private boolean ending;
    private boolean ended;
    private Optional<Reply> refusedChunk = Optional.empty();
    private byte lastOctet;
    /** Whether the content so far is nothing, or ends with CR LF. */
    private boolean atLineStart = true;

    private long octets;

    /** @param envelope with those recipients alone whom this transaction is for */
    Transaction(Mailing mailing, Envelope envelope, MessageSource source, boolean asciiHeader, boolean lmtp) {
        this.mailing = mailing;
        this.connection = mailing.connection;
        this.envelope = envelope;
        this.source = source;
        this.lmtp = lmtp;
        this.pipelined = connection.extensions().offers(Extension.PIPELINING);
        this.chunked = connection.extensions().offers(Extension.CHUNKING);
        this.sevenBit = !connection.extensions().offers(Extension.EIGHTBITMIME)
                && envelope.mail().parameters().body() != Body.BINARY_MIME;
        this.headers = asciiHeader ? Optional.of(new HeaderWatch()) : Optional.empty();
        this.worker = connection.workers().inOrder();
    }

    /** For the fault: what is being done while no reply is awaited. */
    String step() {
        return "sending the content";
    }

    Map<Integer, Reply> decided() {
        return decided;
    }

    /** The places of those whom the content was for. */
    List<Integer> taken() {
        return taken;
    }

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
        begun = true;
        if (!reply.isPositive()) {
            decide(IntStream.range(0, recipients()).boxed().toList(), reply);
        }
        if (pipelined) {
            return;
        } else if (reply.isPositive()) {
            sayRcpt(0);
        } else {
            told();
            mailing.transacted();
        }
    }

    private void recipient(int place, Reply reply) {
        if (!reply.isPositive()) {
            decided.putIfAbsent(place, Mailing.kept(reply));
            if (isTooMany(reply)) {
                tooMany.add(place);
            }
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

    /** RFC 5321 section 4.5.3.1.10, which has 552 for what servers once said instead. */
    private static boolean isTooMany(Reply reply) {
        Optional<String> status = reply.status().map(EnhancedStatus::toString);
        return switch (reply.code()) {
            case 452 -> status.isEmpty() || status.get().equals("4.5.3");
            case 552 -> status.isEmpty() || status.get().equals("5.5.3");
            default -> false;
        };
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
            decide(taken, reply);
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
            told();
            mailing.transacted();
        });
    }

    private void nextPiece() {
        if (chunksUnanswered == 0) {
            connection.takeTime(); // the application's, from here to the next piece
        }
        worker.execute(this::readPiece);
    }

    /** On the worker. Whatever the source throws ends the connection: nobody else hears of it. */
    private void readPiece() {
        ByteBuf piece = connection.channel().alloc().buffer(PIECE_OCTETS);
        try {
            if (content == null) {
                content = source.open();
            }
            int read = read(piece.nioBuffer(0, PIECE_OCTETS));
            piece.writerIndex(Math.max(0, read));
            connection.send(() -> send(piece, read < 0));
        } catch (IOException | RuntimeException | Error e) {
            piece.release();
            connection.end(unreadable(connection, step(), e));
        }
    }

    /** At least an octet, or -1 at the end. A channel that does not block would have us ask for ever. */
    private int read(ByteBuffer into) throws IOException {
        for (int tries = 0; tries < MOST_EMPTY_READS; tries++) {
            int read = content.read(into);
            if (read != 0) {
                return read;
            }
        }
        throw new IOException(
                "it brought no octet " + MOST_EMPTY_READS + " times, and has no end; give a channel that waits");
    }

    /** The application fails to tell what is to be sent. */
    static FaultException unreadable(SmtpConnection connection, String step, Throwable failure) {
        Fault fault = connection
                .failure(Cause.CLOSED_HERE, step, "what the content is read from fails: " + failure)
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
        Optional<FaultException> unfit = unfit(piece);
        if (unfit.isPresent()) {
            piece.release();
            connection.end(unfit.get());
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

    /** Why the server cannot take this piece of the content, where that comes to light. */
    private Optional<FaultException> unfit(ByteBuf piece) {
        if (headers.isPresent() && headers.get().finds(piece)) {
            return Optional.of(connection.failure(
                    Cause.UTF8_NOT_OFFERED,
                    step(),
                    "the message has a header in UTF-8, and the server does not offer SMTPUTF8"));
        } else if (sevenBit && piece.forEachByte(octet -> octet >= 0) >= 0) {
            return Optional.of(connection.failure(
                    Cause.EXTENSION_NOT_OFFERED,
                    step(),
                    "the content has octets above 127, and the server does not offer 8BITMIME"));
        }
        return Optional.empty();
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

    /** The server takes octets again. */
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
            decide(taken, refusedChunk.get());
            refusedAndReset();
            return;
        }
        boolean lineEnds = atLineStart || envelope.mail().parameters().body() == Body.BINARY_MIME;
        ByteBuf lineEnd = lineEnds ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(new byte[] {'\r', '\n'});
        List<List<Integer>> replies = finalReplies();
        ended = true;
        connection.say(
                new Bdat(lineEnd.readableBytes(), true),
                LAST_CHUNK,
                connection.timeouts().dataTermination(),
                reply -> decideLast(replies.get(0), reply));
        if (lineEnd.isReadable()) {
            write(new Content(lineEnd));
        }
        replies.stream().skip(1).forEach(this::expectFinal);
    }

    private void expectFinal(List<Integer> places) {
        String step = chunked ? LAST_CHUNK : FINAL_DOT;
        connection.expect(step, connection.timeouts().dataTermination(), reply -> decideLast(places, reply));
    }

    /** It is over once all have heard. */
    private void decideLast(List<Integer> places, Reply reply) {
        decide(places, reply);
        if (decided.size() == recipients()) {
            conclude();
        }
    }

    private void decide(List<Integer> places, Reply reply) {
        Reply kept = Mailing.kept(reply);
        places.forEach(place -> decided.put(place, kept));
    }

    private void sayEnd() {
        ended = true;
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
        told();
        mailing.transacted();
    }

    private void told() {
        closeContent();
        mailing.decided(decided, taken.isEmpty() ? Set.of() : tooMany);
    }

    /** The transaction is still open, and the next must not be taken for its rest. */
    private void refusedAndReset() {
        told();
        connection.say(new Rset(), connection.timeouts().command(), reply -> {
            if (reply.isPositive()) {
                mailing.transacted();
            } else {
                connection.end(connection.refusal(reply, SmtpConnection.step(Verb.RSET)));
            }
        });
    }

    private void closeContent() {
        try {
            worker.execute(this::close);
        } catch (RejectedExecutionException e) {
            close();
        }
    }

    private void close() {
        try {
            if (content != null) {
                content.close();
                content = null;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("what a message was read from cannot be closed", e);
        }
    }

    private void broken(String detail) {
        connection.end(connection.failure(Cause.PROTOCOL_BROKEN, Mailing.STEP, detail));
    }

    /** The connection has ended in its midst. What this means: behind the end of the content, that the message may have been taken. */
    FaultException abandoned(FaultException why) {
        closeContent();
        Fault fault = why.fault();
        boolean answered = fault.cause() == Cause.REFUSED_FOR_NOW; // by 421, in the place of the reply
        if (!begun) {
            return why;
        } else if (!ended || taken.isEmpty() || answered || fault.cause() == Cause.CONTENT_MALFORMED) {
            return new BrokenOffException(fault, why);
        }
        String detail = "the content is sent whole, and the reply did not come: " + fault.detail();
        return new BrokenOffException(
                new Fault(Cause.PERHAPS_TAKEN, fault.host(), fault.port(), fault.step(), fault.lastReply(), detail),
                why);
    }
}
