package dev.yubin.imap.wire;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The strings that {@link ImapReader} reads: bare, quoted and as literals, in whatever charset was agreed. */
abstract class TextReader extends WordReader {
    private final ImapEncoding encoding;
    private boolean starved;

    TextReader(byte[] octets, int end, ImapEncoding encoding, boolean response) {
        super(octets, end, response);
        this.encoding = encoding;
    }

    public ImapEncoding encoding() {
        return encoding;
    }

    /** Whether reading ended at a literal's marker whose octets are yet to come: what stands before it is right, so far. */
    public boolean starved() {
        return starved;
    }

    /** astring = 1*ASTRING-CHAR / string, in UTF-8 */
    public String astring() throws SyntaxException {
        return astring(StandardCharsets.UTF_8);
    }

    /** astring, in that charset. */
    public String astring(Charset charset) throws SyntaxException {
        return bareOr(Syntax.ASTRING, charset, "a string");
    }

    /** list-mailbox = 1*list-char / string, the text of a name or pattern decoded. */
    public String listMailbox() throws SyntaxException {
        return name(bareOr(Syntax.LIST | bareUtf8(), StandardCharsets.UTF_8, "a mailbox name or pattern"));
    }

    /** mailbox = "INBOX" / astring, the name decoded from modified UTF-7 where that is agreed. */
    public String mailbox() throws SyntaxException {
        return name(bareOr(Syntax.ASTRING | bareUtf8(), StandardCharsets.UTF_8, "a mailbox name"));
    }

    /** All that is left, up to spaces at the end, as a mailbox's name. */
    public String restMailbox() throws SyntaxException {
        return name(restText().stripTrailing());
    }

    /** iOS and Outlook send names in UTF-8 without quotes once UTF8=ACCEPT is enabled, some servers whether it is or not. */
    private int bareUtf8() {
        return response || encoding.utf8() ? Syntax.EIGHT_BIT : 0;
    }

    private String name(String text) throws SyntaxException {
        if (encoding.utf8()) {
            return text;
        }
        try {
            return ModifiedUtf7.decode(text);
        } catch (SyntaxException e) {
            if (response) {
                return text; // many servers show names as they lie on disk
            }
            throw e;
        }
    }

    private String bareOr(int classes, Charset charset, String what) throws SyntaxException {
        int start = at;
        int stop = runOf(classes);
        if (stop == start) {
            return string(charset, what);
        }
        at = stop;
        return decode(start, stop, charset);
    }

    /** string = quoted / literal, in UTF-8 */
    public String string() throws SyntaxException {
        return string(StandardCharsets.UTF_8, "a string");
    }

    private String string(Charset charset, String what) throws SyntaxException {
        int next = peek();
        if (next == '"') {
            return quoted(charset);
        }
        if (next == '{' || next == '~') {
            int start = literal();
            return decode(start, at, charset);
        }
        throw unexpected(what);
    }

    /** nstring = string / nil, in UTF-8 */
    public Optional<String> nstring() throws SyntaxException {
        return acceptWord("NIL") ? Optional.empty() : Optional.of(string());
    }

    /** "(" objectid ")" / nil: RFC 8474 section 7. */
    public Optional<String> objectId() throws SyntaxException {
        if (acceptWord("NIL")) {
            return Optional.empty();
        }
        expect('(');
        String id = atom("an object identifier");
        expect(')');
        return Optional.of(id);
    }

    /** string with one octet in each character (ISO-8859-1): what a message says, whatever its charset. */
    public String octetString() throws SyntaxException {
        return string(StandardCharsets.ISO_8859_1, "a string");
    }

    /** nstring with one octet in each character (ISO-8859-1). */
    public Optional<String> octetNstring() throws SyntaxException {
        return acceptWord("NIL") ? Optional.empty() : Optional.of(octetString());
    }

    /** nstring / literal8 as octets. */
    public Optional<Octets> octets() throws SyntaxException {
        if (acceptWord("NIL")) {
            return Optional.empty();
        }
        if (peek() == '"') {
            String text = quoted(StandardCharsets.ISO_8859_1);
            return Optional.of(Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        int start = literal();
        return Optional.of(Octets.range(octets, start, at));
    }

    /** astring that is secret; nothing of it gets into a complaint, nor of what follows. */
    public Secret secret() throws SyntaxException {
        conceal();
        return Secret.of(astring(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** base64, decoded, as a secret; {@code =} alone stands for nothing at all (RFC 4959 section 3). */
    public Secret base64() throws SyntaxException {
        conceal();
        int start = at;
        at = runOf(Syntax.BASE64);
        if (at - start == 1 && octets[start] == '=') {
            return Secret.of(new byte[0]);
        }
        try {
            return Secret.of(Base64.getDecoder().decode(Arrays.copyOfRange(octets, start, at)));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("expected base64 (RFC 4648 section 4)");
        }
    }

    /** quoted = DQUOTE *QUOTED-CHAR DQUOTE */
    final String quoted(Charset charset) throws SyntaxException {
        int start = ++at;
        boolean escapes = false;
        while (at < end && octets[at] != '"') {
            byte c = octets[at];
            if (c == '\\') {
                escapes = true;
                at++;
                if (at == end || (octets[at] != '"' && octets[at] != '\\' && !response)) {
                    throw unexpected("\\\" or \\\\ in a quoted string");
                }
            } else if (!response && (c == '\r' || c == '\n' || c == 0)) {
                throw unexpected("the end of a quoted string");
            }
            at++;
        }
        if (at >= end) {
            throw unexpected("the end of a quoted string");
        }
        at++;
        if (!escapes) {
            return decode(start, at - 1, charset);
        }
        byte[] plain = unescaped(start, at - 1);
        return decode(plain, 0, plain.length, charset);
    }

    private byte[] unescaped(int start, int stop) {
        byte[] plain = new byte[stop - start];
        int n = 0;
        for (int i = start; i < stop; i++) {
            // before any other octet a backslash is one that a server has not quoted
            i += octets[i] == '\\' && (octets[i + 1] == '"' || octets[i + 1] == '\\') ? 1 : 0;
            plain[n++] = octets[i];
        }
        return Arrays.copyOf(plain, n);
    }

    // ------------------------------------------------------------------ literals

    /** literal / literal8 that is there whole; returns where its octets begin, and stands behind them. */
    final int literal() throws SyntaxException {
        LiteralMarker marker = literalMarker();
        if (at == end) {
            starved = true;
            throw new SyntaxException(
                    "expected a literal of " + marker.octets() + " octets but they are not there yet");
        }
        if (at + 2 > end || octets[at] != '\r' || octets[at + 1] != '\n') {
            throw unexpected("the end of the line behind a literal's size");
        }
        int start = at + 2;
        if (marker.octets() > end - start) {
            throw new SyntaxException("expected a literal of " + marker.octets() + " octets but they are not there");
        }
        at = start + (int) marker.octets();
        if (!marker.binary()) {
            for (int i = start; i < at; i++) {
                if (octets[i] == 0 && !response) {
                    throw new SyntaxException("expected a literal without NUL (RFC 9051 section 4.3)");
                }
            }
        }
        return start;
    }

    /** ["~"] "{" number64 ["+"] "}"; the octets are not looked for. */
    public LiteralMarker literalMarker() throws SyntaxException {
        boolean binary = accept('~');
        if (!accept('{')) {
            throw unexpected("a literal");
        }
        long size = number64();
        boolean synchronizing = !accept('+');
        expect('}');
        return new LiteralMarker(size, synchronizing, binary);
    }

    /** The literal's marker that ends the input, its octets being yet to come; it is read if it stands here. */
    public Optional<LiteralMarker> acceptOpenLiteral() throws SyntaxException {
        if (peek() != '{' && peek() != '~') {
            return Optional.empty();
        }
        int start = at;
        LiteralMarker marker = literalMarker();
        if (at == end) {
            return Optional.of(marker);
        }
        at = start;
        return Optional.empty();
    }

    // ------------------------------------------------------------------ charsets

    private String decode(int start, int stop, Charset charset) throws SyntaxException {
        return decode(octets, start, stop, charset);
    }

    private String decode(byte[] from, int start, int stop, Charset charset) throws SyntaxException {
        if (charset == StandardCharsets.ISO_8859_1 || isAscii(from, start, stop)) {
            return new String(from, start, stop - start, StandardCharsets.ISO_8859_1);
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(from, start, stop - start))
                    .toString();
        } catch (CharacterCodingException e) {
            if (response) {
                return new String(from, start, stop - start, StandardCharsets.ISO_8859_1);
            }
            throw new SyntaxException("expected text in " + charset);
        }
    }

    private static boolean isAscii(byte[] text, int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (text[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
