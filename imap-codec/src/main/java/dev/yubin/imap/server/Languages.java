package dev.yubin.imap.server;

import dev.yubin.imap.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The languages that a server speaks to people: RFC 5255 section 3. Who never asks hears {@link #DEFAULT}.
 *
 * @param all       each tag once
 * @param preferred what {@code default} stands for
 */
record Languages(List<Translation> all, Translation preferred) {
    /** English in ASCII, as far as can be: RFC 2277 section 4.5. */
    static final Translation DEFAULT = new English("i-default");

    /** Those that are always there. */
    static final Languages STANDARD = new Languages(List.of(new English("en"), new Japanese(), DEFAULT), DEFAULT);

    /** As it is said. */
    private record English(String tag) implements Translation {
        @Override
        public String of(String english) {
            return english;
        }
    }

    /** The same with another language, or another translation into one that is there. */
    Languages with(Translation more) {
        if (new Language(List.of(more.tag())).ranges().contains(DEFAULT.tag())) {
            throw new IllegalArgumentException("i-default is English (RFC 2277 section 4.5)");
        }
        List<Translation> others = new ArrayList<>(all);
        others.removeIf(each -> each.tag().equalsIgnoreCase(more.tag()));
        others.add(0, more);
        return new Languages(List.copyOf(others), preferred);
    }

    /** @throws IllegalArgumentException when it is not spoken */
    Languages preferring(String tag) {
        return new Languages(
                all, find(tag).orElseThrow(() -> new IllegalArgumentException("no language here matches " + tag)));
    }

    List<String> tags() {
        return all.stream().map(Translation::tag).toList();
    }

    /** The first of these ranges that is spoken. */
    Translation choose(Language language) throws Refusal {
        for (String range : language.ranges()) {
            Optional<Translation> found = find(range);
            if (found.isPresent()) {
                return found.get();
            }
        }
        String ranges = String.join(" ", language.ranges());
        throw Refusal.no("no language here matches " + ranges + "; LANGUAGE alone lists them");
    }

    /** Subtags are taken off from the right until one matches (RFC 4647 section 3.4). */
    private Optional<Translation> find(String range) {
        if (range.equalsIgnoreCase("default") || range.equals("*")) {
            return Optional.of(preferred);
        }
        for (String left = range; !left.isEmpty(); left = left.substring(0, Math.max(left.lastIndexOf('-'), 0))) {
            for (Translation each : all) {
                if (each.tag().equalsIgnoreCase(left)) {
                    return Optional.of(each);
                }
            }
        }
        return Optional.empty();
    }
}
