package dev.yubin.smtp.server;

import dev.yubin.smtp.Reply;
import java.time.Duration;

/** What a client got wrong so far, and what that costs it: time at first, and in the end the connection. */
final class Errors {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final SmtpLimits limits;
    private int errors;
    private int refusedRecipients;
    private int failedLogins;
    private Duration delay = Duration.ZERO;

    Errors(SmtpLimits limits) {
        this.limits = limits;
    }

    /** What is said instead of this reply to a command: the same, or 421 once it is enough. */
    Reply counted(Reply reply) {
        if (!reply.isPermanent()) {
            return reply;
        }
        errors++;
        int late = Math.max(0, errors - limits.errorsAnsweredAtOnce());
        Duration owed = limits.errorDelay().multipliedBy(late);
        delay = owed.compareTo(LONGEST_DELAY) < 0 ? owed : LONGEST_DELAY;
        return errors < limits.errors() ? reply : closing("Too many errors", reply);
    }

    /** An unknown recipient is no error, for mailing lists have many; but nobody may try out every name. */
    Reply recipientRefused(Reply reply) {
        return ++refusedRecipients < limits.recipients() ? reply : closing("Too many recipients", reply);
    }

    Reply loginFailed(Reply reply) {
        return ++failedLogins < limits.loginFailures() ? reply : closing("Too many failed logins", reply);
    }

    private static Reply closing(String why, Reply last) {
        return Reply.of(421, "4.7.0", why + "; the last was: " + last);
    }

    /** How long the replies that are ready are held back; nothing is owed for them then. */
    Duration takeDelay() {
        Duration owed = delay;
        delay = Duration.ZERO;
        return owed;
    }
}
