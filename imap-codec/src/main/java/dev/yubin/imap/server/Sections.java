package dev.yubin.imap.server;

import dev.yubin.imap.fetch.Section;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where in a message a section lies: RFC 9051 section 6.4.5.1. */
final class Sections {
    private Sections() {}

    /**
     * @param filters finds the filter of a section that names fields
     * @return empty where the message has no such part, which FETCH answers by NIL
     */
    static Optional<Slice> find(Section section, Part root, Content content, Function<Section, HeaderFilter> filters)
            throws StoreException {
        Optional<Part> part = find(section.part(), root);
        if (part.isEmpty()) {
            return Optional.empty();
        }
        Section.Text text = section.text();
        if (text == Section.Text.ALL) {
            return Optional.of(all(section, part.get()));
        }
        if (text == Section.Text.MIME) {
            return part.map(Sections::header);
        }
        // HEADER and TEXT of a part are those of the message that it holds.
        Optional<Part> message = section.part().isEmpty() ? part : part.get().nested();
        if (message.isEmpty() || text == Section.Text.HEADER) {
            return message.map(Sections::header);
        }
        if (text == Section.Text.TEXT) {
            return message.map(Sections::body);
        }
        return Optional.of(filters.apply(section).of(message.get(), content));
    }

    static Optional<Part> find(List<Integer> numbers, Part root) {
        return numbers.isEmpty()
                ? Optional.of(root)
                : root.find(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Slice all(Section section, Part part) {
        return section.part().isEmpty() ? Slice.range(part.headerStart(), part.bodyEnd()) : body(part);
    }

    private static Slice header(Part part) {
        return Slice.range(part.headerStart(), part.bodyStart());
    }

    private static Slice body(Part part) {
        return Slice.range(part.bodyStart(), part.bodyEnd());
    }
}
