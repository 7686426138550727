package dev.yubin.routing.accounts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A text file that its owner alone may read. What is written is there whole or not at all, and on the disk. */
record OwnersFile(Path path) {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    boolean exists() {
        return Files.exists(path);
    }

    /** @throws IOException in a sentence, also when others may use it */
    List<String> read() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
            throw new IOException(path + " is open to others, who could guess at passwords with it; chmod 600 " + path);
        }
        try {
            return Files.readAllLines(path);
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not in UTF-8", e);
        }
    }

    void write(List<String> lines) throws IOException {
        Path target = exists() ? path.toRealPath() : path.toAbsolutePath(); // a link stays one
        if (!Files.isDirectory(target.getParent())) {
            throw new IOException("there is no folder " + target.getParent());
        }
        Path next =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), ".new"); // the owner's alone
        try {
            if (exists() && !Files.getOwner(target).equals(Files.getOwner(next))) {
                Files.setOwner(next, Files.getOwner(target)); // written by an administrator, read by a server
            }
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(String.join("\n", lines) + '\n');
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
        syncFolder(target.getParent());
    }

    /** So that the new name outlasts a loss of power as well. */
    private static void syncFolder(Path folder) throws IOException {
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class)
                != null) { // elsewhere folders cannot be opened
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
