package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch.Place;
import dev.yubin.mailbox.outline.OutlineScanner;
import dev.yubin.mailbox.text.MessageText;
import dev.yubin.mailbox.text.Needle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEARCH over a mailbox with an index of words: RFC 9051 section 6.4.4. */
class NativeSearchTest {
    private static final List<String> WORDS =
            List.of("post", "Postbote", "ORT", "o", "größe", "GRÖSSE", "straße", "郵便局", "@example", "st b", "no such");

    private final Indexed indexed = new Indexed();

    @RegisterExtension
    final Office office = Office.with(letters()).around(indexed::around);

    private static String[] letters() {
        Random random = new Random(7);
        String[] letters = new String[40];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = """
                    From: %s <a%d@example.net>
                    To: bob@example.org
                    Cc: "%s" <c@example.org>
                    Subject: %s
                    X-Place: %s
                    Content-Type: multipart/mixed; boundary=b

                    --b
                    Content-Type: text/plain; charset=utf-8

                    %s
                    --b
                    Content-Type: message/rfc822

                    Subject: %s

                    %s
                    --b--
                    """.formatted(
                            word(random),
                            i,
                            word(random),
                            word(random),
                            word(random),
                            word(random),
                            word(random),
                            word(random));
        }
        return letters;
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size() - 1));
    }

    @Test
    void anIndexChangesNothingThatSearchFinds() throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            keys.add(key(random, 3));
        }
        List<String> without = found(keys);
        Random doubt = new Random(seed + 1);
        indexed.index((mailbox, among, place, text) -> superset(mailbox, among, place, text, doubt));
        List<String> with = found(keys);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(with.get(i)).as("-Dyubin.seed=%d: %s", seed, keys.get(i)).isEqualTo(without.get(i));
        }
        assertThat(without).as("searches of every kind").contains("* SEARCH").hasSizeGreaterThan(20);
        assertThat(without.stream().distinct().count()).isGreaterThan(25);
    }

    /** What an honest index answers: all that have the text, some others, or that it cannot tell. */
    private static Optional<UidSet> superset(Mailbox mailbox, UidSet among, Place place, String text, Random doubt)
            throws StoreException {
        if (doubt.nextInt(8) == 0) {
            return Optional.empty();
        }
        Needle needle = new Needle(text);
        UidSet.Builder candidates = new UidSet.Builder();
        for (var message : mailbox.messages(among, 0)) {
            try (Content content = mailbox.content(message.uid())) {
                MessageText its = new MessageText(content, OutlineScanner.scan(content));
                List<String> header = new ArrayList<>();
                its.readHeader((portion, follows) -> header.add(portion));
                boolean inHeader = header.stream().anyMatch(needle::isIn);
                boolean has =
                        place == Place.BODY ? its.bodyHas(needle) : inHeader || place == Place.TEXT && its.has(needle);
                if (has || doubt.nextInt(10) == 0) {
                    candidates.add(message.uid());
                }
            }
        }
        return Optional.of(candidates.build());
    }

    private static String key(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(4)) {
                case 0 -> "NOT " + key(random, depth - 1);
                case 1 -> "OR " + key(random, depth - 1) + " " + key(random, depth - 1);
                default -> "(" + key(random, depth - 1) + " " + key(random, depth - 1) + ")";
            };
        }
        String text = WORDS.get(random.nextInt(WORDS.size()));
        int from = random.nextInt(text.length());
        String piece = text.substring(from, from + random.nextInt(text.length() - from + 1));
        String literal = "{" + piece.getBytes(StandardCharsets.UTF_8).length + "+}\r\n" + piece;
        return switch (random.nextInt(12)) {
            case 0 -> "FROM " + literal;
            case 1 -> "TO " + literal;
            case 2 -> "CC " + literal;
            case 3 -> "BCC " + literal;
            case 4 -> "SUBJECT " + literal;
            case 5 -> "HEADER X-Place " + literal;
            case 6, 7 -> "BODY " + literal;
            case 8, 9 -> "TEXT " + literal;
            case 10 -> (1 + random.nextInt(20)) + ":*";
            default -> "SMALLER " + (300 + random.nextInt(100));
        };
    }

    /** The untagged answer to each. */
    private List<String> found(List<String> keys) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), office.server().port())) {
            socket.setSoTimeout(10_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            command(socket, in, "LOGIN bbb@osaka.test tanuki");
            command(socket, in, "SELECT INBOX");
            List<String> answers = new ArrayList<>();
            for (String key : keys) {
                answers.addAll(command(socket, in, "SEARCH CHARSET UTF-8 " + key));
            }
            return answers;
        }
    }

    private static List<String> command(Socket socket, BufferedReader in, String command) throws IOException {
        socket.getOutputStream().write(("a " + command + "\r\n").getBytes(StandardCharsets.UTF_8));
        List<String> untagged = new ArrayList<>();
        for (String line = in.readLine(); !line.startsWith("a "); line = in.readLine()) {
            untagged.add(line);
        }
        return untagged;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BODY post                         | 2 5
            TEXT post 1:4                     | 2
            SUBJECT post                      | 2 5
            HEADER X-Place post               | 2 5
            BODY post BODY bote               | 2
            OR BODY post BODY bote            | 2 3 5
            OR BODY post (BODY bote ANSWERED) | 2 3 5
            1:3 OR BODY post BODY bote        | 2 3
            1:3 NOT BODY post                 | 1 2 3
            1:3 NOT (BODY post BODY bote)     | 1 2 3
            1:3 BODY other                    | 1 2 3
            """)
    void whatIsRuledOutIsNotRead(String key, String read) {
        indexed.index((mailbox, among, place, text) -> switch (text) {
            case "post" -> Optional.of(UidSet.of(2, 5, 99));
            case "bote" -> Optional.of(UidSet.of(2, 3));
            default -> Optional.empty();
        });
        office.wire().play(office.afterSelect("""
                C: a1 SEARCH %s
                S: * SEARCH...
                S: a1 OK SEARCH done
                """.formatted(key)));
        assertThat(indexed.read().stream().map(String::valueOf)).containsExactly(read.split(" "));
    }

    @Test
    void theIndexIsAskedOfWhatIsLeft() {
        List<String> asked = new CopyOnWriteArrayList<>();
        indexed.index((mailbox, among, place, text) -> {
            asked.add(among + " " + place + " " + text);
            return Optional.of(text.equals("none") ? UidSet.EMPTY : UidSet.of(3, 7));
        });
        office.wire().play(office.afterSelect("""
                C: a1 SEARCH 2:9 FROM some BODY other
                S: * SEARCH...
                S: a1 OK SEARCH done
                C: a2 SEARCH TEXT none SUBJECT more
                S: * SEARCH
                S: a2 OK SEARCH done
                """));
        assertThat(asked).containsExactly("2:9 HEADER some", "3,7 BODY other", "1:40 TEXT none");
    }
}
