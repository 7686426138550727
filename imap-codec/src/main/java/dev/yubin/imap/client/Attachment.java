package dev.yubin.imap.client;

import dev.yubin.mailbox.outline.Disposition;
import dev.yubin.mailbox.outline.Parameter;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.EncodedWords;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a message that is a file: its disposition is {@code attachment} (RFC 2183), or it bears a file's name. From {@link Fetched#attachments}; to be
 * fetched with {@link ImapClient#fetch(long, Attachment, java.nio.channels.WritableByteChannel)}.
 *
 * @param number which part of the message it is, such as 2, or 1 and 3: RFC 9051 section 6.4.5.1
 * @param part   what BODYSTRUCTURE tells of it; {@link Part#bodyOctets} counts them as they are encoded
 */
public record Attachment(List<Integer> number, Part part) {
    public Attachment {
        number = List.copyOf(number);
        Objects.requireNonNull(part, "part");
    }

    /** Those of a message, those of messages that are attached to it not among them. */
    static List<Attachment> of(Part root) {
        List<Attachment> found = new ArrayList<>();
        add(root.isMultipart() ? List.of() : List.of(1), root, found);
        return found;
    }

    private static void add(List<Integer> number, Part part, List<Attachment> found) {
        for (int i = 0; i < part.children().size(); i++) {
            List<Integer> within = new ArrayList<>(number);
            within.add(i + 1);
            add(within, part.children().get(i), found);
        }
        Attachment attachment = new Attachment(number, part);
        if (!part.isMultipart()
                && (attachment.isMeantSo() || attachment.fileName().isPresent())) {
            found.add(attachment);
        }
    }

    private boolean isMeantSo() {
        return part.disposition()
                .filter(some -> some.type().equalsIgnoreCase("attachment"))
                .isPresent();
    }

    /**
     * The file's name as its sender would have it, as people read it: RFC 2183 section 2.3, RFC 2231, RFC 2047. A stranger wrote it: it may be a path,
     * such as {@code ../../.profile}, or no name that a file can have.
     */
    public Optional<String> fileName() {
        return part.disposition()
                .map(Disposition::parameters)
                .flatMap(all -> named("filename", all))
                .or(() -> named("name", part.parameters()));
    }

    private static Optional<String> named(String name, List<Parameter> parameters) {
        Optional<String> plain = Optional.empty();
        for (Parameter parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name + '*')) {
                return Optional.of(extended(parameter.value()));
            } else if (parameter.name().equalsIgnoreCase(name)) {
                plain = Optional.of(EncodedWords.decode(parameter.value()));
            }
        }
        return plain.filter(some -> !some.isEmpty());
    }

    /** charset "'" [language] "'" octets, some of them as % and two hex digits: RFC 2231 section 4. As it came, where it is not that. */
    private static String extended(String value) {
        String[] pieces = value.split("'", 3);
        try {
            return pieces.length < 3
                    ? value
                    : URLDecoder.decode(pieces[2].replace("+", "%2B"), Charset.forName(pieces[0]));
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
