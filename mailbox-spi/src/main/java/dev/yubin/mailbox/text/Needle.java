package dev.yubin.mailbox.text;

/** What is searched for: a substring in any case (RFC 9051 section 6.4.4), as the comparator of RFC 5255 section 4.2 has it. A value. */
public final class Needle {
    private final String folded;

    /** Looks for that text, an empty one of which is in every text. */
    public Needle(String text) {
        this.folded = fold(text);
    }

    /** Whether the text has it. */
    public boolean isIn(String text) {
        return fold(text).contains(folded);
    }

    /**
     * The text as it is compared: one has another in it, in any case, where one folded has the other folded in it. Its length may be another:
     * {@link UnicodeCasemap#prepared}.
     */
    public static String fold(String text) {
        return UnicodeCasemap.prepared(text);
    }

    /** Looks at texts until one has it. */
    Sink sink() {
        return new Sink();
    }

    /** Whether any of the texts it took has it. Used by one thread. */
    final class Sink implements TextSink {
        private String window = "";
        private boolean found;

        @Override
        public boolean take(String portion, boolean follows) {
            window = follows ? edge() + portion : portion;
            found = isIn(window);
            return !found;
        }

        /**
         * The end of what was looked at, as far as the needle may begin in it and go on in the next portion: folded, none of its characters came of
         * more than two chars.
         */
        private String edge() {
            return window.substring(Math.max(0, window.length() - 2 * folded.length()));
        }

        boolean found() {
            return found;
        }
    }
}
