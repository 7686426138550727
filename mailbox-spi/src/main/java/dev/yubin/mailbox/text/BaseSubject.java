package dev.yubin.mailbox.text;

import java.util.regex.Pattern;

/**
 * A subject without what replies, forwards and lists put around it, so that the mails of one talk sort together: RFC 5256 section 2.1.
 *
 * @param text           what is left, in the case it has; may be empty
 * @param replyOrForward whether anything was taken off that shows a reply or a forward, such as {@code Re:} or {@code (fwd)}
 */
public record BaseSubject(String text, boolean replyOrForward) {
    private static final Pattern SPACES = Pattern.compile("[ \t\r\n]+");

    /** Of a subject whose encoded words are decoded. Takes time as the text is long, whatever stands in it. */
    public static BaseSubject of(String subject) {
        Stripping left = new Stripping(SPACES.matcher(subject).replaceAll(" "));
        do {
            left.trailers();
            left.leaders();
        } while (left.forward());
        return new BaseSubject(left.text.substring(left.from, left.to), left.replyOrForward);
    }

    /** What is left of a text, and the rules of RFC 5256 section 5 that make it less. */
    private static final class Stripping {
        private final String text;
        private int from;
        private int to;
        private boolean replyOrForward;

        Stripping(String text) {
            this.text = text;
            this.to = text.length();
        }

        /** subj-trailer = "(fwd)" / WSP */
        void trailers() {
            for (boolean more = true; more; ) {
                more = false;
                if (endsWith(" ")) {
                    to--;
                    more = true;
                } else if (endsWith("(fwd)")) {
                    to -= "(fwd)".length();
                    replyOrForward = true;
                    more = true;
                }
            }
        }

        /** Steps 3 to 5: subj-leader = (*subj-blob subj-refwd) / WSP, and each subj-blob that leaves something. */
        void leaders() {
            for (boolean more = true; more; ) {
                from = behindSpaces(from);
                int behindBlobs = behindBlobs();
                int behindRefwd = behindRefwd(behindBlobs);
                more = behindRefwd > behindBlobs;
                if (more) {
                    from = behindRefwd;
                    replyOrForward = true;
                }
            }
            // No subj-refwd stands behind any of these blobs, so that nothing but blobs is left to be looked for.
            for (int next = behindBlob(from); next > from && next < to; next = behindBlob(from)) {
                from = next;
            }
        }

        /** Step 6: subj-fwd-hdr = "[fwd:", subj-fwd-trl = "]" */
        boolean forward() {
            if (!startsWith(from, "[fwd:") || !endsWith("]")) {
                return false;
            }
            from += "[fwd:".length();
            to -= "]".length();
            replyOrForward = true;
            return true;
        }

        private int behindBlobs() {
            int at = from;
            for (int next = behindBlob(at); next > at; next = behindBlob(at)) {
                at = next;
            }
            return at;
        }

        /** subj-blob = "[" *BLOBCHAR "]" *WSP; the place itself where none stands there */
        private int behindBlob(int at) {
            if (!startsWith(at, "[")) {
                return at;
            }
            for (int i = at + 1; i < to && text.charAt(i) != '['; i++) {
                if (text.charAt(i) == ']') {
                    return behindSpaces(i + 1);
                }
            }
            return at;
        }

        /** subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"; the place itself where none stands there */
        private int behindRefwd(int at) {
            for (String word : new String[] {"re", "fwd", "fw"}) {
                if (startsWith(at, word)) {
                    int end = behindBlob(behindSpaces(at + word.length()));
                    if (startsWith(end, ":")) {
                        return end + 1;
                    }
                }
            }
            return at;
        }

        private int behindSpaces(int at) {
            int end = at;
            while (startsWith(end, " ")) {
                end++;
            }
            return end;
        }

        private boolean startsWith(int at, String what) {
            return at + what.length() <= to && text.regionMatches(true, at, what, 0, what.length());
        }

        private boolean endsWith(String what) {
            return to - what.length() >= from && text.regionMatches(true, to - what.length(), what, 0, what.length());
        }
    }
}
