package dev.yubin.imap.server;

import dev.yubin.imap.ResponseCode.BadUrl;
import dev.yubin.imap.fetch.MessageUrl;
import dev.yubin.imap.fetch.Partial;
import dev.yubin.imap.fetch.Section;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The octets that a URL of CATENATE points to, as FETCH BODY would tell them, read a window at a time: RFC 4469 section 3. Used by one thread. */
final class UrlContent implements AutoCloseable {
    private final String url;
    private final Content content;
    private final Source source;
    private long left;

    private UrlContent(String url, Content content, Source source) {
        this.url = url;
        this.content = content;
        this.source = source;
        this.left = source.octets();
    }

    /** @throws Refusal BADURL for what is no URL of a message here, or points to nothing */
    static UrlContent open(Session session, String url) throws StoreException, Refusal {
        Content content = null;
        try {
            Optional<MailboxName> selected = Whereabouts.find(session);
            MessageUrl message = MessageUrl.read(url, selected.map(MailboxName::toString));
            Mailbox mailbox =
                    session.account().open(MailboxName.of(message.mailbox().text()));
            if (message.uidValidity().orElse(mailbox.uidValidity()) != mailbox.uidValidity()) {
                throw bad(url, "the UIDs of that mailbox are others now");
            }
            content = mailbox.content(message.uid());
            Slice slice = message.section().equals(Section.ALL)
                    ? Slice.range(0, content.octets())
                    : slice(mailbox, message, content).orElseThrow(() -> bad(url, "the message has no such part"));
            long from = message.partial().map(Partial::from).orElse(0L);
            long most = message.partial().map(Partial::octets).orElse(Long.MAX_VALUE);
            UrlContent opened = new UrlContent(url, content, Source.of(content, slice, from, most));
            content = null;
            return opened;
        } catch (SyntaxException | IllegalArgumentException e) {
            throw bad(url, e.getMessage());
        } catch (StoreException e) {
            throw refused(url, e);
        } finally {
            if (content != null) {
                content.close();
            }
        }
    }

    private static Optional<Slice> slice(Mailbox mailbox, MessageUrl message, Content content) throws StoreException {
        long uid = message.uid();
        return Sections.find(
                message.section(),
                new Batch(mailbox, UidSet.of(uid)).outline(uid).root(),
                content,
                HeaderFilter::of);
    }

    private static Refusal refused(String url, StoreException no) {
        return switch (no.reason()) {
            case NONEXISTENT, EXPUNGED, NOPERM -> bad(url, String.valueOf(no.getMessage()));
            default -> Refusal.of(no);
        };
    }

    /** The URL as it came, but for what cannot stand in a response code: RFC 4469 section 4.1. */
    private static Refusal bad(String url, String words) {
        StringBuilder shown = new StringBuilder();
        for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f && octet != ']') {
                shown.append((char) octet);
            } else {
                shown.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return Refusal.no(new BadUrl(shown.toString()), words);
    }

    long octets() {
        return source.octets();
    }

    long left() {
        return left;
    }

    ByteBuffer next() throws Refusal {
        try {
            ByteBuffer window = source.next();
            left -= window.remaining();
            return window;
        } catch (StoreException e) {
            throw refused(url, e);
        }
    }

    @Override
    public void close() {
        content.close();
    }
}
