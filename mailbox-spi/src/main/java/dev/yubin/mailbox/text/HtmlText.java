package dev.yubin.mailbox.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * HTML as text: tags go, and with them what is not shown; a space stands where a block begins or ends; character references become their
 * characters. Whatever comes is HTML; what is cut off at the end is left out. One pass, in the sense of the HTML standard's tokenizer.
 */
final class HtmlText {
    /** What stands in them up to their end tag is not shown. */
    private static final Set<String> HIDDEN = Set.of("script", "style", "template", "title");

    /** Their tags do not part a word in two. */
    private static final Set<String> WITHIN_WORDS = Set.of(
            "a", "abbr", "b", "big", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q",
            "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr");

    /** From U+00A0 on, in their order. */
    private static final String LATIN_1 =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr"
                    + " deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
                    + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml"
                    + " ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig"
                    + " agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml"
                    + " eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

    /** Each with its character behind it. Other names are as rare in mail as they are many, and stay as they are written. */
    private static final String OTHERS =
            "amp & lt < gt > quot \" apos ' ndash \u2013 mdash \u2014 lsquo \u2018 rsquo \u2019"
                    + " sbquo \u201a ldquo \u201c rdquo \u201d bdquo \u201e lsaquo \u2039 rsaquo \u203a dagger \u2020 bull \u2022"
                    + " hellip \u2026 prime \u2032 euro \u20ac trade \u2122 larr \u2190 rarr \u2192 OElig \u0152 oelig \u0153"
                    + " Scaron \u0160 scaron \u0161 Yuml \u0178 ensp \u2002 emsp \u2003 thinsp \u2009 zwnj \u200c zwj \u200d"
                    + " lrm \u200e rlm \u200f";

    private static final Map<String, String> REFERENCES = references();

    private final String html;
    private final StringBuilder text = new StringBuilder();
    private int at;

    private HtmlText(String html) {
        this.html = html;
    }

    static String of(String html) {
        return new HtmlText(html).read();
    }

    private String read() {
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<') {
                markup();
            } else if (c == '&') {
                reference();
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    private void markup() {
        char next = charAt(at + 1);
        if (html.startsWith("<!--", at)) {
            passTo("-->", at + 2); // "<!-->" is a whole one
        } else if (next == '!' || next == '?') {
            passTo(">", at);
        } else if (isLetter(next) || next == '/' && isLetter(charAt(at + 2))) {
            tag(next == '/');
        } else {
            text.append('<');
            at++;
        }
    }

    private void tag(boolean end) {
        int start = at + (end ? 2 : 1);
        int nameEnd = start;
        while (Character.isLetterOrDigit(charAt(nameEnd))) {
            nameEnd++;
        }
        String name = html.substring(start, nameEnd).toLowerCase(Locale.ROOT);
        at = nameEnd;
        passAttributes();
        if (!end && HIDDEN.contains(name)) {
            passToEndTag(name);
        }
        if (!WITHIN_WORDS.contains(name)) {
            text.append(' ');
        }
    }

    /** Up to the end of the tag; within quotes behind an equals sign, {@code >} ends nothing. */
    private void passAttributes() {
        char before = ' ';
        for (; at < html.length(); at++) {
            char c = html.charAt(at);
            if (c == '>') {
                at++;
                return;
            }
            if (before == '=' && (c == '"' || c == '\'')) {
                int close = html.indexOf(c, at + 1);
                at = close < 0 ? html.length() - 1 : close;
            }
            before = Character.isWhitespace(c) ? before : c;
        }
    }

    private void passToEndTag(String name) {
        while (at < html.length()
                && !(html.startsWith("</", at) && html.regionMatches(true, at + 2, name, 0, name.length()))) {
            at++;
        }
    }

    private void passTo(String end, int from) {
        int found = html.indexOf(end, from);
        at = found < 0 ? html.length() : found + end.length();
    }

    private void reference() {
        boolean numeric = charAt(at + 1) == '#';
        int end = at + (numeric ? 2 : 1);
        while (Character.isLetterOrDigit(charAt(end))) {
            end++;
        }
        String name = html.substring(at + 1, end);
        String meant = numeric ? numbered(name.substring(1)) : REFERENCES.getOrDefault(name, "");
        if (meant.isEmpty()) {
            text.append('&');
            at++;
        } else {
            text.append(meant);
            at = end + (charAt(end) == ';' ? 1 : 0);
        }
    }

    /** The character of that number, decimal, or hexadecimal behind an x; empty where it is no number. */
    private static String numbered(String number) {
        boolean hex = number.startsWith("x") || number.startsWith("X");
        try {
            int c = hex ? Integer.parseInt(number, 1, number.length(), 16) : Integer.parseInt(number);
            if (c >= 0x80 && c < 0xa0) { // written by who meant Windows' characters, and shown so by every browser
                return new String(new byte[] {(byte) c}, EncodedWords.charset("windows-1252"));
            }
            boolean character = c > 0 && Character.isValidCodePoint(c) && (c < 0xd800 || c > 0xdfff);
            return Character.toString(character ? c : '\ufffd');
        } catch (NumberFormatException e) {
            return "";
        }
    }

    private static Map<String, String> references() {
        Map<String, String> references = new HashMap<>();
        char latin1 = '\u00a0';
        for (String name : LATIN_1.split(" ")) {
            references.put(name, String.valueOf(latin1++));
        }
        String[] others = OTHERS.split(" ");
        for (int i = 0; i < others.length; i += 2) {
            references.put(others[i], others[i + 1]);
        }
        return Map.copyOf(references);
    }

    /** NUL behind the end, which is neither a letter nor part of any markup. */
    private char charAt(int index) {
        return index < html.length() ? html.charAt(index) : 0;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
