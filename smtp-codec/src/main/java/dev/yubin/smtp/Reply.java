package dev.yubin.smtp;

import dev.yubin.protocol.line.LineWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server answers. RFC 5321 section 4.2; with an enhanced status by RFC 2034. No line can have CR, LF or NUL; one that would pass 512 octets on the
 * wire is folded into several (section 4.5.3.1.5).
 *
 * @param code   200 to 599
 * @param status of the same kind as the code; on the wire it begins each line
 * @param lines  words for people, at least one line, perhaps empty
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    /** 512 without "250-5.123.123 " and CR LF. */
    private static final int MAX_TEXT_OCTETS = 496;

    /** @throws IllegalArgumentException when the code and its status are of two minds, or a line has CR, LF or NUL */
    public Reply {
        Objects.requireNonNull(status, "status");
        lines = folded(List.copyOf(lines));
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("a reply's code is 200 to 599, not " + code);
        }
        int kind = code / 100;
        if (status.isPresent() && status.get().kind() != kind) {
            throw new IllegalArgumentException(status.get() + " does not go with " + kind + "xx");
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
    }

    /** A reply with an enhanced status, such as {@code Reply.of(550, "5.1.1", "No such mailbox here")}. */
    public static Reply of(int code, String status, String... lines) {
        return new Reply(code, Optional.of(EnhancedStatus.of(status)), List.of(lines));
    }

    /** A reply without an enhanced status: greetings, answers to EHLO, and 3xx have none. */
    public static Reply plain(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines));
    }

    /** The reply that these lines make, all of one code and only the last marked so; what a decoder has collected. */
    public static Reply read(List<ReplyLine> lines) {
        int code = lines.get(0).code();
        String word = firstWord(lines.get(0).text());
        Optional<EnhancedStatus> status = EnhancedStatus.written(code / 100, word);
        String[] texts = new String[lines.size()];
        for (int i = 0; i < texts.length; i++) {
            String text = lines.get(i).text();
            texts[i] = status.isPresent() ? withoutStatus(word, text) : text;
        }
        return new Reply(code, status, List.of(texts));
    }

    /** The lines as they stand on the wire, the enhanced status at the beginning of each. */
    public List<ReplyLine> toLines() {
        String prefix = prefix();
        List<ReplyLine> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            out.add(new ReplyLine(code, i == lines.size() - 1, prefix + lines.get(i)));
        }
        return out;
    }

    /** The octets that stand on the wire: those of {@link #toLines}, each line with its CR LF. A copy. */
    public byte[] octets() {
        String prefix = prefix();
        StringBuilder out = new StringBuilder(128);
        for (int i = 0; i < lines.size(); i++) {
            out.append(code).append(i == lines.size() - 1 ? ' ' : '-').append(prefix);
            out.append(lines.get(i)).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** 2xx: it is done. */
    public boolean isPositive() {
        return code < 300;
    }

    /** 3xx: go on. */
    public boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    /** 4xx: not now, try again. */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    /** 5xx: no, and not later either. */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** In one line, for logs and people: {@code 550 5.1.1 No such mailbox here}. */
    @Override
    public String toString() {
        return code + " " + prefix() + String.join(" / ", lines);
    }

    /** What each line begins with behind its code. */
    private String prefix() {
        return status.isPresent() ? status.get() + " " : "";
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static String withoutStatus(String status, String text) {
        int end = status.length();
        if (!text.startsWith(status) || (text.length() > end && text.charAt(end) != ' ')) {
            return text;
        }
        return text.substring(Math.min(end + 1, text.length()));
    }

    private static List<String> folded(List<String> lines) {
        boolean fit = true;
        for (String line : lines) {
            LineWriter.check(line);
            fit &= !Characters.exceeds(MAX_TEXT_OCTETS, line);
        }
        return fit ? lines : foldedWhereTooLong(lines);
    }

    private static List<String> foldedWhereTooLong(List<String> lines) {
        List<String> out = new ArrayList<>();
        for (String line : lines) {
            String rest = line;
            while (Characters.exceeds(MAX_TEXT_OCTETS, rest)) {
                int end = foldingPoint(rest);
                out.add(rest.substring(0, end));
                rest = rest.substring(end).stripLeading();
            }
            out.add(rest);
        }
        return List.copyOf(out);
    }

    /** Behind the last word that fits; where the line is one long word, within it. */
    private static int foldingPoint(String text) {
        int fits = 0;
        for (int octets = 0; ; ) {
            int next = text.offsetByCodePoints(fits, 1);
            octets += Characters.octets(text.substring(fits, next));
            if (octets > MAX_TEXT_OCTETS) {
                break;
            }
            fits = next;
        }
        int space = text.lastIndexOf(' ', fits);
        return space > 0 ? space : fits;
    }
}
