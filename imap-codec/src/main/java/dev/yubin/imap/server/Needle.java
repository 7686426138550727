package dev.yubin.imap.server;

/** What is searched for: a substring in any case (RFC 9051 section 6.4.4). Never changes; {@link Scan} is for one thread. */
final class Needle {
    private final String folded;

    Needle(String text) {
        this.folded = fold(text);
    }

    boolean isIn(String text) {
        return fold(text).contains(folded);
    }

    Scan scan() {
        return new Scan();
    }

    /** Both cases of every character meet in one; upper case first, since some characters have no lower case of their own. */
    private static String fold(CharSequence text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(Character.toLowerCase(Character.toUpperCase(text.charAt(i))));
        }
        return folded.toString();
    }

    /** A search through text that comes in portions. */
    final class Scan {
        private String tail = "";
        private boolean found = folded.isEmpty();

        /** Looks into the next portion, and across its edge with the one before. */
        void push(CharSequence text) {
            if (!found) {
                String window = tail + fold(text);
                found = window.contains(folded);
                tail = window.substring(Math.max(0, window.length() - folded.length() + 1));
            }
        }

        /** Ends a text: what follows is another, and nothing is found across the edge. */
        void end() {
            tail = "";
        }

        boolean found() {
            return found;
        }
    }
}
