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
import dev.yubin.imap.wire.ImapWriter;

/**
 * What a server says: RFC 9051 section 7. Switch over {@link #kind}; each kind has one record, and those of a number alone
 * share {@link NumberData}.
 */
public sealed interface ImapResponse
        permits AclData,
                CapabilityData,
                ContinuationRequest,
                EnabledData,
                EsearchData,
                FetchData,
                FlagsData,
                IdData,
                LanguageData,
                ListData,
                ListRightsData,
                MetadataData,
                MyRightsData,
                NamespaceData,
                NumberData,
                QuotaData,
                QuotaRootData,
                SearchData,
                SortData,
                StatusData,
                StatusReply,
                ThreadData,
                UidBatchesData,
                UnknownData,
                UnreadableData,
                VanishedData {
    /** Which record it is. */
    ResponseKind kind();

    /** Writes it, without its CRLF. @throws IllegalArgumentException for an {@link UnreadableData} */
    void write(ImapWriter out);

    /**
     * response, without its CRLF. Never fails for what the peer sent: what breaks the grammar becomes {@link UnreadableData}, what is of no
     * known kind {@link UnknownData}.
     */
    static ImapResponse read(ImapReader in) {
        return ResponseKind.read(in);
    }
}
