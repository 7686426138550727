package dev.yubin.imap.server;

import dev.yubin.mailbox.outline.Outline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads msg-ids (RFC 5322 section 3.6.4) out of header fields, for THREAD: RFC 5256 section 3. Two that differ in their quoting are one. */
final class MessageIds {
    static final Optional<String> NONE = Optional.empty();

    /** Of longer References the first and the last ones tell enough; each may cost as much time as there are messages. */
    private static final int REFERENCES = 100;

    private MessageIds() {}

    /** Those of References, each once, or else the first of In-Reply-To, behind which anything may stand. */
    static List<String> references(Outline message) {
        List<String> references = message.references().map(MessageIds::all).orElse(List.of()).stream()
                .distinct()
                .toList();
        if (references.isEmpty()) {
            return first(message.envelope().inReplyTo()).map(List::of).orElse(List.of());
        } else if (references.size() <= REFERENCES) {
            return references;
        }
        List<String> kept = new ArrayList<>(List.of(references.get(0)));
        kept.addAll(references.subList(references.size() - REFERENCES + 1, references.size()));
        return kept;
    }

    static Optional<String> first(Optional<String> field) {
        return field.flatMap(value -> all(value).stream().findFirst());
    }

    /** In the order in which they stand there; what is none is passed over. */
    static List<String> all(String field) {
        List<String> ids = new ArrayList<>();
        for (int start = field.indexOf('<'); start >= 0; ) {
            StringBuilder id = new StringBuilder();
            int end = readId(field, start + 1, id);
            if (end < field.length() && field.charAt(end) == '>' && id.indexOf("@") > 0) {
                ids.add(id.toString());
            }
            start = field.indexOf('<', end);
        }
        return ids;
    }

    /** Reads what stands between the brackets, without quoting and white space. @return where that ends, at best with {@code >} */
    private static int readId(String field, int start, StringBuilder id) {
        boolean quoted = false;
        int at = start;
        for (; at < field.length(); at++) {
            char c = field.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && at + 1 < field.length()) {
                id.append(field.charAt(++at));
            } else if (!quoted && (c == '>' || c == '<')) {
                return at;
            } else if (quoted || !Character.isWhitespace(c)) {
                id.append(c);
            }
        }
        return at;
    }
}
