package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.protocol.sasl.Outcome;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of a step towards a login, as a worker found it.
 *
 * @param drop     the maildrop, locked, when the client is in
 * @param response what to say
 * @param counts   whether it is a failure to be counted and slowed down
 */
record Login(Optional<Drop> drop, Pop3Response response, boolean counts) {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    /** Opens the maildrop where the outcome is success. Asks the store. The lock is left in {@code hold}, or is not held. */
    static Login after(Outcome outcome, Service service, AtomicReference<MaildropLocks.Lock> hold) {
        if (outcome instanceof Outcome.Success success) {
            return open(success.account(), service, hold);
        } else if (outcome instanceof Outcome.Challenge challenge) {
            return new Login(Optional.empty(), new Challenge(challenge.challenge()), false);
        }
        Outcome.Reason reason = ((Outcome.Failure) outcome).reason();
        return new Login(Optional.empty(), Refusals.of(reason), reason != Outcome.Reason.UNAVAILABLE);
    }

    static Login refused(Pop3Reply reply) {
        return new Login(Optional.empty(), reply, false);
    }

    private static Login open(String account, Service service, AtomicReference<MaildropLocks.Lock> hold) {
        Optional<MaildropLocks.Lock> lock = service.locks().take(account);
        if (lock.isEmpty()) {
            return refused(Pop3Reply.error(ResponseCode.IN_USE, "another session has this maildrop"));
        }
        try {
            Drop drop = new Drop(service.store().maildrop(account));
            hold.set(lock.get());
            return new Login(Optional.of(drop), Pop3Reply.ok("maildrop has " + words(drop)), false);
        } catch (StoreException e) {
            lock.get().close();
            return refused(Refusals.of(e, "the maildrop cannot be opened"));
        } catch (RuntimeException e) {
            lock.get().close();
            LOG.error("the store failed to open the maildrop of {}", account, e);
            return refused(Refusals.bug("the maildrop cannot be opened"));
        }
    }

    private static String words(Drop drop) {
        return Drop.messages(drop.total().messages()) + " (" + drop.total().octets() + " octets)";
    }
}
