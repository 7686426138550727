package dev.yubin.imap.server;

import dev.yubin.mailbox.text.Needle;
import dev.yubin.mailbox.text.TextSink;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a fuzzy key looks for: RFC 6203 section 3, which leaves open how. Each of its words, in any order, must be nearly met by a word of the text,
 * without regard to case and accents: be a part of it, or as it is but for one letter, or two of a long word. Words that are longer than
 * any are cut, and of many only the first count, so that a text costs what its length says.
 */
final class FuzzyWords {
    /** Of a text that is met word for word. */
    static final int PERFECT = 100;

    private static final int BEGINNING = 90;
    private static final int PART = 75;
    private static final int MOST_WORDS = 16;
    private static final int LONGEST = 64;

    private final List<String> words = new ArrayList<>();

    FuzzyWords(String text) {
        Splitter splitter = new Splitter() {
            @Override
            void word(String word) {
                if (words.size() < MOST_WORDS && !words.contains(word)) {
                    words.add(word);
                }
            }
        };
        splitter.take(text, false);
        splitter.end();
    }

    /** Cuts texts into words; an ideograph is one by itself. */
    private abstract static class Splitter implements TextSink {
        private final StringBuilder begun = new StringBuilder();

        abstract void word(String word);

        @Override
        public boolean take(String portion, boolean follows) {
            if (!follows) {
                end();
            }
            Needle.fold(Normalizer.normalize(portion, Normalizer.Form.NFKD))
                    .codePoints()
                    .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                    .forEach(this::take);
            return true;
        }

        private void take(int c) {
            boolean alone = Character.isIdeographic(c);
            if (alone || !Character.isLetterOrDigit(c) || begun.length() >= LONGEST) {
                end();
            }
            if (Character.isLetterOrDigit(c)) {
                begun.appendCodePoint(c);
            }
            if (alone) {
                end();
            }
        }

        void end() {
            if (begun.length() > 0) {
                word(begun.toString());
                begun.setLength(0);
            }
        }
    }

    Sink sink() {
        return new Sink();
    }

    /** Looks at a text, or several as if they were one. Used by one thread. */
    final class Sink extends Splitter {
        /** How well each word was met, at best. */
        private final int[] met = new int[words.size()];

        @Override
        void word(String word) {
            for (int i = 0; i < met.length; i++) {
                met[i] = met[i] == PERFECT ? PERFECT : Math.max(met[i], likeness(words.get(i), word));
            }
        }

        @Override
        public boolean take(String portion, boolean follows) {
            super.take(portion, follows);
            return Arrays.stream(met).anyMatch(each -> each < PERFECT);
        }

        /** How well all words were met, 1 to 100; 0 where one was not. Of no words at all, every text meets them. */
        int score() {
            end();
            boolean all = Arrays.stream(met).allMatch(each -> each > 0);
            return all ? (int) Arrays.stream(met).average().orElse(PERFECT) : 0;
        }
    }

    /** 0 to 100. */
    private static int likeness(String wanted, String word) {
        if (word.contains(wanted)) {
            return word.equals(wanted) ? PERFECT : word.startsWith(wanted) ? BEGINNING : PART;
        }
        int most = wanted.length() < 4 ? 0 : wanted.length() < 7 ? 1 : 2;
        int apart = Math.abs(wanted.length() - word.length()) > most ? most + 1 : distance(wanted, word);
        return apart > most ? 0 : PERFECT - PERFECT * apart / wanted.length();
    }

    /** How many letters have to be put in, taken out or replaced to make one of the other: Levenshtein's distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
