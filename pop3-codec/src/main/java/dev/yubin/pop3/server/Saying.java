package dev.yubin.pop3.server;

import java.util.Arrays;
import java.util.Locale;

/**
 * Something to be said, in whichever language the client will hear it.
 *
 * @param values what stands in the phrase; a saying among them is said in the same language
 */
record Saying(Phrase phrase, Object... values) {
    String in(Language language) {
        Object[] said = Arrays.stream(values)
                .map(value -> value instanceof Saying within ? within.in(language) : value)
                .toArray();
        return String.format(Locale.ROOT, phrase.in(language), said);
    }

    /** {@code 1 message}, {@code 2 messages}. */
    static Saying messages(int count) {
        return count == 1 ? Phrase.ONE_MESSAGE.with() : Phrase.MESSAGES.with(count);
    }
}
