package dev.yubin.mailbox.text;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The first words of a message, for people who look through a list: RFC 8970 section 3.3. Of its parts the first counts that is plain text
 * or HTML, is no attachment and has words; of alternatives (RFC 2046 section 5.1.4) plain text. Markup goes, and any white space becomes
 * one space. The same message has the same words each time.
 */
public final class Preview {
    /** In characters of Unicode, as section 3.3 recommends. */
    private static final int LONGEST = 200;

    /** How many parts are read until one has words, and how many windows of them in all: a preview costs some tens of KiB at most. */
    private static final int MOST_PARTS = 4;

    private static final int MOST_WINDOWS = 4;

    /** They show nothing and may turn the writing direction of what stands beside the preview. */
    private static final String DROPPED =
            "\u00ad\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff";

    /** They belong to the letter before them. Newsletters write many between spaces, so that other words stay out of a preview. */
    private static final String JOINERS = "\u034f\u200c\u200d\u200e\u200f";

    private Preview() {}

    /**
     * Makes a preview; reads at most 64 KiB.
     *
     * @return at most 200 characters of Unicode, without line ends and other controls; empty where there are no words
     * @throws StoreException as the content does
     */
    public static String of(Content content, Outline outline) throws StoreException {
        List<Part> parts = new ArrayList<>();
        collect(outline.root(), parts);
        int windows = MOST_WINDOWS;
        for (Part part : parts) {
            Words words = new Words(isHtml(part), windows);
            PartText.read(content, part, words);
            if (!words.found.isEmpty()) {
                return words.found.stripTrailing();
            }
            windows = words.windows;
        }
        return "";
    }

    private static void collect(Part part, List<Part> found) {
        boolean attached = part.disposition()
                .filter(d -> d.type().equalsIgnoreCase("attachment"))
                .isPresent();
        if (attached || found.size() == MOST_PARTS) {
            return;
        }
        if (isPlain(part) || isHtml(part)) {
            found.add(part);
        }
        List<Part> children = new ArrayList<>(part.children());
        if (part.subtype().equalsIgnoreCase("alternative")) {
            children.sort(Comparator.comparing(child -> !isPlain(child)));
        }
        children.forEach(child -> collect(child, found));
        part.nested().ifPresent(root -> collect(root, found));
    }

    private static boolean isPlain(Part part) {
        return part.isText() && part.subtype().equalsIgnoreCase("plain");
    }

    private static boolean isHtml(Part part) {
        return part.isText() && part.subtype().equalsIgnoreCase("html");
    }

    /** The words of a part, as far as they are needed. */
    private static final class Words implements TextSink {
        private final boolean html;
        private final StringBuilder text = new StringBuilder();
        private int windows;
        private String found = "";

        Words(boolean html, int windows) {
            this.html = html;
            this.windows = windows;
        }

        @Override
        public boolean take(String portion, boolean follows) {
            text.append(portion);
            found = collapsed(html ? HtmlText.of(text.toString()) : text.toString());
            windows--;
            return windows > 0 && found.codePointCount(0, found.length()) < LONGEST;
        }
    }

    private static String collapsed(String text) {
        StringBuilder words = new StringBuilder();
        int room = LONGEST;
        boolean gap = false;
        for (int at = 0; at < text.length() && room > 0; ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            boolean behindLetter = !gap && words.length() > 0;
            if (isGap(c)) {
                gap = true;
            } else if (DROPPED.indexOf(c) < 0 && (behindLetter || JOINERS.indexOf(c) < 0)) {
                if (gap && words.length() > 0) {
                    words.append(' ');
                    room--;
                }
                if (room > 0) {
                    words.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '\ufffd' : c);
                    room--;
                }
                gap = false;
            }
        }
        return words.toString();
    }

    private static boolean isGap(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.CONTROL;
    }
}
