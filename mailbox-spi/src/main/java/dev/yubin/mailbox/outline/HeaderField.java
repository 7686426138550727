package dev.yubin.mailbox.outline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The header fields of which an outline keeps the value; {@code DATE} stands for "Date", {@code IN_REPLY_TO} for "In-Reply-To". */
enum HeaderField {
    DATE,
    SUBJECT,
    FROM,
    SENDER,
    REPLY_TO,
    TO,
    CC,
    BCC,
    IN_REPLY_TO,
    MESSAGE_ID,
    REFERENCES,
    CONTENT_TYPE,
    CONTENT_ID,
    CONTENT_DESCRIPTION,
    CONTENT_TRANSFER_ENCODING,
    CONTENT_MD5,
    CONTENT_DISPOSITION,
    CONTENT_LANGUAGE,
    CONTENT_LOCATION;

    private static final Map<String, HeaderField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(HeaderField::lowerCase, field -> field));

    private static final int LONGEST_NAME =
            BY_NAME.keySet().stream().mapToInt(String::length).max().orElseThrow();

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The field whose name stands in {@code line} from 0 to {@code end}; white space may follow it (RFC 5322 section 4.5). */
    static Optional<HeaderField> named(byte[] line, int end) {
        int length = end;
        while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) {
            length--;
        }
        return length == 0 || length > LONGEST_NAME
                ? Optional.empty()
                : Optional.ofNullable(BY_NAME.get(Octets.string(line, 0, length).toLowerCase(Locale.ROOT)));
    }

    /** Whether it describes a MIME part (RFC 2045 section 3), and not only a message. */
    boolean ofPart() {
        return compareTo(CONTENT_TYPE) >= 0;
    }

    /** Whether several of them are read as one, joined by commas: RFC 5322 section 4.5.3. */
    boolean joins() {
        return this == TO || this == CC || this == BCC;
    }
}
