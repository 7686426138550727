package dev.yubin.imap.server;

/** What is searched for: a substring in any case (RFC 9051 section 6.4.4). */
final class Needle {
    private final String folded;

    Needle(String text) {
        this.folded = fold(text);
    }

    boolean isIn(String text) {
        return fold(text).contains(folded);
    }

    /** The end of a text that comes in portions, as far as what is searched for may begin in it and go on in the next. */
    String edge(String text) {
        return text.substring(Math.max(0, text.length() - folded.length() + 1));
    }

    /** Both cases of every character meet in one; upper case first, since some characters have no lower case of their own. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(Character.toLowerCase(Character.toUpperCase(text.charAt(i))));
        }
        return folded.toString();
    }
}
