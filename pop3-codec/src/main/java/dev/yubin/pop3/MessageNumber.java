package dev.yubin.pop3;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/** A message-number, in base 10, counted from 1: RFC 1939 section 4. */
final class MessageNumber {
    private MessageNumber() {}

    /** SP msg */
    static int read(LineReader in) throws SyntaxException {
        in.expect(" ");
        return readBare(in);
    }

    static int readBare(LineReader in) throws SyntaxException {
        int message = (int) in.expectNumber(Integer.MAX_VALUE);
        if (message == 0) {
            throw new SyntaxException("expected a message-number, which is 1 or more, but found 0");
        }
        return message;
    }

    static void write(int message, LineWriter out) {
        out.text(" ").number(message);
    }

    static void check(int message) {
        if (message < 1) {
            throw new IllegalArgumentException("message-numbers begin at 1, so " + message + " is none");
        }
    }
}
