package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pieces of which a message is put together, as far as one line tells: RFC 4469. Octets that the client sends stream behind the line, and the
 * pieces behind them are another line's.
 *
 * @param urls messages here, and parts of them, as the client names them; whether that is a URL is for the server to say
 * @param text the octets behind them; empty where the list ends, and with it the message
 * @param utf8 whether headers among these octets may be in UTF-8 (RFC 6855 section 4); they are a literal8 then
 */
public record Catenation(List<String> urls, Optional<LiteralMarker> text, boolean utf8) implements AppendData {
    public Catenation {
        urls = List.copyOf(urls);
        Objects.requireNonNull(text, "text");
        if (utf8 && !text.filter(LiteralMarker::binary).isPresent()) {
            throw new IllegalArgumentException("UTF8 data are a literal8");
        }
    }

    @Override
    public Optional<LiteralMarker> literal() {
        return text;
    }

    /** "CATENATE" SP "(" cat-part *(SP cat-part) ")", up to the first literal of its own. */
    static Catenation read(ImapReader in) throws SyntaxException {
        in.expect('(');
        return readParts(in);
    }

    /** What may stand behind the octets of a TEXT: *(SP cat-part) ")" */
    static Catenation readRest(ImapReader in) throws SyntaxException {
        return in.accept(')') ? new Catenation(List.of(), Optional.empty(), false) : readParts(in.space());
    }

    /** cat-part = "TEXT" SP literal / "URL" SP astring / utf8-literal */
    private static Catenation readParts(ImapReader in) throws SyntaxException {
        List<String> urls = new ArrayList<>();
        do {
            in.countItem();
            Optional<LiteralMarker> utf8 = AppendLiteral.acceptUtf8(in);
            if (utf8.isPresent()) {
                return new Catenation(urls, utf8, true);
            } else if (in.accept("TEXT ")) {
                return new Catenation(urls, Optional.of(in.literalMarker()), false);
            } else if (!in.accept("URL ")) {
                throw in.unexpected("TEXT, UTF8 or URL");
            }
            urls.add(in.astring());
        } while (in.accept(' '));
        in.expect(')');
        return new Catenation(urls, Optional.empty(), false);
    }

    /** @throws IllegalArgumentException for no piece at all */
    @Override
    public void write(ImapWriter out) {
        if (urls.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("CATENATE has at least one piece");
        }
        writeParts(out.text("CATENATE ("));
    }

    void writeRest(ImapWriter out) {
        writeParts(urls.isEmpty() && text.isEmpty() ? out : out.space());
    }

    private void writeParts(ImapWriter out) {
        out.joined(urls, (url, to) -> to.text("URL ").astring(url));
        if (text.isPresent()) {
            out.text(urls.isEmpty() ? "" : " ").text(utf8 ? "UTF8 (" : "TEXT ").marker(text.get());
        } else {
            out.text(")");
        }
    }
}
