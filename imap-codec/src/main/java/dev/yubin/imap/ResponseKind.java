package dev.yubin.imap;

import dev.yubin.imap.acl.AclData;
import dev.yubin.imap.acl.ListRightsData;
import dev.yubin.imap.acl.MyRightsData;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.mailbox.FlagsData;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.NamespaceData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.message.VanishedData;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.quota.QuotaData;
import dev.yubin.imap.quota.QuotaRootData;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.SearchData;
import dev.yubin.imap.search.SortData;
import dev.yubin.imap.search.ThreadData;
import dev.yubin.imap.search.UidBatchesData;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;

/** The one table of responses, a row each. A row's word is what stands behind {@code *}, or behind {@code *} and a number. */
public enum ResponseKind {
    /** OK, NO, BAD, PREAUTH, BYE; tagged or not. */
    STATUS_REPLY("", StatusReply::read),
    CONTINUATION("", ContinuationRequest::read),
    CAPABILITY("CAPABILITY", CapabilityData::read),
    ENABLED("ENABLED", EnabledData::read),
    ID("ID", IdData::read),
    LANGUAGE("LANGUAGE", LanguageData::read),
    FLAGS("FLAGS", FlagsData::read),
    LIST("LIST", in -> ListData.read(false, in)),
    LSUB("LSUB", in -> ListData.read(true, in)),
    STATUS("STATUS", StatusData::read),
    NAMESPACE("NAMESPACE", NamespaceData::read),
    QUOTA("QUOTA", QuotaData::read),
    QUOTAROOT("QUOTAROOT", QuotaRootData::read),
    METADATA("METADATA", MetadataData::read),
    ACL("ACL", AclData::read),
    LISTRIGHTS("LISTRIGHTS", ListRightsData::read),
    MYRIGHTS("MYRIGHTS", MyRightsData::read),
    SEARCH("SEARCH", SearchData::read),
    ESEARCH("ESEARCH", EsearchData::read),
    SORT("SORT", SortData::read),
    THREAD("THREAD", ThreadData::read),
    UIDBATCHES("UIDBATCHES", UidBatchesData::read),
    VANISHED("VANISHED", VanishedData::read),
    /** {@code * n EXISTS}. */
    EXISTS("EXISTS", NumberData::read),
    /** {@code * n RECENT}. */
    RECENT("RECENT", NumberData::read),
    /** {@code * n EXPUNGE}. */
    EXPUNGE("EXPUNGE", NumberData::read),
    /** {@code * n FETCH}. */
    FETCH("FETCH", FetchData::read),
    /** {@code * uid UIDFETCH}. */
    UIDFETCH("UIDFETCH", FetchData::read),
    UNKNOWN("", UnknownData::read),
    UNREADABLE("", null);

    private final String word;
    private final ImapReader.Item<? extends ImapResponse> reader;

    ResponseKind(String word, ImapReader.Item<? extends ImapResponse> reader) {
        this.word = word;
        this.reader = reader;
    }

    static ImapResponse read(ImapReader in) {
        try {
            ImapResponse response = kindOf(in).reader.read(in);
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
        for (ResponseKind kind : values()) {
            if (kind.word.equals(word) && !word.isEmpty() && numbered == kind.compareTo(EXISTS) >= 0) {
                return kind;
            }
        }
        return !numbered && isCondition(word) ? STATUS_REPLY : UNKNOWN;
    }

    private static boolean isCondition(String word) {
        return switch (word) {
            case "OK", "NO", "BAD", "PREAUTH", "BYE" -> true;
            default -> false;
        };
    }
}
