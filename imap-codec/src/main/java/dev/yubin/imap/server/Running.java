package dev.yubin.imap.server;

import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.imap.codec.RequestBroken;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A command under way. It runs in turns on the connection's worker, one after another; between them it holds no thread, so a slow client
 * costs only what the command remembers.
 */
@FunctionalInterface
interface Running extends AutoCloseable {
    /** Goes on: answers some more, and says what next. */
    Progress go(Answers out) throws StoreException, Refusal;

    /** The line that it waited for. */
    default Progress line(ContinuationLine line, Answers out) throws StoreException, Refusal {
        throw Refusal.bad("no line was asked for");
    }

    /** Something may have happened to the mailbox while it waits for a line. */
    default Progress woken(Answers out) throws StoreException, Refusal {
        return Progress.LINE;
    }

    /** Octets of the literal that it let come. A command that no longer wants them passes over them. */
    default Progress octets(ByteBuffer octets) throws StoreException, Refusal {
        return Progress.WAITS;
    }

    /** Behind a literal, more of the message, or the head of another; the command is whole with it where it has no literal. */
    default Progress next(AppendMore more, Answers out) throws StoreException, Refusal {
        return Progress.WAITS;
    }

    /** The command is whole. */
    default Progress end(Answers out) throws StoreException, Refusal {
        return Progress.WAITS;
    }

    /** What stands behind the literal breaks the grammar. */
    default Progress broken(RequestBroken broken) throws Refusal {
        throw broken.tooBig() ? Refusal.tooBig(broken.complaint()) : Refusal.bad(broken.complaint());
    }

    /** How far it is; empty in the midst of a literal that it writes, where nothing else can be said. */
    default Optional<Advance> advance() {
        return Optional.of(Advance.UNKNOWN);
    }

    /** Ends it in every case, done or not; the connection may be gone. */
    @Override
    default void close() {}
}
