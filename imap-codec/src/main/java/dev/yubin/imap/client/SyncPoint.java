package dev.yubin.imap.client;

import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Count;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import java.util.OptionalLong;

/** Up to which mod-sequence the selected mailbox is known: RFC 7162 section 6. Used on the connection's event loop, save where it says "any thread". */
final class SyncPoint {
    /** 0 where no mailbox is selected, or one without mod-sequences. */
    private volatile long known;
    /** What HIGHESTMODSEQ has said since the last command was answered; 0 where it has said nothing. */
    private long said;
    /** The greatest mod-sequence of a message that was told since then. */
    private long greatest;

    /** Any thread. */
    long known() {
        return known;
    }

    void heard(ResponseCode code) {
        if (code instanceof Count count && count.name() == Count.Name.HIGHESTMODSEQ) {
            said = count.number();
        } else if (code == Plain.CLOSED) { // what was told before it is of the mailbox that was open before
            said = 0;
            greatest = 0;
        }
    }

    void heard(FetchData message) {
        for (FetchDatum datum : message.data()) {
            if (datum instanceof FetchDatum.Number number && number.kind() == FetchDatum.Kind.MODSEQ) {
                greatest = Math.max(greatest, number.number());
            }
        }
    }

    /**
     * A command is answered, and only now counts what was told until then, since messages are not told in the order of their mod-sequences. What
     * HIGHESTMODSEQ says counts even where a message has more: what has vanished meanwhile may still have to be told.
     *
     * @return the new one, where it is another; nothing from SELECT, whose result has it
     */
    OptionalLong answered(Verb verb, boolean ok) {
        long before = known;
        long now = said > 0 ? said : before == 0 ? 0 : Math.max(before, greatest);
        boolean selects = verb == Verb.SELECT || verb == Verb.EXAMINE;
        boolean leaves = verb == Verb.CLOSE || verb == Verb.UNSELECT || verb == Verb.UNAUTHENTICATE;
        if (selects) {
            known = ok ? said : 0;
        } else {
            known = leaves && ok ? 0 : now;
        }
        said = 0;
        greatest = 0;
        return selects || now == before ? OptionalLong.empty() : OptionalLong.of(now);
    }
}
