package dev.yubin.conformance.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.UidSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One connection: it sends commands, and draws a {@link Picture} from all that is answered. Used by one thread. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private static final Pattern NUMBERED = Pattern.compile("\\* (\\d+) (EXISTS|RECENT|EXPUNGE|FETCH)(?: \\((.*)\\))?");
    private static final Pattern STATUS = Pattern.compile("(\\S+) (OK|NO|BAD|BYE) (?:\\[([^\\]]*)\\])?.*");
    private static final Pattern VANISHED = Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?(\\S+)");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("\\bMODSEQ \\((\\d+)\\)");
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d+)\\}");

    /** A message as a client with QRESYNC keeps it while the mailbox is closed. */
    static final class Kept {
        final Set<String> flags;
        final long modSeq;

        Kept(Set<String> flags, long modSeq) {
            this.flags = flags;
            this.modSeq = modSeq;
        }
    }

    final String name;
    private final Socket socket;
    private final InputStream in;
    private final List<String> said;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private int tags;

    Optional<Picture> picture = Optional.empty();
    boolean condstore;
    boolean qresync;
    boolean readOnly;
    boolean idles;
    /** Up to where this client has heard everything: RFC 7162 section 3.2.7. */
    long heard;

    long uidValidity;
    /** What is kept of the mailbox while it is closed, by UID, and up to where. */
    final Map<Long, Kept> kept = new TreeMap<>();

    long keptModSeq;
    private long greatestModSeq;

    /** @param said where every line goes, with this client's name */
    Client(String name, int port, List<String> said) throws IOException {
        this.name = name;
        this.said = said;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        readLine();
    }

    boolean isBusy() {
        return !sent.isEmpty();
    }

    Sent command(String text) {
        return command(text, false);
    }

    /** Makes a command, with its tag; {@link #send} sends it. */
    Sent command(String text, boolean holds) {
        return new Sent(name + ++tags, text, holds);
    }

    void send(Sent command) throws IOException {
        if (sent.isEmpty()) {
            command.begin.run();
        }
        sent.add(command);
        say(command.tag + " " + command.text);
    }

    void say(String line) throws IOException {
        said.add(name + " C: " + line);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a command and hears its answer, and those of all before it. */
    void run(Sent command) throws IOException {
        send(command);
        finish();
    }

    void run(String text) throws IOException {
        run(command(text));
    }

    /** Hears the answers to all that was sent. */
    void finish() throws IOException {
        while (isBusy()) {
            take(readLine());
        }
    }

    void idle() throws IOException {
        send(command("IDLE"));
        idles = true;
        for (String line = readLine(); !line.startsWith("+"); line = readLine()) {
            take(line);
        }
    }

    void done() throws IOException {
        idles = false;
        say("DONE");
        finish();
    }

    // ------------------------------------------------------------------ what is answered

    private void take(String line) {
        Sent running = sent.peek();
        Matcher numbered = NUMBERED.matcher(line);
        Matcher vanished = VANISHED.matcher(line);
        Matcher status = STATUS.matcher(line);
        if (numbered.matches()) {
            numbered(Integer.parseInt(numbered.group(1)), numbered.group(2), numbered.group(3), running);
        } else if (vanished.matches()) {
            vanished(vanished.group(1) != null, vanished.group(2), running);
        } else if (line.startsWith("* SEARCH") || line.startsWith("* SORT")) {
            found(line, running);
        } else if (line.startsWith("* ESEARCH")) {
            foundExtended(line, running);
        } else if (status.matches()) {
            status(status, running);
        }
    }

    private void numbered(int number, String word, String rest, Sent running) {
        Picture drawn = drawn(word);
        if (word.equals("EXISTS")) {
            drawn.exists(number);
        } else if (word.equals("EXPUNGE")) {
            requireMayExpunge(running);
            drawn.expunge(number);
        } else if (word.equals("FETCH")) {
            fetched(drawn, number, rest);
        }
    }

    private Picture drawn(String word) {
        return picture.orElseThrow(() -> new AssertionError(word + " with no mailbox selected"));
    }

    private static void requireMayExpunge(Sent running) {
        assertThat(running.holds)
                .as("EXPUNGE or VANISHED while %s runs: RFC 9051 section 7.5.1", running.text)
                .isFalse();
    }

    private void fetched(Picture drawn, int number, String data) {
        Optional<Long> uid = number(UID, data);
        Optional<Long> modSeq = number(MODSEQ, data);
        Matcher flags = FLAGS.matcher(data);
        Optional<Set<String>> told = flags.find() ? Optional.of(flags(flags.group(1))) : Optional.empty();
        Picture.Entry entry = drawn.fetched(number, uid, told, modSeq);
        greatestModSeq = Math.max(greatestModSeq, modSeq.orElse(0L));
        if (entry.uid != 0 && told.isPresent() && kept.containsKey(entry.uid)) {
            kept.put(entry.uid, new Kept(told.get(), modSeq.orElse(0L)));
        }
    }

    private static Optional<Long> number(Pattern pattern, String data) {
        Matcher matcher = pattern.matcher(data);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    static Set<String> flags(String words) {
        return Arrays.stream(words.split(" "))
                .filter(flag -> !flag.isEmpty() && !flag.equals("\\Recent"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void vanished(boolean earlier, String uids, Sent running) {
        UidSet gone = set(uids);
        if (earlier) {
            kept.keySet().removeIf(gone::contains);
        } else {
            requireMayExpunge(running);
            gone.uids().forEach(drawn("VANISHED")::vanished);
        }
    }

    /** A sequence-set without {@code *}. */
    static UidSet set(String text) {
        return UidSet.ofRanges(Arrays.stream(text.split(","))
                .map(range -> range.split(":"))
                .map(ends -> new UidSet.Range(
                        Math.min(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])),
                        Math.max(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))))
                .collect(Collectors.toList()));
    }

    private void found(String line, Sent running) {
        boolean uid = running.text.startsWith("UID");
        for (String word : line.replaceAll("\\(MODSEQ.*", "").split(" ")) {
            if (word.matches("\\d+")) {
                requireFound(uid, Long.parseLong(word), line, running);
            }
        }
    }

    private static void requireFound(boolean uid, long number, String line, Sent running) {
        assertThat(uid ? running.mayFindUid.test(number) : running.mayFind.test((int) number))
                .as("%s: %d can be an answer to %s", line, number, running.text)
                .isTrue();
    }

    private void foundExtended(String line, Sent running) {
        boolean uid = line.contains(" UID");
        Matcher all = Pattern.compile(" (?:ALL|MIN|MAX) ([\\d:,]+)").matcher(line);
        while (all.find()) {
            set(all.group(1)).uids().forEach(number -> requireFound(uid, number, line, running));
        }
    }

    private void status(Matcher status, Sent running) {
        String code = Optional.ofNullable(status.group(3)).orElse("");
        code(code, running);
        if (status.group(1).equals("*")) {
            assertThat(status.group(2)).as("an untagged response").isNotEqualTo("BYE");
            return;
        }
        assertThat(status.group(1)).as("the tag of an answer").isEqualTo(running.tag);
        if (!code.startsWith("HIGHESTMODSEQ")) {
            heard = Math.max(heard, greatestModSeq);
        }
        greatestModSeq = 0;
        running.end.done(status.group(2), code);
        sent.remove();
        if (isBusy()) {
            sent.peek().begin.run();
        }
    }

    private void code(String code, Sent running) {
        String[] words = code.split(" ");
        switch (words[0]) {
            case "CLOSED" -> opened();
            case "UIDVALIDITY" -> uidValidity = Long.parseLong(words[1]);
            case "HIGHESTMODSEQ" -> {
                long told = Long.parseLong(words[1]);
                assertThat(told).as("HIGHESTMODSEQ never falls").isGreaterThanOrEqualTo(heard);
                heard = told;
                greatestModSeq = 0;
            }
            case "COPYUID" ->
                set(words[2])
                        .uids()
                        .forEach(uid -> assertThat(running.mayTransfer.test(uid))
                                .as("COPYUID: %s may transfer UID %d", running.text, uid)
                                .isTrue());
            default -> {}
        }
    }

    // ------------------------------------------------------------------ what a mailbox's opening and closing mean

    /** From here on, responses are about the mailbox that is being opened. */
    void opened() {
        picture = Optional.of(new Picture());
        heard = 0;
        greatestModSeq = 0;
    }

    /** No mailbox is selected any more; what is known of it is kept. */
    void closed() {
        kept.clear();
        picture.ifPresent(last -> last.entries().forEach(entry -> {
            if (entry.uid != 0 && entry.flags != null) {
                kept.put(entry.uid, new Kept(entry.flags, entry.modSeq));
            }
        }));
        keptModSeq = heard;
        picture = Optional.empty();
    }

    // ------------------------------------------------------------------ octets

    private String readLine() throws IOException {
        StringBuilder whole = new StringBuilder();
        while (true) {
            String line = readToLineEnd();
            whole.append(line);
            Matcher literal = LITERAL.matcher(line);
            if (!literal.matches()) {
                break;
            }
            in.readNBytes(Integer.parseInt(literal.group(1)));
        }
        said.add(name + " S: " + whole);
        return whole.toString();
    }

    private String readToLineEnd() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new AssertionError(name + ": the server ended the connection behind " + line);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
