package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.MessageLimit;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one command may deal with of the messages that it names: as many as the limit allows, those of the highest UIDs. RFC 9738.
 *
 * @param uids those that are dealt with
 * @param code tells of the limit; empty where nothing was left out
 */
record Portion(UidSet uids, Optional<ResponseCode> code) {
    /** What a server that has a limit says of it. */
    static Optional<String> capability(SessionLimits limits) {
        if (limits.messages() < Long.MAX_VALUE) {
            return Optional.of("MESSAGELIMIT=" + limits.messages());
        }
        return limits.saves() < Long.MAX_VALUE ? Optional.of("SAVELIMIT=" + limits.saves()) : Optional.empty();
    }

    static Portion of(UidSet named, long most) {
        if (named.size() <= most) {
            return new Portion(named, Optional.empty());
        }
        UidSet highest = Batches.part(named, named.size() - most, named.size());
        return new Portion(highest, Optional.of(new MessageLimit(most, OptionalLong.of(highest.first()))));
    }

    /** Refuses a command that deals with all that it names or with nothing. */
    static void requireAll(long named, long most) throws Refusal {
        if (named > most) {
            throw tooMany(new MessageLimit(most, OptionalLong.empty()));
        }
    }

    private static Refusal tooMany(ResponseCode limit) {
        return Refusal.no(limit, "these are too many messages for one command; name fewer");
    }

    /** Refuses a COPY, which is told how far another might go. */
    void requireAll() throws Refusal {
        if (!isWhole()) {
            throw tooMany(code.get());
        }
    }

    private boolean isWhole() {
        return code.isEmpty();
    }

    /** Whoever is told where it ended has to be told from the highest UID down: section 3.1. */
    Batches batches(int most) {
        return new Batches(uids, most, !isWhole());
    }

    /** What the store tells of one of the batches, in the order in which the client hears it. */
    <T> List<T> inOrder(List<T> ascending) {
        List<T> told = new ArrayList<>(ascending);
        if (!isWhole()) {
            Collections.reverse(told);
        }
        return told;
    }

    /** OK. */
    Progress done(String words, Answers out) {
        return done(Optional.empty(), words, out);
    }

    /** OK. A tagged response has one code: where another is due, an untagged NO tells of the limit. */
    Progress done(Optional<ResponseCode> other, String words, Answers out) {
        if (other.isEmpty() && !isWhole()) {
            return Progress.done(code, words + partly());
        }
        tell(out);
        return Progress.done(other, words);
    }

    /** Tells of the limit ahead of a tagged response whose code is another. */
    void tell(Answers out) {
        if (!isWhole()) {
            out.untagged(Condition.NO, code.get(), "done" + partly());
        }
    }

    private String partly() {
        return " with the last " + uids.size() + " messages";
    }
}
