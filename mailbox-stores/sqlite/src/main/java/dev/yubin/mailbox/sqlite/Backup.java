package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Copies a file while it is in use. Writers go on; what they commit meanwhile is not in the copy. */
final class Backup {
    private Backup() {}

    static void copy(Path file, Path target) throws StoreException {
        if (Files.exists(target)) {
            throw new StoreException(
                    Reason.ALREADYEXISTS,
                    target + " is there already; a backup does not write over what may be another");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (Database database = Database.open(file)) {
                database.update("VACUUM INTO ?", part.toString());
            }
            force(part, StandardOpenOption.WRITE);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(target);
        } catch (SQLException e) {
            throw Trouble.opening(e);
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the backup " + target + " cannot be written: " + e, e);
        }
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** The new name, too, is to outlive the power. */
    private static void forceDirectory(Path target) {
        try {
            force(target.toAbsolutePath().getParent(), StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows opens no directory, and needs none of this.
        }
    }
}
