package dev.yubin.conformance.internal;

/** Which end of a connection one is. */
public enum Side {
    CLIENT('C', "the client"),
    SERVER('S', "the server");

    public final char letter;
    private final String words;

    Side(char letter, String words) {
        this.letter = letter;
        this.words = words;
    }

    public Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    @Override
    public String toString() {
        return words;
    }
}
