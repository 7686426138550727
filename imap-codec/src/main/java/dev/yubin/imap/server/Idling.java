package dev.yubin.imap.server;

import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import java.util.Optional;

/** IDLE under way: RFC 9051 section 6.3.13. It tells what happens to the selected mailbox until the client says DONE. */
final class Idling implements Running {
    private final Session session;
    private boolean begun;
    private Optional<Watch> watch = Optional.empty();

    Idling(Session session) {
        this.session = session;
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (!begun) {
            begun = true;
            if (session.view().isPresent()) {
                watch = Optional.of(session.view().get().mailbox().watch(session::wake));
            }
            out.goAhead("idling"); // now that the store cannot refuse any more
        }
        // With the watch in place, what came before it is told and what comes behind it wakes us.
        return session.news().tell(out, true) == Progress.Kind.MORE ? Progress.MORE : Progress.LINE;
    }

    @Override
    public Progress woken(Answers out) throws StoreException {
        return go(out);
    }

    @Override
    public Progress line(ContinuationLine line, Answers out) throws Refusal {
        if (!line.isDone()) {
            throw Refusal.bad("expected DONE");
        }
        return Progress.done("IDLE done");
    }

    @Override
    public void close() {
        watch.ifPresent(Watch::close);
    }
}
