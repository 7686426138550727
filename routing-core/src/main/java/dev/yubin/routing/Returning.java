package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.authentication.SenderRewriting;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.ReversePath;
import java.util.Objects;
import java.util.Optional;

/** Leads notices back to whose mail went on under a rewritten name; whoever made the name took that upon himself, so it is no stranger's mail. */
final class Returning implements Router {
    private final Router router;
    private final SenderRewriting rewriting;

    Returning(Router router, SenderRewriting rewriting) {
        this.router = router;
        this.rewriting = Objects.requireNonNull(rewriting, "rewriting");
    }

    @Override
    public Route route(ForwardPath recipient, Sender sender) throws StoreException {
        Optional<Mailbox> whose = recipient.mailbox().flatMap(rewriting::back);
        return whose.isEmpty()
                ? router.route(recipient, sender)
                : router.route(ForwardPath.to(whose.get()), Sender.ourselves(ReversePath.NULL));
    }
}
