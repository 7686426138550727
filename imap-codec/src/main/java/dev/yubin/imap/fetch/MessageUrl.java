package dev.yubin.imap.fetch;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL of a message, or of a part of it, on the server that is spoken to: RFC 5092 without a scheme and a server's name, as CATENATE has them (RFC
 * 4469 section 3).
 *
 * @param uidValidity the UIDVALIDITY that the UID is of, where it is said
 * @param section     which section of the message; {@link Section#ALL} for all of it
 * @param partial     which octets of it; without an end, {@code Long.MAX_VALUE} of them
 */
public record MessageUrl(
        ImapName mailbox, OptionalLong uidValidity, long uid, Section section, Optional<Partial> partial) {
    /** [["/"] enc-mailbox [";UIDVALIDITY=" nz-number] "/"] ";UID=" nz-number ["/;SECTION=" enc-section] ["/;PARTIAL=" partial-range] */
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<mailbox>/?[^;]+)(?:;UIDVALIDITY=(?<validity>[0-9]{1,10}))?/)?;UID=(?<uid>[0-9]{1,10})"
                    + "(?:/;SECTION=(?<section>[^;]+?))?(?:/;PARTIAL=(?<from>[0-9]{1,18})(?:\\.(?<octets>[0-9]{1,18}))?)?",
            Pattern.CASE_INSENSITIVE);

    /** bchar of RFC 5092 section 11 without those that delimit here. */
    private static final String UNRESERVED = "-._~!$'()*+,&=:@/";

    public MessageUrl {
        Objects.requireNonNull(mailbox, "mailbox");
        uidValidity.ifPresent(validity -> Syntax.checked("UIDVALIDITY", validity, 1));
        Syntax.checked("a UID", uid, 1);
        Objects.requireNonNull(section, "section");
        Objects.requireNonNull(partial, "partial");
    }

    /** Of a message. */
    public static MessageUrl of(ImapName mailbox, long uid) {
        return of(mailbox, uid, Section.ALL);
    }

    /** Of a section of it. */
    public static MessageUrl of(ImapName mailbox, long uid, Section section) {
        return new MessageUrl(mailbox, OptionalLong.empty(), uid, section, Optional.empty());
    }

    /**
     * Reads one that stands for itself or is relative to a mailbox.
     *
     * @param base the mailbox that is selected, which a URL that begins without a slash is relative to
     * @throws SyntaxException          for what is no such URL; one of another server, or with an access key (RFC 4467), is none
     * @throws IllegalArgumentException for numbers and sections that there cannot be
     */
    public static MessageUrl read(String url, Optional<String> base) throws SyntaxException {
        Matcher form = FORM.matcher(url);
        if (url.startsWith("//") || !form.matches()) {
            throw new SyntaxException(
                    "expected the URL of a message here, such as /INBOX/;UID=7/;SECTION=1.2 (RFC 5092)");
        }
        Optional<String> validity = Optional.ofNullable(form.group("validity"));
        String section = form.group("section");
        Optional<String> from = Optional.ofNullable(form.group("from"));
        long octets = form.group("octets") == null ? Long.MAX_VALUE : Long.parseLong(form.group("octets"));
        return new MessageUrl(
                new ImapName(mailbox(form.group("mailbox"), base)),
                validity.isPresent() ? OptionalLong.of(Long.parseLong(validity.get())) : OptionalLong.empty(),
                Long.parseLong(form.group("uid")),
                section == null ? Section.ALL : section(decoded(section)),
                from.map(first -> new Partial(Long.parseLong(first), octets)));
    }

    private static String mailbox(String named, Optional<String> base) throws SyntaxException {
        if (named != null && named.startsWith("/")) {
            return decoded(named.substring(1));
        }
        String here = base.orElseThrow(
                () -> new SyntaxException("expected a URL that begins with a slash, for no mailbox is selected"));
        return named == null ? here : here.substring(0, here.lastIndexOf('/') + 1) + decoded(named);
    }

    private static Section section(String spec) throws SyntaxException {
        byte[] octets = ("[" + spec + "]").getBytes(StandardCharsets.UTF_8);
        ImapReader in = ImapReader.command(octets, octets.length, ImapEncoding.PLAIN, ImapLimits.standard());
        Section section = Section.read(in);
        in.expectEnd();
        return section;
    }

    private static String decoded(String text) throws SyntaxException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            int digits = encoded[i] == '%' && i + 2 < encoded.length
                    ? 16 * Character.digit(encoded[i + 1], 16) + Character.digit(encoded[i + 2], 16)
                    : -1;
            boolean hex = digits >= 0 && Character.digit(encoded[i + 2], 16) >= 0;
            if (encoded[i] == '%' && !hex) {
                throw new SyntaxException("expected two hexadecimal digits behind %");
            }
            octets.write(hex ? digits : encoded[i]);
            i += hex ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException("expected UTF-8 behind the percent signs");
        }
    }

    /** As it is written, in ASCII: with a slash before the mailbox, and so relative to nothing but the server. */
    @Override
    public String toString() {
        StringBuilder url = new StringBuilder("/").append(encoded(mailbox.text()));
        uidValidity.ifPresent(validity -> url.append(";UIDVALIDITY=").append(validity));
        url.append("/;UID=").append(uid);
        if (!section.equals(Section.ALL)) {
            ImapWriter spec = ImapWriter.command(ImapEncoding.PLAIN);
            section.write(spec);
            String bracketed = spec.toString();
            url.append("/;SECTION=").append(encoded(bracketed.substring(1, bracketed.length() - 1)));
        }
        partial.ifPresent(some -> {
            url.append("/;PARTIAL=").append(some.from());
            url.append(some.octets() == Long.MAX_VALUE ? "" : "." + some.octets());
        });
        return url.toString();
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet > 0 && (Character.isLetterOrDigit(octet) || UNRESERVED.indexOf(octet) >= 0);
            encoded.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet & 0xff));
        }
        return encoded.toString();
    }
}
