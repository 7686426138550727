package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.protocol.sasl.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of a step towards a login, as a worker found it: one of the three.
 *
 * @param drop      the maildrop, held as the policy has it, when the client is in
 * @param challenge what the client is to answer next
 * @param refusal   why it is not let in
 * @param counts    whether that is a failure to be counted and slowed down
 */
record Login(Optional<Drop> drop, Optional<Challenge> challenge, Optional<Refusal> refusal, boolean counts) {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    /** Opens the maildrop where the outcome is success. Asks the store. The lock is left in {@code hold}, or is not held. */
    static Login after(Outcome outcome, Service service, AtomicReference<MaildropLocks.Lock> hold) {
        if (outcome instanceof Outcome.Success success) {
            return open(success.account(), service, hold);
        } else if (outcome instanceof Outcome.Challenge challenge) {
            return new Login(
                    Optional.empty(), Optional.of(new Challenge(challenge.challenge())), Optional.empty(), false);
        }
        Outcome.Reason reason = ((Outcome.Failure) outcome).reason();
        return new Login(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Refusal.of(reason)),
                reason != Outcome.Reason.UNAVAILABLE);
    }

    static Login refused(Refusal refusal) {
        return new Login(Optional.empty(), Optional.empty(), Optional.of(refusal), false);
    }

    private static Login open(String account, Service service, AtomicReference<MaildropLocks.Lock> hold) {
        try {
            return open(account, service.policies().of(account), service, hold);
        } catch (StoreException e) {
            return refused(Refusal.of(e, Phrase.OPENING));
        } catch (RuntimeException e) {
            LOG.error("the application failed to open the maildrop of {}", account, e);
            return refused(Refusal.bug(Phrase.OPENING));
        }
    }

    private static Login open(
            String account, MaildropPolicy policy, Service service, AtomicReference<MaildropLocks.Lock> hold)
            throws StoreException {
        Duration wait = service.delays().left(account, System.nanoTime());
        if (!wait.isZero()) {
            long seconds = wait.plusNanos(999_999_999).toSeconds(); // who comes again then shall not be too early
            return refused(Refusal.of(ResponseCode.LOGIN_DELAY, Phrase.LOGIN_DELAY.with(seconds)));
        }
        Optional<MaildropLocks.Lock> lock = service.locks().take(account, policy.access());
        if (lock.isEmpty()) {
            return refused(Refusal.of(ResponseCode.IN_USE, Phrase.IN_USE.with()));
        }
        hold.set(lock.get());
        try {
            Drop drop = Drop.open(service, account, policy);
            service.delays().begin(account, policy.loginDelay(), System.nanoTime());
            return new Login(Optional.of(drop), Optional.empty(), Optional.empty(), false);
        } catch (StoreException | RuntimeException e) {
            hold.set(null);
            lock.get().close();
            throw e;
        }
    }
}
