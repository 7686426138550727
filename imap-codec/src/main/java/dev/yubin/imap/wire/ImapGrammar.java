package dev.yubin.imap.wire;

import dev.yubin.protocol.line.SyntaxException;

/** How a value stands in a command or response, both ways. What is written reads back equal. */
public interface ImapGrammar<T> {
    /**
     * Reads the value from where {@code in} stands, as far as it reaches.
     *
     * @throws SyntaxException when the octets are not such a value
     */
    T read(ImapReader in) throws SyntaxException;

    /** Writes the value. */
    void write(T value, ImapWriter out);
}
