package dev.yubin.conformance.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

record Maildir(Path folder) implements Mailroom {
    @Override
    public List<String> messages() throws IOException {
        List<String> messages = new ArrayList<>();
        for (String name : List.of("new", "cur")) {
            for (Path file : files(folder.resolve(name))) {
                messages.add(Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("(?<!\r)\n", "\r\n"));
            }
        }
        return messages;
    }

    /** A Maildir is made with its first message. */
    private static List<Path> files(Path of) throws IOException {
        try (Stream<Path> listed = Files.list(of)) {
            return listed.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
