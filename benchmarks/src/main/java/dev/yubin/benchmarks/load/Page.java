package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of which the load program writes parts: each stands between a comment that says what it is and {@code <!-- up to here -->}. */
record Page(Path file) {
    private static final String END = "<!-- up to here -->\n";

    /**
     * Puts a text in the place of what stood there.
     *
     * @param what the words of the comment above
     */
    void renew(String what, String text) throws IOException {
        String begin = "<!-- " + what + " -->\n";
        String old = Files.readString(file);
        int from = old.indexOf(begin);
        int to = old.indexOf(END, Math.max(from, 0));
        if (from < 0 || to < 0) {
            throw new IOException(
                    file + " has no place for tables: a line '" + begin.strip() + "' and then '" + END.strip() + "'");
        }
        Files.writeString(file, old.substring(0, from) + begin + '\n' + text + old.substring(to));
    }

    /** Writes a file beside the page, named after it. @return its name */
    String beside(String suffix, String content) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.md$", "") + '-' + suffix;
        Files.writeString(file.resolveSibling(name), content);
        return name;
    }
}
