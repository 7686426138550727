package dev.yubin.imap;

import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.mailbox.ExistsData;
import dev.yubin.imap.mailbox.FlagsData;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.NamespaceData;
import dev.yubin.imap.mailbox.RecentData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.message.ExpungeData;
import dev.yubin.imap.message.VanishedData;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.SearchData;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The one table of responses, a row each. A row's word is what stands behind {@code *}, or behind {@code *} and a number. */
public enum ResponseKind {
    /** OK, NO, BAD, PREAUTH, BYE; tagged or not. */
    STATUS_REPLY("", StatusReply.GRAMMAR),
    CONTINUATION("", ContinuationRequest.GRAMMAR),
    CAPABILITY("CAPABILITY", CapabilityData.GRAMMAR),
    ENABLED("ENABLED", EnabledData.GRAMMAR),
    ID("ID", IdData.GRAMMAR),
    FLAGS("FLAGS", FlagsData.GRAMMAR),
    LIST("LIST", ListData.LIST),
    LSUB("LSUB", ListData.LSUB),
    STATUS("STATUS", StatusData.GRAMMAR),
    NAMESPACE("NAMESPACE", NamespaceData.GRAMMAR),
    SEARCH("SEARCH", SearchData.GRAMMAR),
    ESEARCH("ESEARCH", EsearchData.GRAMMAR),
    VANISHED("VANISHED", VanishedData.GRAMMAR),
    /** {@code * n EXISTS}. */
    EXISTS("EXISTS", ExistsData.GRAMMAR),
    /** {@code * n RECENT}. */
    RECENT("RECENT", RecentData.GRAMMAR),
    /** {@code * n EXPUNGE}. */
    EXPUNGE("EXPUNGE", ExpungeData.GRAMMAR),
    /** {@code * n FETCH}. */
    FETCH("FETCH", FetchData.GRAMMAR),
    UNKNOWN("", UnknownData.GRAMMAR),
    UNREADABLE("", UnreadableData.GRAMMAR);

    private static final Map<String, ResponseKind> BY_WORD = Arrays.stream(values())
            .filter(kind -> !kind.word.isEmpty())
            .collect(Collectors.toUnmodifiableMap(kind -> kind.word, kind -> kind));

    private final String word;
    private final ImapGrammar<? extends ImapResponse> grammar;

    ResponseKind(String word, ImapGrammar<? extends ImapResponse> grammar) {
        this.word = word;
        this.grammar = grammar;
    }

    static final ImapGrammar<ImapResponse> RESPONSE = new ImapGrammar<>() {
        @Override
        public ImapResponse read(ImapReader in) {
            return ResponseKind.read(in);
        }

        @Override
        public void write(ImapResponse response, ImapWriter out) {
            ResponseKind.write(response.kind().grammar, response, out);
        }
    };

    static ImapResponse read(ImapReader in) {
        try {
            ImapResponse response = kindOf(in).grammar.read(in);
            in.accept(' '); // Exchange ends some of its lines so
            in.expectEnd();
            return response;
        } catch (SyntaxException | IllegalArgumentException e) {
            in.back(in.position());
            return new UnreadableData(e.getMessage(), in.rest());
        }
    }

    /** Looks at the beginning, without reading it; each grammar reads its response whole. */
    private static ResponseKind kindOf(ImapReader in) {
        if (in.peek() == '+') {
            return CONTINUATION;
        }
        if (!in.accept("* ")) {
            return STATUS_REPLY;
        }
        int start = in.position();
        while (in.peek() >= '0' && in.peek() <= '9') {
            in.accept((char) in.peek());
        }
        boolean numbered = in.position() > start && in.accept(' ');
        String word = in.peekAtom().toUpperCase(Locale.ROOT);
        in.back(in.position());
        ResponseKind kind = BY_WORD.getOrDefault(word, isCondition(word) ? STATUS_REPLY : UNKNOWN);
        return numbered == kind.compareTo(EXISTS) >= 0 || kind == UNKNOWN ? kind : UNKNOWN;
    }

    @SuppressWarnings("unchecked") // a row's grammar is that of the record whose kind() names the row
    private static <T> void write(ImapGrammar<T> grammar, ImapResponse response, ImapWriter out) {
        grammar.write((T) response, out);
    }

    private static boolean isCondition(String word) {
        return switch (word) {
            case "OK", "NO", "BAD", "PREAUTH", "BYE" -> true;
            default -> false;
        };
    }
}
