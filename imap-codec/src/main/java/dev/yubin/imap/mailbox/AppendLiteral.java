package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that is one literal.
 *
 * @param marker how many octets it has, and whether the client waits before it sends them
 * @param utf8   whether its header may be in UTF-8 (RFC 6855 section 4); it is a literal8 then
 */
public record AppendLiteral(LiteralMarker marker, boolean utf8) implements AppendData {
    public AppendLiteral {
        Objects.requireNonNull(marker, "marker");
        if (utf8 && !marker.binary()) {
            throw new IllegalArgumentException("UTF8 data are a literal8");
        }
    }

    /** append-data = literal / literal8 / utf8-literal, up to the end of the marker */
    static AppendLiteral read(ImapReader in) throws SyntaxException {
        Optional<LiteralMarker> utf8 = acceptUtf8(in);
        return utf8.isPresent() ? new AppendLiteral(utf8.get(), true) : new AppendLiteral(in.literalMarker(), false);
    }

    /** utf8-literal = "UTF8" SP "(" literal8 ")", up to the end of the marker; it is read if it stands here. */
    static Optional<LiteralMarker> acceptUtf8(ImapReader in) throws SyntaxException {
        if (!in.accept("UTF8 (")) {
            return Optional.empty();
        }
        if (in.peek() != '~') {
            throw in.unexpected("a literal8");
        }
        return Optional.of(in.literalMarker());
    }

    @Override
    public Optional<LiteralMarker> literal() {
        return Optional.of(marker);
    }

    @Override
    public void write(ImapWriter out) {
        out.text(utf8 ? "UTF8 (" : "").marker(marker);
    }
}
