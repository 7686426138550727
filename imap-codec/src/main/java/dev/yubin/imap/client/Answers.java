package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what is told of the messages that a FETCH or STORE names, each message once: a server may tell of it in several responses. Those by UID
 * are known by UID, which every answer bears (RFC 9051 section 6.4.9), since their numbers may change meanwhile.
 */
final class Answers {
    private final boolean uid;
    private final SequenceSet asked;
    private final Map<Long, Fetched> messages = new LinkedHashMap<>();

    Answers(boolean uid, SequenceSet asked) {
        this.uid = uid;
        this.asked = asked;
    }

    boolean take(ImapResponse response) {
        if (!(response instanceof FetchData told)) {
            return false;
        }
        Fetched message = new Fetched(told.number(), told.data());
        long name = uid ? message.uid().orElse(0) : message.number();
        if (!isAsked(name)) {
            return false;
        }
        messages.merge(name, message, (before, more) -> {
            List<FetchDatum> all = new ArrayList<>(before.data());
            all.addAll(more.data());
            return new Fetched(more.number(), all);
        });
        return true;
    }

    /** What {@code *} and {@code $} are, only the server knows. */
    private boolean isAsked(long name) {
        return name > 0
                && (asked.isSaved() || asked.hasLargest() || asked.within(name).contains(name));
    }

    List<Fetched> list() {
        return List.copyOf(messages.values());
    }
}
