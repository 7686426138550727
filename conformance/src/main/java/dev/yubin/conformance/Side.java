package dev.yubin.conformance;

/** Which end of a connection one is. */
enum Side {
    CLIENT('C', "the client"),
    SERVER('S', "the server");

    final char letter;
    private final String words;

    Side(char letter, String words) {
        this.letter = letter;
        this.words = words;
    }

    Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    @Override
    public String toString() {
        return words;
    }
}
