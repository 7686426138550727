package dev.yubin.routing.accounts;

import dev.yubin.mailbox.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A text file that its owner alone may read. What is written is there whole or not at all, and on the disk. */
record OwnersFile(Path path) {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Those of this program, whom the operating system's lock does not tell apart. */
    private static final ReentrantLock WRITERS = new ReentrantLock();

    /** What is done while nobody else writes. */
    @FunctionalInterface
    interface Deed {
        void run() throws IOException, StoreException;
    }

    /**
     * Does this while nobody else does, in this program or another: who reads the file, changes it and writes it must not do so between another's reading and
     * writing. The lock is on a file beside it, which stays.
     */
    void alone(Deed deed) throws IOException, StoreException {
        WRITERS.lock();
        try (FileChannel beside = FileChannel.open(lockFile(), StandardOpenOption.WRITE)) {
            beside.lock();
            deed.run();
        } finally {
            WRITERS.unlock();
        }
    }

    private Path lockFile() throws IOException {
        Path target = target();
        Path lock = target.resolveSibling(target.getFileName() + ".lock");
        try {
            giveToOwner(Files.createFile(lock, ownersAlone(target)), target);
        } catch (FileAlreadyExistsException e) {
            return lock; // from an earlier change
        }
        return lock;
    }

    private static FileAttribute<?>[] ownersAlone(Path target) {
        boolean posix = Files.getFileAttributeView(target.getParent(), PosixFileAttributeView.class) != null;
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A link stays one. */
    private Path target() throws IOException {
        Path target = exists() ? path.toRealPath() : path.toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new IOException("there is no folder " + target.getParent());
        }
        return target;
    }

    /** What an administrator writes a server has to read. */
    private void giveToOwner(Path made, Path target) throws IOException {
        if (exists() && !Files.getOwner(target).equals(Files.getOwner(made))) {
            Files.setOwner(made, Files.getOwner(target));
        }
    }

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
        Path target = target();
        Path next =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), ".new"); // the owner's alone
        try {
            giveToOwner(next, target);
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
