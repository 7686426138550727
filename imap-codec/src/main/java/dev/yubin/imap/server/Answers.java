package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Tag;
import dev.yubin.imap.message.VanishedData;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.UidSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the commands of one connection answer, in octets, gathered on its worker and taken by its channel turn by turn. */
final class Answers {
    /** How much is gathered before the client has to take it. */
    private static final int ENOUGH = 64 * 1024;

    /** Up to how many octets of a message go into the line that they stand in. */
    private static final int FEW = 4096;

    private final List<ByteBuffer> full = new ArrayList<>();
    private int octets;
    private ImapEncoding encoding;
    private ImapWriter line;
    private Translation language = Languages.DEFAULT;

    Answers(ImapEncoding encoding) {
        this.encoding = encoding;
        this.line = ImapWriter.response(encoding);
    }

    /** Speaks another language to people from here on. */
    void speak(Translation next) {
        language = next;
    }

    /** What is spoken. */
    Translation language() {
        return language;
    }

    /** Writes in another encoding from here on. */
    void encoding(ImapEncoding next) {
        cut();
        encoding = next;
        line = ImapWriter.response(next);
    }

    /** The response being written; whoever begins one ends it with CR LF. */
    ImapWriter line() {
        return line;
    }

    /** Begins an untagged response. */
    ImapWriter untagged() {
        return line.text("* ");
    }

    void untagged(ImapResponse response) {
        response.write(line);
        line.crlf();
    }

    /** {@code * OK [code] words} and the like: RFC 9051 section 7.1. */
    void untagged(Condition condition, ResponseCode code, String words) {
        status(StatusReply.of(Tag.UNTAGGED, condition, code, words));
    }

    /** What the value says, in the language that is spoken. */
    void status(StatusReply english) {
        if (language.equals(Languages.DEFAULT)) {
            english.write(line);
        } else {
            String said = language.of(english.text());
            new StatusReply(english.tag(), english.condition(), english.code(), said).writeLocal(line);
        }
        line.crlf();
    }

    /** {@code + words}: go on. */
    void goAhead(String words) {
        line.text("+ ").text(words).crlf();
    }

    /** {@code * VANISHED uids}, or {@code * VANISHED (EARLIER) uids}, where there are any: RFC 7162 section 3.2.10. */
    void vanished(boolean earlier, UidSet uids) {
        if (!uids.isEmpty()) {
            untagged(new VanishedData(earlier, SequenceSet.of(uids)));
        }
    }

    /** Begins {@code * n FETCH (}, with UID where it is to be told, or {@code * u UIDFETCH (}, which tells it in any case: RFC 9586 section 3.3. */
    ImapWriter fetch(Message message, MailboxView view, Dialect dialect, boolean uid) {
        if (dialect.uidOnly()) {
            return untagged().number(message.uid()).text(" UIDFETCH (");
        }
        untagged().number(view.numbering().number(message.uid())).text(" FETCH (");
        return uid ? line.text("UID ").number(message.uid()).space() : line;
    }

    /** {@code * n FETCH (UID u FLAGS (...))}, and MODSEQ where the client asked for mod-sequences once (RFC 7162 section 3.1.2). */
    void fetchFlags(Message message, MailboxView view, Dialect dialect, boolean uid) {
        ImapWriter out = fetch(message, view, dialect, uid).text("FLAGS ");
        boolean recent = dialect.recent() && view.isRecent(message.uid());
        out.flags(inOrder(message.flags()), recent ? "\\Recent" : "");
        if (dialect.condstore()) {
            out.text(" MODSEQ (").number(message.modSeq()).text(")");
        }
        out.text(")").crlf();
        view.tell(message);
    }

    /** A message's flags in the order in which they are told, which is the same each time. */
    static Set<Flag> inOrder(Set<Flag> flags) {
        return flags.size() < 2 ? flags : new TreeSet<>(flags);
    }

    /** Octets of a message; the buffer is kept. Few are copied: a buffer for each of many literals costs more to write. */
    void octets(ByteBuffer window) {
        if (window.remaining() <= FEW) {
            line.octets(window);
            return;
        }
        cut();
        line = ImapWriter.response(encoding);
        octets += window.remaining();
        full.add(window);
    }

    boolean enough() {
        return octets + line.size() >= ENOUGH;
    }

    /** All that was gathered. */
    List<ByteBuffer> take() {
        cut();
        line = ImapWriter.response(encoding);
        List<ByteBuffer> taken = List.copyOf(full);
        full.clear();
        octets = 0;
        return taken;
    }

    private void cut() {
        if (line.size() > 0) {
            octets += line.size();
            full.add(line.octets());
        }
    }
}
