package dev.yubin.pop3.client;

import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A question whose answer is lines of one kind: kept until the last is there, up to a bound. */
final class LinesExchange<T> extends Exchange<List<T>> {
    /** Half a million messages. */
    private static final int MOST_OCTETS = 16 * 1024 * 1024;

    private final Pop3Connection connection;
    private final Line<T> line;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /** How a line becomes a part of the result. */
    interface Line<T> {
        T read(String line) throws SyntaxException;
    }

    LinesExchange(Pop3Connection connection, Pop3Command command, Line<T> line) {
        super(Optional.of(command), step(command), false);
        this.connection = connection;
        this.line = line;
    }

    @Override
    boolean multiLine() {
        return true;
    }

    @Override
    void body(ByteBuf piece) throws FaultException {
        try {
            if (octets.size() + piece.readableBytes() > MOST_OCTETS) {
                throw connection.failure(Cause.LIMIT, step(), "a list of more than " + MOST_OCTETS + " octets");
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
        for (String text : bodyTold()) {
            lines.add(read(text));
        }
        answered.with(List.copyOf(lines));
    }

    /** The lines; an empty one says nothing. */
    @Override
    List<String> bodyTold() {
        return Arrays.stream(octets.toString(StandardCharsets.UTF_8).split("\r\n"))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private T read(String text) throws SyntaxException {
        try {
            return line.read(text);
        } catch (SyntaxException e) {
            throw new SyntaxException("in the line \"" + Escaped.text(text) + "\": " + e.getMessage());
        }
    }
}
