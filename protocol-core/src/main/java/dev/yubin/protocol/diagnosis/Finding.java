package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of one step.
 *
 * @param host      the server, or the domain whose servers are looked for
 * @param port      its port; 0 where none is reached for
 * @param trouble   what is wrong, unless the step has passed
 * @param lastReply the server's last words, escaped, where something is wrong and it said any
 * @param notes     what was seen
 */
public record Finding(
        Step step,
        Verdict verdict,
        String host,
        int port,
        Optional<Trouble> trouble,
        Optional<String> lastReply,
        List<Note> notes) {
    private static final Words LAST_WORDS = new Words("the server's last words: ", "サーバーの最後の返答: ");
    private static final Words TO_DO = new Words("To do: ", "対処: ");

    /** How it came out. */
    public enum Verdict {
        PASSED("ok", "正常"),
        /** Mail goes on, but somebody should know. */
        WARNING("warning", "注意"),
        FAILED("FAILED", "異常");

        private final Words word;

        Verdict(String english, String japanese) {
            this.word = new Words(english, japanese);
        }

        /** For people. */
        public String word(Locale locale) {
            return word.in(locale);
        }
    }

    /** @throws IllegalArgumentException when something is wrong with what has passed, or nothing with what has not */
    public Finding {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(lastReply, "lastReply");
        notes = List.copyOf(notes);
        if (trouble.isPresent() == (verdict == Verdict.PASSED)) {
            throw new IllegalArgumentException(step + " cannot be " + verdict + " with " + trouble);
        }
    }

    /** A step that has passed. */
    public static Finding passed(Step step, String host, int port, List<Note> notes) {
        return new Finding(step, Verdict.PASSED, host, port, Optional.empty(), Optional.empty(), notes);
    }

    /** The same with this verdict. */
    public Finding with(Verdict verdict) {
        return new Finding(step, verdict, host, port, trouble, lastReply, notes);
    }

    /** The same where something is wrong that has a name of its own in this place. */
    public Finding replacing(Trouble general, Trouble particular) {
        return new Finding(
                step, verdict, host, port, trouble.map(some -> some == general ? particular : some), lastReply, notes);
    }

    /** The same with one more note. */
    public Finding with(Note note) {
        List<Note> more = new ArrayList<>(notes);
        more.add(note);
        return new Finding(step, verdict, host, port, trouble, lastReply, more);
    }

    /** Where: {@code host:port}, or the host alone. */
    public String place() {
        String address = host.indexOf(':') < 0 ? host : '[' + host + ']'; // RFC 3986 section 3.2.2: IPv6 beside a port
        return address + (port == 0 ? "" : ":" + port);
    }

    /** For people: a line where it has passed, else some, with what to do in the last; a line break at the end. */
    public String text(Locale locale) {
        String head = verdict.word(locale) + "  " + step.name(locale);
        if (trouble.isEmpty()) {
            String seen = notes.stream().map(note -> note.text(locale)).collect(Collectors.joining("; "));
            return head + (seen.isEmpty() ? "" : ": " + seen) + "\n";
        }
        StringBuilder text = new StringBuilder(head + ": " + trouble.get().cause(locale) + "\n");
        line(text, place() + ", " + kind(trouble.get().kind(), locale));
        notes.forEach(note -> line(text, note.text(locale)));
        lastReply.ifPresent(reply -> line(text, LAST_WORDS.in(locale) + reply));
        line(text, TO_DO.in(locale) + trouble.get().fix(locale));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("    ").append(line).append('\n');
    }

    /** Which of the usual faults it is. */
    static String kind(Kind kind, Locale locale) {
        Words words = switch (kind) {
            case SERVER_SETTING -> new Words("wrong setting", "設定の誤り");
            case CREDENTIALS -> new Words("wrong credentials", "認証情報の誤り");
            case NETWORK -> new Words("network", "ネットワーク");
            case REFUSED -> new Words("refused by the server", "サーバーによる拒否");
            case PROTOCOL -> new Words("broken protocol", "プロトコル違反");
            case OURS -> new Words("this side", "こちら側");
        };
        return words.in(locale);
    }
}
