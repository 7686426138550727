package dev.yubin.smtp.client;

import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.smtp.EnhancedStatus;
import dev.yubin.smtp.Reply;
import java.util.regex.Pattern;

/** What a server means that refuses MAIL or RCPT, by its enhanced status (RFC 3463 section 3) where it has one, else by its code (RFC 5321 section 4.2.3). */
final class Refusals {
    /** Servers have no status of their own for it, but all say the word. */
    private static final Pattern GREYLISTING = Pattern.compile("gr[ea]y.?list", Pattern.CASE_INSENSITIVE);

    private static final int ADDRESSING = 1;
    private static final int MAILBOX = 2;
    private static final int FULL = 2;
    private static final int SECURITY = 7;
    private static final EnhancedStatus NOT_AUTHORIZED_NOW = new EnhancedStatus(4, SECURITY, 1);

    private Refusals() {}

    /** @param step {@link Step#SENDER} or {@link Step#RECIPIENT} */
    static Trouble trouble(Step step, Reply reply) {
        if (isGreylisting(reply)) {
            return Trouble.GREYLISTED;
        } else if (step == Step.SENDER) {
            return reply.isPermanent() ? Trouble.SENDER_REFUSED : Trouble.REFUSED_FOR_NOW;
        }
        Trouble known = reply.status().map(Refusals::byStatus).orElseGet(() -> byCode(reply.code()));
        return reply.isPermanent() || known == Trouble.MAILBOX_FULL ? known : Trouble.RECIPIENT_NOT_NOW;
    }

    /** Section 3.8: delivery not authorized, which for now is how most have strangers come again. */
    private static boolean isGreylisting(Reply reply) {
        return reply.isTransient()
                && (GREYLISTING.matcher(reply.toString()).find()
                        || reply.status().filter(NOT_AUTHORIZED_NOW::equals).isPresent());
    }

    private static Trouble byStatus(EnhancedStatus status) {
        return switch (status.subject()) {
            case ADDRESSING -> isSenders(status.detail()) ? Trouble.SENDER_REFUSED : Trouble.NO_SUCH_USER;
            case MAILBOX -> status.detail() == FULL ? Trouble.MAILBOX_FULL : Trouble.NO_SUCH_USER; // section 3.3
            case SECURITY -> Trouble.POLICY;
            default -> Trouble.REFUSED;
        };
    }

    /** Section 3.2: bad sender's mailbox address syntax, bad sender's system address. */
    private static boolean isSenders(int detail) {
        return detail == 7 || detail == 8;
    }

    private static Trouble byCode(int code) {
        return switch (code) {
            case 452, 552 -> Trouble.MAILBOX_FULL;
            case 550, 551, 553 -> Trouble.NO_SUCH_USER;
            case 530, 554 -> Trouble.POLICY;
            default -> Trouble.REFUSED;
        };
    }
}
