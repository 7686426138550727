package dev.yubin.protocol.line;

/** How a value stands in a line, both ways. What is written reads back equal. */
public interface Grammar<T> {
    /**
     * Reads the value from where {@code in} stands, as far as it reaches.
     *
     * @throws SyntaxException when the text is not such a value
     */
    T read(LineReader in) throws SyntaxException;

    /** Writes the value. */
    void write(T value, LineWriter out);
}
