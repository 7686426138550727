package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.Spool;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a message into the spool as it comes; 250 behind the final dot means that it is there to stay. */
final class Spooling implements MessageSink {
    private static final Logger LOG = LoggerFactory.getLogger(Spooling.class);

    private final Intake intake;
    private final Mail mail;
    private Split split;
    private final Runnable accepted;

    private Spooling(Intake intake, Mail mail, Split split, Runnable accepted) {
        this.intake = intake;
        this.mail = mail;
        this.split = split;
        this.accepted = accepted;
    }

    /** @param accepted called when a message has come in */
    static Spooling open(Spool spool, Mail mail, Split split, Runnable accepted) throws SmtpRefusal {
        try {
            return new Spooling(spool.begin(mail.parameters().size()), mail, split, accepted);
        } catch (StoreException e) {
            throw refusal(e);
        }
    }

    /** These have sent it on before. Called before {@link #commit}. */
    void stop(List<Rcpt> back) {
        if (!back.isEmpty()) {
            split = split.stopping(back);
        }
    }

    @Override
    public void write(ByteBuffer content) throws SmtpRefusal {
        try {
            intake.write(content);
        } catch (StoreException e) {
            throw refusal(e);
        }
    }

    @Override
    public Reply commit() throws SmtpRefusal {
        Instant now = Instant.now();
        try (intake) {
            intake.commit(mail, now, split.spooled(now));
        } catch (StoreException e) {
            throw refusal(e);
        }
        try {
            accepted.run();
        } catch (RuntimeException e) { // the message is safe, and is found at the next turn or start
            LOG.error("nobody was told that a message has come in", e);
        }
        return Replies.MESSAGE_OK;
    }

    @Override
    public void abort() {
        intake.close();
    }

    private static SmtpRefusal refusal(StoreException no) {
        LOG.error("the spool does not take a message: {}: {}", no.reason(), no.getMessage());
        return new SmtpRefusal(
                switch (no.reason()) {
                    case FULL -> Reply.of(452, "4.3.1", "There is no room for mail here now; try again later");
                    case TOOBIG -> Reply.of(552, "5.3.4", "The message is too big; send a smaller one");
                    case UNAVAILABLE,
                            NOPERM,
                            INUSE,
                            EXPUNGED,
                            CORRUPTION,
                            OVERQUOTA,
                            ALREADYEXISTS,
                            NONEXISTENT,
                            CANNOT,
                            EXPIRED,
                            CONTACTADMIN,
                            LIMIT -> Replies.FAILURE;
                });
    }
}
