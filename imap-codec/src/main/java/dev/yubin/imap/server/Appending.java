package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendData;
import dev.yubin.imap.mailbox.AppendLiteral;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.mailbox.Catenation;
import dev.yubin.imap.message.Replace;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicReplace;
import dev.yubin.mailbox.outline.MessageWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * APPEND under way: RFC 9051 section 6.3.12, with several messages RFC 3502, put together of pieces RFC 4469, in the place of another RFC 8508.
 * All that can be known is asked before a literal may come; then its octets go to the store as they arrive. Without the end of the command
 * nothing was ever there.
 */
final class Appending implements Running {
    /** Begins to put messages where the command says. */
    @FunctionalInterface
    private interface Target {
        MessageWriter open(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException, Refusal;
    }

    private final Session session;
    private final ImapName mailbox;
    private final List<AppendMessage> first;
    private final Target target;
    /** Whether a message goes as this one comes. */
    private final boolean replaces;

    private final String verb;
    private Optional<MessageWriter> writer = Optional.empty();
    private long messages;
    /** How many octets the present message has so far, those of the literal that is coming with them. */
    private long octets;

    private EightBitHeader header = new EightBitHeader();
    /** Said once the rest of the literal has passed by, so that none of it is taken for commands. */
    private Optional<Refusal> refusal = Optional.empty();

    private Appending(
            Session session,
            ImapName mailbox,
            List<AppendMessage> first,
            Target target,
            boolean replaces,
            String verb) {
        this.session = session;
        this.mailbox = mailbox;
        this.first = first;
        this.target = target;
        this.replaces = replaces;
        this.verb = verb;
    }

    static Appending of(Session session, Append append) {
        Target target = (flags, received, octets) ->
                MessageWriter.open(session.account().open(Names.existing(append.mailbox())), flags, received, octets);
        return new Appending(session, append.mailbox(), append.messages(), target, false, "APPEND");
    }

    /** REPLACE: RFC 8508. @throws Refusal where it is not offered, or names no message */
    static Appending replacing(Session session, Replace replace) throws Refusal {
        session.require("REPLACE");
        MailboxView view = session.view().orElseThrow();
        long uid = one(view, replace.replaced(), replace.uid());
        Target target = (flags, received, octets) -> MessageWriter.of(((AtomicReplace) view.mailbox())
                .replace(uid, Names.existing(replace.mailbox()), flags, received, octets));
        return new Appending(
                session,
                replace.mailbox(),
                List.of(replace.message()),
                target,
                true,
                replace.verb().word());
    }

    private static long one(MailboxView view, SequenceSet message, boolean uid) throws Refusal {
        UidSet named = view.named(message, uid);
        if (named.size() != 1) {
            throw Refusal.no(Plain.NONEXISTENT, "there is no message with UID " + message);
        }
        return named.uids().findFirst().orElseThrow();
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        return take(first, out);
    }

    @Override
    public Progress next(AppendMore more, Answers out) throws StoreException, Refusal {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        if (more.rest().isPresent()) {
            add(more.rest().get());
            if (more.literal().isPresent() && more.messages().isEmpty()) {
                return Progress.LITERAL;
            }
        }
        return take(more.messages(), out);
    }

    private Progress take(List<AppendMessage> messages, Answers out) throws StoreException, Refusal {
        boolean open = false;
        for (AppendMessage message : messages) {
            begin(message);
            if (message.data() instanceof Catenation pieces) {
                add(pieces);
            }
            open = message.literal().isPresent();
        }
        return open ? Progress.LITERAL : end(out);
    }

    private void begin(AppendMessage message) throws StoreException, Refusal {
        Portion.requireAll(++messages, session.setting().limits().copies());
        OptionalLong announced = OptionalLong.empty();
        octets = 0;
        header = new EightBitHeader();
        checkUtf8(message.data());
        if (message.data() instanceof AppendLiteral whole) {
            requireSome(whole.marker().octets());
            makeRoom(whole.marker().octets());
            announced = OptionalLong.of(octets);
        }
        Set<Flag> flags = Names.settable(message.flags());
        Instant received = message.received().map(OffsetDateTime::toInstant).orElseGet(Instant::now);
        if (writer.isPresent()) {
            writer.get().next(flags, received, announced);
            return;
        }
        try {
            writer = Optional.of(target.open(flags, received, announced));
        } catch (StoreException e) {
            throw Refusal.ofTarget(e);
        }
    }

    /** Adds what is here already, and makes room for the octets that come behind it. A message ends where none come. */
    private void add(Catenation pieces) throws StoreException, Refusal {
        checkUtf8(pieces);
        for (String url : pieces.urls()) {
            copy(url);
        }
        Optional<LiteralMarker> text = pieces.text();
        if (text.isPresent()) {
            makeRoom(text.get().octets());
        } else {
            requireSome(octets);
        }
    }

    private void copy(String url) throws StoreException, Refusal {
        try (UrlContent content = UrlContent.open(session, url)) {
            makeRoom(content.octets());
            while (content.left() > 0) {
                ByteBuffer next = content.next();
                checkHeader(next);
                writer.orElseThrow().write(next);
            }
        }
    }

    private void checkUtf8(AppendData data) throws Refusal {
        if (data.utf8() && !session.dialect().utf8()) {
            throw Refusal.bad("UTF8 data need ENABLE UTF8=ACCEPT (RFC 6855 section 4)");
        }
    }

    /** "the server MUST reject, with a "NO" response, an "APPEND" command that includes any 8-bit character in message header fields" */
    private void checkHeader(ByteBuffer octets) throws Refusal {
        if (session.setting().asciiHeaders() && !session.dialect().utf8Headers() && header.isIn(octets)) {
            throw Refusal.no(Plain.CANNOT, "a header with octets above 127 needs ENABLE UTF8=ACCEPT");
        }
    }

    private static void requireSome(long octets) throws Refusal {
        if (octets == 0) {
            throw Refusal.no("a message has at least one octet; nothing is appended"); // RFC 3502 section 6.3.11
        }
    }

    private void makeRoom(long more) throws Refusal {
        long most = session.limits().messageOctets();
        if (more > most - octets) {
            throw Refusal.no(Plain.TOOBIG, "this server takes " + most + " octets a message; send a smaller message");
        }
        octets += more;
    }

    @Override
    public Progress octets(ByteBuffer octets) {
        if (refusal.isEmpty()) {
            try {
                checkHeader(octets);
                writer.orElseThrow().write(octets);
            } catch (StoreException e) {
                refusal = Optional.of(Refusal.of(e));
            } catch (Refusal e) {
                refusal = Optional.of(e);
            }
        }
        return Progress.WAITS;
    }

    @Override
    public Progress end(Answers out) throws StoreException, Refusal {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        try {
            Appended appended = writer.orElseThrow().commit();
            session.news().made(Names.existing(mailbox), appended.uids());
            ResponseCode code = new AppendUid(appended.uidValidity(), SequenceSet.of(UidSet.of(appended.uids())));
            if (replaces) { // told before the other one goes: RFC 8508 section 4.3
                out.untagged(Condition.OK, code, "the replacement is there");
            }
            return replaces ? Progress.done(verb + " done") : Progress.done(code, verb + " done");
        } catch (StoreException e) {
            throw Refusal.ofTarget(e);
        }
    }

    @Override
    public void close() {
        writer.ifPresent(MessageWriter::close);
    }
}
