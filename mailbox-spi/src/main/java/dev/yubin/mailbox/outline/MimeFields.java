package dev.yubin.mailbox.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the Content-* fields of one header say (RFC 2045 section 3), defaults filled in. */
final class MimeFields {
    /** Section 6.2: the encodings that are none, so that what is within can be looked into where it lies. */
    private static final Set<String> IDENTITY = Set.of("7bit", "8bit", "binary");

    private static final Set<String> MESSAGES = Set.of("rfc822", "global");
    private static final Parameter US_ASCII = new Parameter("charset", "us-ascii");

    private String type = "text";
    private String subtype = "plain";
    private List<Parameter> parameters = List.of(US_ASCII);
    private final Optional<String> id;
    private final Optional<String> description;
    private final String encoding;
    private final Optional<String> md5;
    private final Optional<Disposition> disposition;
    private final List<String> languages;
    private final Optional<String> location;

    /** @param inDigest whether the default is {@code message/rfc822}: RFC 2046 section 5.1.5 */
    MimeFields(HeaderFields fields, boolean inDigest) {
        Optional<String> contentType = fields.value(HeaderField.CONTENT_TYPE);
        contentType.ifPresent(this::readType);
        if (contentType.isEmpty() && inDigest) {
            show("message", "rfc822");
        }
        id = fields.value(HeaderField.CONTENT_ID);
        description = fields.value(HeaderField.CONTENT_DESCRIPTION);
        encoding = fields.value(HeaderField.CONTENT_TRANSFER_ENCODING)
                .map(value -> token(MimeValue.read(value).head()))
                .filter(token -> !token.isEmpty())
                .orElse("7BIT");
        md5 = fields.value(HeaderField.CONTENT_MD5);
        disposition = fields.value(HeaderField.CONTENT_DISPOSITION)
                .map(MimeValue::read)
                .filter(value -> !value.head().isEmpty())
                .map(value -> new Disposition(value.head(), value.parameters()));
        languages = fields.value(HeaderField.CONTENT_LANGUAGE)
                .map(MimeFields::languages)
                .orElse(List.of());
        location = fields.value(HeaderField.CONTENT_LOCATION);
    }

    /** type "/" subtype *(";" parameter); one that cannot be read is the default: RFC 2045 section 5.2. */
    private void readType(String contentType) {
        MimeValue value = MimeValue.read(contentType);
        String readType = token(value.head());
        String rest = value.head().substring(readType.length()).stripLeading();
        String readSubtype = rest.startsWith("/") ? token(rest.substring(1).stripLeading()) : "";
        if (!readType.isEmpty() && !readSubtype.isEmpty()) {
            show(readType, readSubtype);
            boolean defaultCharset = isPlainText()
                    && MimeValue.find(value.parameters(), "charset").isEmpty();
            parameters = defaultCharset ? withCharset(value.parameters()) : value.parameters();
        }
    }

    private static List<Parameter> withCharset(List<Parameter> parameters) {
        List<Parameter> all = new ArrayList<>(List.of(US_ASCII));
        parameters.stream().filter(p -> !p.name().equalsIgnoreCase("charset")).forEach(all::add);
        return all;
    }

    private void show(String shownType, String shownSubtype) {
        type = shownType;
        subtype = shownSubtype;
        parameters = List.of();
    }

    /** The leading token: RFC 2045 section 5.1. */
    private static String token(String text) {
        int end = 0;
        while (end < text.length()
                && text.charAt(end) > ' '
                && "()<>@,;:\\\"/[]?=\u007f".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    private static List<String> languages(String value) {
        List<String> tags = new ArrayList<>();
        for (String tag : MimeValue.read(value).head().split(",")) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return tags;
    }

    boolean isMultipart() {
        return type.equalsIgnoreCase("multipart");
    }

    boolean isDigest() {
        return isMultipart() && subtype.equalsIgnoreCase("digest");
    }

    boolean isMessage() {
        return type.equalsIgnoreCase("message") && MESSAGES.contains(subtype.toLowerCase(Locale.ROOT));
    }

    /** Whether its body stands there as it is, not encoded. */
    boolean isPlainlyEncoded() {
        return IDENTITY.contains(encoding.toLowerCase(Locale.ROOT));
    }

    private boolean isPlainText() {
        return type.equalsIgnoreCase("text") && subtype.equalsIgnoreCase("plain");
    }

    String boundary() {
        return MimeValue.find(parameters, "boundary");
    }

    /** Makes it something that nobody looks into. */
    void makeOpaque() {
        show("application", "octet-stream");
    }

    /** The part with these fields that lies there; {@code envelope} and {@code nested} may be null. */
    Part part(
            long headerStart,
            long bodyStart,
            long bodyEnd,
            long lines,
            List<Part> children,
            Envelope envelope,
            Part nested) {
        return new Part(
                type,
                subtype,
                parameters,
                id,
                description,
                encoding,
                md5,
                disposition,
                languages,
                location,
                headerStart,
                bodyStart,
                bodyEnd,
                lines,
                children,
                Optional.ofNullable(envelope),
                Optional.ofNullable(nested));
    }

    /** What a multipart without parts shows as its only one. */
    static Part emptyText(long at) {
        return new MimeFields(new HeaderFields(), false).part(at, at, at, 0, List.of(), null, null);
    }
}
