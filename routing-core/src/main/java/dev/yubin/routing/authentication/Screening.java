package dev.yubin.routing.authentication;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.server.SmtpPeer;
import java.io.IOException;

/** Looks at every message that comes in before anybody has it: SPF, DKIM and DMARC, a virus scanner, a filter against spam. */
@FunctionalInterface
public interface Screening {
    /**
     * Decides about one message, which is whole and has been answered for by nobody. Called on a worker thread, for many messages at once, and may block; the
     * client waits ten minutes for the answer at most (RFC 5321 section 4.5.3.2.6).
     *
     * @param peer     who brings it: his address, his EHLO, and the account if he has logged in, whose mail is looked at too
     * @param envelope from whom and for whom; those recipients alone who were accepted
     * @param content  as it came; none of our trace fields are on top yet
     * @throws IOException when there is no telling now: the client hears 451, and sends it again
     */
    Verdict screen(SmtpPeer peer, Envelope envelope, WholeContent content) throws IOException;
}
