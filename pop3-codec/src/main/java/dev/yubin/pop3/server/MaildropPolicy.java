package dev.yubin.pop3.server;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a server lets be done with a maildrop. It never changes.
 *
 * @param access     who may have it at the same time
 * @param deletion   what becomes, at QUIT, of messages that DELE has marked
 * @param expireDays for how many days at least a message stays, counted from its internal date: at the first QUIT of a session that began behind them,
 *                   what is older is treated as if DELE had marked it, whether it was fetched or not. 0 for a maildrop in which nothing may be left: what RETR has
 *                   sent whole is treated so. Empty when nothing goes that was not marked. CAPA tells it as EXPIRE (RFC 2449 section 6.7)
 * @param loginDelay how long after a login the next one of the same user is let in, in whole seconds; zero for no such thing. Earlier ones hear
 *                   {@code [LOGIN-DELAY]}, once they have proved who they are. CAPA tells it as LOGIN-DELAY (RFC 2449 section 6.5)
 */
public record MaildropPolicy(Access access, Deletion deletion, OptionalInt expireDays, Duration loginDelay) {
    /** Who may have a maildrop at the same time. In each case a session sees it as it was at login. */
    public enum Access {
        /** One session within this server; others hear {@code [IN-USE]}. RFC 1939 section 4. */
        EXCLUSIVE,
        /**
         * Any number. What one of them removes at its QUIT is refused to those that still list it, with {@code [SYS/TEMP]}, and at their own QUIT
         * passes for removed.
         */
        SHARED
    }

    public MaildropPolicy {
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(deletion, "deletion");
        if (expireDays.isPresent() && expireDays.getAsInt() < 0) {
            throw new IllegalArgumentException("a message cannot be kept for " + expireDays.getAsInt() + " days");
        }
        if (loginDelay.isNegative() || loginDelay.getNano() != 0) {
            throw new IllegalArgumentException("LOGIN-DELAY has whole seconds from 0, not " + loginDelay);
        }
    }

    /** One session at a time; what is deleted is removed for good; nothing expires; no delay between logins. */
    public static MaildropPolicy standard() {
        return new MaildropPolicy(Access.EXCLUSIVE, Deletion.expunge(), OptionalInt.empty(), Duration.ZERO);
    }

    /** The same, but lets any number of sessions have a maildrop at the same time. */
    public MaildropPolicy shared() {
        return new MaildropPolicy(Access.SHARED, deletion, expireDays, loginDelay);
    }

    /** The same, but does this with what is deleted. */
    public MaildropPolicy deletion(Deletion deletion) {
        return new MaildropPolicy(access, deletion, expireDays, loginDelay);
    }

    /** The same, but keeps messages for so many days only. */
    public MaildropPolicy expireDays(int days) {
        return new MaildropPolicy(access, deletion, OptionalInt.of(days), loginDelay);
    }

    /** The same, but lets so much time pass between logins of one user. */
    public MaildropPolicy loginDelay(Duration loginDelay) {
        return new MaildropPolicy(access, deletion, expireDays, loginDelay);
    }

    /** Whether the other keeps what this one promises: no message goes earlier, no login waits longer. */
    boolean isKeptBy(MaildropPolicy other) {
        return days() <= other.days() && loginDelay.compareTo(other.loginDelay) >= 0;
    }

    private long days() {
        return expireDays.isPresent() ? expireDays.getAsInt() : Long.MAX_VALUE;
    }
}
