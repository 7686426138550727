package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are whole or not there at all, and still there when the power fails. */
public final class Disk {
    private Disk() {}

    /** Gives a small file another content. */
    static void replace(Path file, String content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(beside); // what a run that was cut off has left
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            append(channel, content);
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    /** Writes behind what is there. */
    static void append(FileChannel channel, String content) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** Takes away what stands behind the last end of a line, which was being written when a run was cut off. */
    static void cutTornLine(Path file) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(text.lastIndexOf('\n') + 1L);
            }
        }
    }

    /** Makes the names in a directory last. */
    public static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
