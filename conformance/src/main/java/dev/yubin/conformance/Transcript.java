package dev.yubin.conformance;

import dev.yubin.conformance.internal.Dialogue;
import dev.yubin.conformance.internal.Side;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A written conversation as steps for one side to take in order; {@link Wire} and {@link ScriptedServer} say how it is written. A pace is the same steps
 * cut or ordered anew.
 */
record Transcript(List<Transcript.Step> steps) {
    /** A long write is cut at several places in one play, so many octets apart: plays are no more than this, and each line of a dialogue is cut about once in each. */
    static final int OCTETS_APART = 32;

    Transcript {
        steps = List.copyOf(steps);
    }

    static Transcript of(String written, Side us) {
        List<String> lines = written.lines().collect(Collectors.toList());
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                steps.add(Step.of(lines.get(i), i + 1, us));
            }
        }
        return new Transcript(steps);
    }

    /** With the peer's end of the connection at its own, unless it says how it ends. */
    Transcript ended() {
        boolean says = !steps.isEmpty()
                && Kind.LAST.contains(steps.get(steps.size() - 1).kind());
        return says
                ? this
                : new Transcript(Stream.concat(steps.stream(), Stream.of(Step.word(Kind.EOF)))
                        .collect(Collectors.toList()));
    }

    /** With a barrier behind every line that must come. */
    Transcript waiting() {
        return new Transcript(steps.stream()
                .flatMap(step -> step.kind() == Kind.EXPECT ? Stream.of(step, Step.WAIT) : Stream.of(step))
                .collect(Collectors.toList()));
    }

    /** All that is sent between two barriers in one write, behind the lines that come first of all and before those that answer. */
    Transcript pipelined() {
        List<Step> ordered = new ArrayList<>();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        List<Step> answers = new ArrayList<>();
        for (Step step : steps) {
            if (step.kind() == Kind.SEND) {
                sent.writeBytes(step.octets());
            } else if (step.kind() == Kind.EXPECT) {
                (sent.size() == 0 ? ordered : answers).add(step);
            } else {
                addGroup(ordered, sent, answers);
                ordered.add(step);
            }
        }
        addGroup(ordered, sent, answers);
        return new Transcript(ordered);
    }

    private static void addGroup(List<Step> ordered, ByteArrayOutputStream sent, List<Step> answers) {
        if (sent.size() > 0) {
            ordered.add(Step.send(sent.toByteArray()));
        }
        ordered.addAll(answers);
        sent.reset();
        answers.clear();
    }

    Transcript byteByByte() {
        return sending(octets -> {
            Stream.Builder<Step> each = Stream.builder();
            for (byte octet : octets) {
                each.add(Step.send(new byte[] {octet}));
            }
            return each.build();
        });
    }

    /** In how many plays {@link #cutBehind} cuts each write at every place. */
    int cuts() {
        int longest =
                steps.stream().mapToInt(step -> step.octets().length).max().orElse(0);
        return Math.min(longest - 1, OCTETS_APART);
    }

    /** Each write cut behind so many octets, and again behind each further {@link #OCTETS_APART}. */
    Transcript cutBehind(int first) {
        return sending(octets -> {
            Stream.Builder<Step> pieces = Stream.builder();
            int from = 0;
            for (int to = first; to < octets.length; to += OCTETS_APART) {
                pieces.add(Step.send(Arrays.copyOfRange(octets, from, to)));
                from = to;
            }
            return pieces.add(Step.send(Arrays.copyOfRange(octets, from, octets.length)))
                    .build();
        });
    }

    private Transcript sending(Function<byte[], Stream<Step>> pieces) {
        return new Transcript(steps.stream()
                .flatMap(step -> step.kind() == Kind.SEND ? pieces.apply(step.octets()) : Stream.of(step))
                .collect(Collectors.toList()));
    }

    enum Kind {
        SEND((dialogue, step) -> dialogue.send(step.octets())),
        EXPECT((dialogue, step) -> dialogue.expect(step.text(), step::matches)),
        OCTETS((dialogue, step) -> dialogue.expectOctets(Long.parseLong(step.text()))),
        WAIT((dialogue, step) -> {}),
        QUIET((dialogue, step) -> dialogue.expectNothing()),
        TLS((dialogue, step) -> dialogue.tls()),
        CLOSE((dialogue, step) -> dialogue.closeOurs()),
        EOF((dialogue, step) -> dialogue.expectEnd()),
        DEAF((dialogue, step) -> dialogue.hearNoMore());

        /** Of which the line is one word. */
        private static final Map<Side, List<Kind>> WORDS = Map.of(
                Side.CLIENT, List.of(WAIT, TLS, CLOSE, EOF),
                Side.SERVER, List.of(QUIET, TLS, CLOSE, EOF, DEAF));

        /** Behind which nothing can follow. */
        private static final List<Kind> LAST = List.of(EOF, DEAF);

        private final BiConsumer<Dialogue, Step> action;

        Kind(BiConsumer<Dialogue, Step> action) {
            this.action = action;
        }
    }

    /**
     * One line of it.
     *
     * @param text   as it is written, for people; of {@code OCTETS} how many
     * @param octets what is sent; empty unless it is {@code SEND}
     * @param parts  what must come, one character an octet, cut where anything may stand between; empty unless it is {@code EXPECT}
     */
    record Step(Kind kind, String text, byte[] octets, List<String> parts) {
        private static final byte[] NOTHING = {};
        private static final Step WAIT = word(Kind.WAIT);
        private static final Pattern ESCAPE = Pattern.compile("\\\\(x([0-9A-Fa-f]{2})|[rn\\\\])");

        static Step send(byte[] octets) {
            return new Step(Kind.SEND, "", octets, List.of());
        }

        private static Step word(Kind kind) {
            return new Step(kind, kind.name(), NOTHING, List.of());
        }

        private static Step expect(String text) {
            return new Step(
                    Kind.EXPECT,
                    text,
                    NOTHING,
                    Arrays.stream(text.split("\\.\\.\\.", -1))
                            .map(Step::unescaped)
                            .collect(Collectors.toList()));
        }

        /** Whether this line is the expected one; regular expressions take minutes for a line of megabytes. */
        boolean matches(String line) {
            String first = parts.get(0);
            String last = parts.get(parts.size() - 1);
            if (parts.size() == 1) {
                return line.equals(first);
            }
            int at = first.length();
            int end = line.length() - last.length();
            if (at > end || !line.startsWith(first) || !line.endsWith(last)) {
                return false;
            }
            for (String part : parts.subList(1, parts.size() - 1)) {
                int found = line.indexOf(part, at);
                if (found < 0 || found + part.length() > end) {
                    return false;
                }
                at = found + part.length();
            }
            return true;
        }

        private static Step of(String line, int number, Side us) {
            char we = us.letter;
            char they = us.other().letter;
            String text = line.length() < 3 ? "" : line.substring(3);
            if (line.equals(we + ":") || line.startsWith(we + ": ")) {
                return send((unescaped(text) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            if (line.startsWith(we + "> ")) {
                return send(unescaped(text).getBytes(StandardCharsets.ISO_8859_1));
            }
            if (line.equals(they + ":") || line.startsWith(they + ": ")) {
                return expect(text);
            }
            if (line.startsWith(they + "# ")) {
                return new Step(Kind.OCTETS, text, NOTHING, List.of());
            }
            return Kind.WORDS.get(us).stream()
                    .filter(kind -> line.equals(kind.name()))
                    .map(Step::word)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("line " + number
                            + " of the transcript begins with none of \"" + we + ": \", \"" + we + "> \", \"" + they
                            + ": \" and \"" + they
                            + "# \" and is none of " + Kind.WORDS.get(us) + ": " + line));
        }

        /** The octets of a text, one a character. */
        private static String unescaped(String text) {
            String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return ESCAPE.matcher(octets).replaceAll(found -> Matcher.quoteReplacement(octet(found)));
        }

        private static String octet(MatchResult escape) {
            return switch (escape.group(1).charAt(0)) {
                case 'r' -> "\r";
                case 'n' -> "\n";
                case 'x' -> String.valueOf((char) Integer.parseInt(escape.group(2), 16));
                default -> "\\";
            };
        }

        void take(Dialogue dialogue) {
            kind.action.accept(dialogue, this);
        }
    }
}
