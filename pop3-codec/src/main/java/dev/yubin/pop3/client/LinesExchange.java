package dev.yubin.pop3.client;

import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A question whose answer is lines of one kind: kept until the last is there, up to a bound. */
final class LinesExchange<T> extends Exchange<List<T>> {
    private final Line<T> line;
    private final int maxOctets;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /** How a line becomes a part of the result. */
    interface Line<T> {
        T read(String line) throws SyntaxException;
    }

    LinesExchange(Pop3Command command, int maxOctets, Line<T> line) {
        super(Optional.of(command), step(command), false);
        this.maxOctets = maxOctets;
        this.line = line;
    }

    @Override
    boolean multiLine() {
        return true;
    }

    @Override
    void body(ByteBuf piece) throws ProtocolException {
        try {
            if (octets.size() + piece.readableBytes() > maxOctets) {
                throw new ProtocolException("a list of more than " + maxOctets + " octets");
            }
            piece.forEachByte(octet -> {
                octets.write(octet);
                return true;
            });
        } finally {
            piece.release();
        }
    }

    @Override
    void accepted(Pop3Reply reply, Answered<List<T>> answered) throws SyntaxException {
        List<T> lines = new ArrayList<>();
        for (String text : octets.toString(StandardCharsets.UTF_8).split("\r\n")) {
            if (!text.isEmpty()) {
                lines.add(read(text));
            }
        }
        answered.with(List.copyOf(lines));
    }

    private T read(String text) throws SyntaxException {
        try {
            return line.read(text);
        } catch (SyntaxException e) {
            throw new SyntaxException("in the line \"" + Escaped.text(text) + "\": " + e.getMessage());
        }
    }
}
