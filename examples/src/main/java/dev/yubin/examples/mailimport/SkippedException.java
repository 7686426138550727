package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** One message, or one mailbox, that cannot come over, whatever becomes of the others. Its message says why, as a clause. */
final class SkippedException extends IOException {
    private static final long serialVersionUID = 1;

    SkippedException(String why) {
        super(why);
    }

    SkippedException(String why, Throwable cause) {
        super(why, cause);
    }

    /** What the operating system does not let us have. */
    static SkippedException unreadable(IOException e) {
        return new SkippedException("it cannot be read: " + words(e), e);
    }

    /** An exception's own words; those of a file's are often but its name. */
    static String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (e instanceof AccessDeniedException) {
            return "this user may not";
        } else if (e instanceof FileSystemException file) {
            return Optional.ofNullable(file.getReason()).orElse(e.toString());
        }
        return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }
}
