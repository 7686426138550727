package dev.yubin.examples;

import dev.yubin.protocol.Witness;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints two dialogues as they happen, one in each half of the page, so that a reader sees which line of one waits for which of the other. */
final class SideBySide {
    private static final int HALF = 57;
    private static final String GAP = " | ";

    private final PrintStream out;

    SideBySide(PrintStream out) {
        this.out = out;
    }

    /** What is said there goes into the left half. */
    Witness left() {
        return (speaker, line) -> print(speaker, line, "", GAP);
    }

    /** What is said there goes into the right half. */
    Witness right() {
        return (speaker, line) -> print(speaker, line, " ".repeat(HALF) + GAP, "");
    }

    /** The headlines of the two halves. */
    void headlines(String left, String right) {
        out.println(padded(left) + GAP + right);
        out.println("-".repeat(HALF) + "-+-" + "-".repeat(HALF));
    }

    /** Two event loops speak at once; a line is never torn. */
    private synchronized void print(Witness.Speaker speaker, String line, String before, String behind) {
        String mark = speaker == Witness.Speaker.CLIENT ? "C: " : "S: ";
        for (String part : wrapped(line)) {
            out.println((before + padded(mark + part) + behind).stripTrailing());
            mark = "   ";
        }
    }

    private static String padded(String text) {
        return text + " ".repeat(Math.max(0, HALF - text.length()));
    }

    private static List<String> wrapped(String line) {
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.length() > HALF - 3) {
            int space = rest.lastIndexOf(' ', HALF - 3);
            int end = space > 0 ? space : HALF - 3;
            parts.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        parts.add(rest);
        return parts;
    }
}
