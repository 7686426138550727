package dev.yubin.examples;

import dev.yubin.protocol.Secret;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a program has a password from: a file, or the terminal. */
public final class PasswordFrom {
    private PasswordFrom() {}

    /**
     * The first line of the file, or what somebody types.
     *
     * @param flag what names the file on the command line
     * @throws IOException in a sentence, when there is neither
     */
    public static Secret fileOrTerminal(Optional<Path> file, String flag, String user, String host) throws IOException {
        if (file.isPresent()) {
            List<String> lines = Files.readAllLines(file.get());
            if (lines.isEmpty()) {
                throw new IOException(flag + " " + file.get() + " has no line");
            }
            return Secret.of(lines.get(0));
        }
        Console console = System.console();
        if (console == null) {
            throw new IOException("there is no terminal to ask for the password; name " + flag);
        }
        char[] password = console.readPassword("Password of %s on %s: ", user, host);
        return Secret.of(new String(password == null ? new char[0] : password));
    }
}
