package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Etrn;
import dev.yubin.smtp.Expn;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Help;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Unrecognized;
import dev.yubin.smtp.Vrfy;
import java.io.IOException;

/**
 * What an application decides about mail that comes in. Only {@link #data} must be written; the rest says yes. Each method is called on a worker
 * thread and may block, unless {@link #neverWaits} says otherwise; calls of one connection never overlap, those of different connections do.
 *
 * <p>A positive reply accepts, and any other refuses; to throw {@link SmtpRefusal} does the same. {@link IOException} is answered with 451, and so is
 * whatever else is thrown, which is logged as a bug. A 421 also closes the connection.
 *
 * <p>The server has already refused what is against the protocol, the port's rules or {@link SmtpLimits}.
 */
public interface SmtpApplication {
    /**
     * What this application keeps to beside the common: the server offers these extensions, and refuses what belongs to others with 555. Asked once, at the
     * start.
     */
    default Offers offers() {
        return Offers.NONE;
    }

    /**
     * Whether no method of this application, and none of its sinks, ever waits: for a disk, a lock, another server, or a long computation. They are called on
     * the connection's event loop then, which spares each message two changes of thread, and those cost more than all else that is done for it. One that waits
     * all the same holds up every other connection of its loop. Asked as each client connects; false unless overridden.
     */
    default boolean neverWaits() {
        return false;
    }

    /**
     * A client has connected, or a forwarder tells that it speaks for this one from here on ({@link SmtpPort#believing}); to refuse, say 554, or 421 for
     * now (RFC 5321 section 3.1).
     */
    default void connection(SmtpPeer peer) throws SmtpRefusal, IOException {}

    /** It introduces itself. */
    default void hello(SmtpPeer peer, Hello hello) throws SmtpRefusal, IOException {}

    /** It opens a transaction. */
    default Reply mail(SmtpPeer peer, Mail mail) throws SmtpRefusal, IOException {
        return Replies.SENDER_OK;
    }

    /**
     * It names a recipient.
     *
     * @param soFar the sender, and the recipients that were accepted before
     */
    default Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) throws SmtpRefusal, IOException {
        return Replies.RECIPIENT_OK;
    }

    /**
     * It asks to send the content: the last moment to refuse before it flows.
     *
     * @param envelope with all recipients that were accepted, at least one
     */
    MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal, IOException;

    /** It asks whether somebody is here. */
    default Reply vrfy(SmtpPeer peer, Vrfy vrfy) throws SmtpRefusal, IOException {
        return Replies.CANNOT_VERIFY;
    }

    /** It asks who is on a list. */
    default Reply expn(SmtpPeer peer, Expn expn) throws SmtpRefusal, IOException {
        return Replies.CANNOT_EXPAND;
    }

    /** It calls for mail that waits for it, where {@link #offers} has {@code ETRN}; RFC 1985 section 5.2 has the replies. */
    default Reply etrn(SmtpPeer peer, Etrn etrn) throws SmtpRefusal, IOException {
        return Reply.of(458, "4.3.0", "No mail waits here for " + etrn.node());
    }

    /** It asks for help. */
    default Reply help(SmtpPeer peer, Help help) throws SmtpRefusal, IOException {
        return Reply.of(214, "2.0.0", "This server speaks RFC 5321; its postmaster answers for it");
    }

    /** It says a verb that neither this library knows nor {@link OwnExtension#verb} does. Its reply is not followed by content. */
    default Reply unrecognized(SmtpPeer peer, Unrecognized command) throws SmtpRefusal, IOException {
        return Replies.UNRECOGNIZED;
    }
}
