package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.text.Needle;
import dev.yubin.mailbox.text.TextSink;
import java.util.Optional;

/** The text of a header or a body as the index takes it. Used by one thread. */
final class WordText implements TextSink {
    /** How many characters; what has more is left out of the index, for it has nearly every word. */
    static final int MOST = 1024 * 1024;

    private final StringBuilder text = new StringBuilder();

    @Override
    public boolean take(String portion, boolean follows) {
        text.append(follows ? "" : Words.END).append(folded(portion));
        return text.length() <= MOST;
    }

    /** All of it, or nothing where it is too much. */
    Optional<String> whole() {
        return text.length() > MOST ? Optional.empty() : Optional.of(text + Words.END);
    }

    /** The text as it is compared, each control a space; what another has in it, it has in it also then. */
    static String folded(String text) {
        char[] folded = Needle.fold(text).toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Character.isISOControl(folded[i]) ? ' ' : folded[i];
        }
        return new String(folded);
    }
}
