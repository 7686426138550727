package dev.yubin.examples;

import static dev.yubin.imap.notify.NotifyEvent.FLAG_CHANGE;
import static dev.yubin.imap.notify.NotifyEvent.MAILBOX_NAME;
import static dev.yubin.imap.notify.NotifyEvent.MESSAGE_EXPUNGE;
import static dev.yubin.imap.notify.NotifyEvent.MESSAGE_NEW;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.client.Found;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.client.MessagePart;
import dev.yubin.imap.fetch.MessageUrl;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.notify.EventGroup;
import dev.yubin.imap.notify.MailboxFilter;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.SearchScope;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.FaultException;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a server that can do it spares a client: to ask again and again, and to carry octets to and fro. */
final class AskTheServer {
    private AskTheServer() {}

    static void lessOnTheWire(ImapClient imap) throws FaultException {
        if (imap.capabilities().has("COMPRESS=DEFLATE")) {
            imap.compress().await();
        }
    }

    static List<StatusData> watchAll(ImapClient imap) throws FaultException {
        EventGroup here = EventGroup.of(
                MailboxFilter.of(MailboxFilter.Kind.SELECTED_DELAYED), MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE);
        EventGroup elsewhere = EventGroup.of(
                MailboxFilter.of(MailboxFilter.Kind.PERSONAL), MESSAGE_NEW, MESSAGE_EXPUNGE, MAILBOX_NAME);
        return imap.notify(new Notify(true, List.of(here, elsewhere))).await();
    }

    static List<EsearchData> findEverywhere(ImapClient imap, String subject) throws FaultException {
        SearchKey key = new SearchKey.Text(SearchKey.Place.SUBJECT, subject);
        return imap.search(MultiSearch.of(List.of(SearchScope.of(SearchScope.Kind.PERSONAL)), List.of(key)))
                .await();
    }

    static Found keepFlagged(ImapClient imap) throws FaultException {
        ReturnOptions kept = ReturnOptions.of(SearchReturn.ALL, SearchReturn.UPDATE);
        SearchKey flagged = new SearchKey.HasFlag(Flag.FLAGGED);
        return imap.search(Search.of(true, Optional.of(kept), List.of(flagged))).await();
    }

    static void keepNoMore(ImapClient imap, Found flagged) throws FaultException {
        imap.cancelUpdate(flagged.tag().orElseThrow()).await();
    }

    static void draftWith(ImapClient imap, String header, MessageUrl attached) throws FaultException {
        byte[] octets = header.getBytes(StandardCharsets.UTF_8);
        List<MessagePart> parts = List.of(
                MessagePart.octets(octets.length, Channels.newChannel(new ByteArrayInputStream(octets))),
                MessagePart.url(attached));
        imap.append(new ImapName("Drafts"), Set.of(Flag.DRAFT), OffsetDateTime.now(), parts)
                .await();
    }
}
