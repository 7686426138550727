package dev.yubin.pop3.server;

import dev.yubin.pop3.Lang;
import dev.yubin.pop3.LanguageListing;
import dev.yubin.pop3.Pop3Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The languages that a server speaks to people: RFC 6856 section 3.2. {@link Phrase} has a column for each. */
enum Language {
    /** Also of those who never asked. */
    ENGLISH("en", "English"),
    JAPANESE("ja", "日本語");

    private final String tag;
    private final String ownName;

    Language(String tag, String ownName) {
        this.tag = tag;
        this.ownName = ownName;
    }

    static List<LanguageListing> listings() {
        return Arrays.stream(values())
                .map(language -> new LanguageListing(language.tag, language.ownName))
                .toList();
    }

    /**
     * The language that is nearest to a range: its subtags are taken off from the right until one matches (RFC 4647 section 3.4).
     *
     * @param preferred what {@code *} stands for
     */
    static Optional<Language> matching(String range, Language preferred) {
        if (range.equals(Lang.ANY)) {
            return Optional.of(preferred);
        }
        for (String left = range; !left.isEmpty(); left = left.substring(0, Math.max(left.lastIndexOf('-'), 0))) {
            for (Language language : values()) {
                if (language.tag.equalsIgnoreCase(left)) {
                    return Optional.of(language);
                }
            }
        }
        return Optional.empty();
    }

    Pop3Reply ok(Saying saying) {
        return Pop3Reply.ok(saying.in(this));
    }

    /** The reply to who chose this language. */
    Pop3Reply chosen() {
        return Pop3Reply.ok(new LanguageListing(tag, Phrase.LANGUAGE_CHANGED.in(this)).toString());
    }
}
